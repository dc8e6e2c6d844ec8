//! What this crate refuses, and in which words.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Error, Result};

/// The errors found so far. All of them are reported, not only the first.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// The value; an error is added to the others.
    pub(crate) fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// One `compile_error!` for each.
impl ToTokens for Errors {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.as_ref().map(Error::to_compile_error));
    }
}

/// Defines a function for each refusal. It takes the place to point at, and what the sentence names.
macro_rules! refusals {
    ($($name:ident($($part:ident),*) $sentence:literal;)*) => {$(
        pub(crate) fn $name(at: Span $(, $part: impl Display)*) -> Error {
            Error::new(at, format_args!($sentence))
        }
    )*};
}

// Of functions and blocks.
refusals! {
    not_a_function() "`#[retry]` goes on a function; to retry a block, write `retry(|| ..)` around it";
    unreadable_function(reason) "`#[retry]` cannot read this function: {reason}";
    function_without_body() "`#[retry]` needs a body to retry: annotate the method where it is implemented";
    const_function() "a `const fn` cannot be retried: it cannot wait";
    hidden_future()
        "`#[retry]` cannot see the future that this function makes: write an `async fn`, or end the body in `async move {{ .. }}`";
    mutable_self()
        "`mut self` would carry changes from attempt to attempt: take `self`, and clone it in the body";
    timeout_without_async()
        "`attempt_timeout` needs `async`: if an attribute such as `#[tokio::main]` stands above `#[retry]`, it has taken `async` away: move it below";
    timeout_of_blocking()
        "`attempt_timeout` needs `async`: nothing can cut a blocking call; give the call a timeout of its own";
    cancel_of_async()
        "an async run needs no token: dropping its future cancels it; drop it, or wait for it in `select!`";
    hedge_of_blocking()
        "`hedge` needs `async`: a blocking call cannot be dropped while another is out";
    hedge_of_mutable_borrow()
        "with `hedge` several attempts run at once, and only one could borrow this mutably: take a shared reference, with a lock or an atomic inside";
    no_timer()
        "nothing to wait with in async code: enable the feature `futures-timer` or `tokio` of `retry-core`, or give a timer of your own with `timer = ..`";
    not_a_block()
        "expected the keys, a semicolon and a block: `retry_block!(attempts = 5; {{ .. }})`, or `async {{ .. }}`";
    arrow_without_type() "expected a type after the arrow";
}

// Of keys, whatever their values are.
refusals! {
    not_a_key() "expected `key = value`, as in `attempts = 5`";
    unknown_option(name, known) "unknown option `{name}`; the options are `{known}`";
    misspelt_option(name, nearest) "unknown option `{name}`; did you mean `{nearest}`?";
    other_word(word, instead) "unknown option `{word}`: write {instead}";
    retries(word, attempts)
        "unknown option `{word}`: `attempts` counts the first call, so write `attempts = {attempts}`";
    given_twice(key) "`{key}` is given twice";
    missing_value(key, kind, example) "`{key}` needs {kind}, as in `{example}`";
    flag_with_value() "this key takes no value: write it alone";
    missing_comma() "expected `,` and the next option";
    outcome_and_parts() "`on_outcome` judges errors and values: write it without `on` and `on_ok`";
    policy_and_http() "`http` brings the policy of its call: write one or the other";
    outcome_and_http()
        "`http` judges errors and responses: what you decide yourself goes to `on` or `on_ok`";
    unmarked_and_http() "the rules of `http` judge errors, whatever their marks: write one or the other";
    unmarked_and_marked_type()
        "declare what the caller gets, `Result<T, E>`: with `unmarked` only the body fails with `Marked<E>`";
    http_without_type()
        "`http` has to know the outcome: write `-> Result<Page, HttpError>` before the block";
    exhausted_without_values()
        "`exhausted` is about values that are refused: write `on_ok` or `on_outcome` too";
    timed_out_without_timeout() "`timed_out` makes the error of an `attempt_timeout`: write that too";
    rejected_without_breaker() "`rejected` makes the error of a `breaker` that is open: write that too";
    schedule_and_backoff()
        "`schedule` takes the place of `backoff`, `factor` and `throttled_delay`: write one or the other";
    schedule_and_hedge()
        "with `hedge` attempts start when the hedge says so: leave out `schedule`";
    reset_after_zero() "after `reset_after = 0` every failure would start the run over: write more than 0";
    unlimited_without_end() "`unlimited` needs an end: add a `deadline`, a `schedule`, a `budget` or `on`";
    first_delay_above_cap() "the first delay is longer than `max_delay`";
    decorrelated_without_delay()
        "decorrelated jitter grows from the first delay: write a delay above 0";
}

// Of values.
refusals! {
    not_attempts() "expected a whole number, 1 or more, `unlimited`, or an expression of type `u32`";
    zero_attempts() "at least one attempt is made: write 1 or more, the first included";
    too_many_attempts() "too many attempts: write `unlimited`";
    not_a_duration() "expected a duration: write `100ms`, `1.5s`, `5m`, or a number of seconds";
    negative_duration() "negative: write a number above zero";
    duration_not_decimal() "a duration is a decimal number: `16s`, not `0x10s`";
    duration_too_long() "this duration is too long: the longest is 18446744073709551615 seconds";
    unknown_unit(unit, known) "unknown unit `{unit}`: the units are `{known}`";
    other_name_of_unit(name, unit, number) "unknown unit `{name}`: use `{unit}`, as in `{number}{unit}`";
    no_unit(number) "`{number}ms` or `{number}s`? Above 60, a number needs a unit";
    no_unit_at_end(number) "`{number}` has no unit: write `{number}s`, or another unit";
    not_a_factor() "expected a number above 0, or an expression of type `f64`";
    factor_out_of_range() "a factor is a finite number above 0";
    not_a_jitter()
        "expected `full`, `equal`, `decorrelated`, `none`, a ratio above 0 and at most 1, or an expression of type `Jitter`";
    ratio_out_of_range() "a ratio is above 0 and at most 1; for no jitter write `none`";
    jitter_switch(kind) "`jitter` takes a kind of jitter, not a switch: write `{kind}`";
    misspelt_jitter(name, nearest) "unknown jitter `{name}`; did you mean `{nearest}`?";
    not_a_string() "expected a string, as in `name = \"fetch\"`";
    not_a_path() "expected a path, as in `::my_crate::retry_core`";
    unfinished(reason) "{reason} after this";
    joined_predicates()
        "neither patterns nor predicates are joined like this: write `A | B`, or a closure, `|error| is_busy(error) || is_late(error)`";
    not_a_parameter(name) "`{name}` is not a parameter of this function";
    clone_of_reference(name)
        "`{name}` is a reference, which each attempt can use as it is: take it out of `clone(..)`";
}

// Of the marks of `#[derive(Retryable)]`.
refusals! {
    derived_union()
        "`Retryable` cannot be derived for a union, since nothing says which field is set: write `impl Retryable` yourself";
    mark_on_enum()
        "each variant of an enum has its own mark: write this on the variants; on the enum goes only `#[retry(crate = ..)]`";
    mark_on_field()
        "a field has no verdict: write this on the variant or the struct; a delay in this field is `#[retry(after = field)]`, an error in it `#[retry(transparent)]`";
    crate_on_variant() "`crate` is about the whole type: write `#[retry(crate = ..)]` on the enum";
    not_a_mark() "expected `#[retry]`, `#[retry(after = field)]` or `#[retry(transparent)]`";
    not_an_option_of_a_mark() "expected `after = field` or `transparent`";
    unknown_option_of_a_mark(name)
        "unknown option `{name}`; a variant says `after = field` or `transparent`, the type `crate = path`; how often and when to retry goes on the function";
    no_retry_with_options() "`#[no_retry]` takes no options: write it alone";
    no_retry_twice() "`#[no_retry]` is given twice";
    retry_twice() "`#[retry]` is given twice: write one";
    retry_and_no_retry() "`#[retry]` and `#[no_retry]` contradict each other: write one of the two";
    after_and_transparent()
        "`after` takes the delay from a field, `transparent` leaves the verdict to the error inside: write one of the two";
    not_a_field() "`after` takes the delay from a field: write its name, or its number as in `after = 0`";
    no_field_at_all(name)
        "there is no field `{name}`, nor any other: give it one of type `Duration` or `Option<Duration>`, or write `#[retry]`";
    misspelt_field(name, nearest) "there is no field `{name}`; did you mean `after = {nearest}`?";
    unknown_field(name, known) "there is no field `{name}`; write `after = ` and one of `{known}`";
    nothing_inside()
        "`transparent` asks the error inside, and there is no field: give it one, or write `#[retry]` or `#[no_retry]`";
    several_inside()
        "`transparent` asks the error inside, and there are several fields: mark the one that is asked with `#[source]`";
    several_marked()
        "`transparent` asks one error inside, and several are marked: leave `#[source]` or `#[from]` on one field";
}
