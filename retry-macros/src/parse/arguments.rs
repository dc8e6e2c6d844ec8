use proc_macro2::{Ident, TokenStream};
use syn::{Error, Expr, LitStr, Result, ext::IdentExt as _, parse::ParseStream};

use super::{
    attempt_timeout::AttemptTimeout, attempts::Attempts, clone_list::CloneList,
    crate_path::CratePath, duration::DurationValue, factor::Factor, flag::Flag,
    jitter::JitterValue, judge::Judge, key_value::KeyValue, nearest_name::nearest_name,
    other_words::other_word, separated::comma_separated,
};
use crate::errors::{self, Errors};

/// Defines [`Arguments`] with one field for each key, the list of the keys, and their parser.
macro_rules! keys {
    ($($field:ident $(as $name:literal)?: $value:ty, $example:literal $(=> $method:ident)?;)*) => {
        /// What the attribute or the block says, key by key.
        #[derive(Default)]
        pub(crate) struct Arguments {
            $(pub(crate) $field: Option<KeyValue<$value>>,)*
        }

        const KEYS: &[&str] = &[$(key_name!($field $($name)?)),*];

        impl Arguments {
            fn parse_after(&mut self, key: &Ident, input: ParseStream<'_>) -> Result<()> {
                // Each comparison with an identifier would make a `String` of it.
                let name = key.to_string();
                $(if name == key_name!($field $($name)?) {
                    let value = KeyValue::parse_after(key, $example, input)?;
                    return value.put(&mut self.$field, key);
                })*
                Err(other_word(key, &name, input).unwrap_or_else(|| unknown(key, &name)))
            }

            /// The keys whose expression goes to a method of the builder as it is, with that method.
            pub(crate) fn handed_on(&self) -> impl Iterator<Item = (&'static str, &KeyValue<Expr>)> {
                let calls = [$($((stringify!($method), self.$field.as_ref()),)?)*];
                calls.into_iter().filter_map(|(method, given)| Some((method, given?)))
            }
        }
    };
}

macro_rules! key_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

// Each key with the type of its value, which knows how to parse it, and an example for messages. After `=>`
// stands the method of the builder that takes the value as it is. Functions and blocks take the same keys.
keys! {
    attempts: Attempts, "attempts = 5";
    backoff: DurationValue, "backoff = 1.5s";
    schedule: Expr, "schedule = my_delays()" => schedule;
    factor: Factor, "factor = 2.0";
    max_delay: DurationValue, "max_delay = 1.5s";
    jitter: JitterValue, "jitter = full";
    on: Judge, "on = is_transient";
    on_ok: Judge, "on_ok = is_pending";
    on_outcome: Judge, "on_outcome = should_retry";
    exhausted: Expr, "exhausted = |value| Ok(value)" => exhausted;
    deadline: DurationValue, "deadline = 1.5s";
    reset_after: DurationValue, "reset_after = 1.5s";
    max_retry_after: DurationValue, "max_retry_after = 1.5s";
    exact_hints: Flag, "exact_hints";
    throttled_delay: DurationValue, "throttled_delay = 1.5s";
    attempt_timeout: AttemptTimeout, "attempt_timeout = 1.5s";
    timed_out: Expr, "timed_out = |cut| MyError::from(cut)";
    policy: Expr, "policy = POLICY";
    http: Expr, "http = HTTP.call(Method::GET)";
    unmarked: Flag, "unmarked";
    on_retry: Expr, "on_retry = log" => on_retry;
    on_stop: Expr, "on_stop = log" => on_stop;
    on_end: Expr, "on_end = log" => on_end;
    budget: Expr, "budget = &BUDGET" => budget;
    breaker: Expr, "breaker = &BREAKER";
    rejected: Expr, "rejected = |open| MyError::from(open)";
    hedge: DurationValue, "hedge = 50ms";
    cancel: Expr, "cancel = &SHUTDOWN" => cancel_on;
    timer: Expr, "timer = &clock" => timer;
    clone: CloneList, "clone(a, b)";
    context: Ident, "context = attempt";
    name: LitStr, "name = \"fetch\"";
    krate as "crate": CratePath, "crate = ::my_crate::retry_core";
}

impl Arguments {
    /// Parses all arguments, each by itself.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self::default();
        comma_separated(tokens, errors, |input| {
            if !input.peek(Ident::peek_any) {
                return Err(errors::not_a_key(input.span()));
            }
            let key = input.call(Ident::parse_any)?;
            arguments.parse_after(&key, input)
        });
        arguments
    }

    /// Takes out the path of the core crate.
    pub(crate) fn take_crate(&mut self) -> CratePath {
        let given = self.krate.take();
        given.map(|given| given.value).unwrap_or_default()
    }
}

fn unknown(key: &Ident, name: &str) -> Error {
    match nearest_name(name, KEYS) {
        Some(nearest) => errors::misspelt_option(key.span(), name, nearest),
        None => errors::unknown_option(key.span(), name, KEYS.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens as _;

    use super::*;

    fn parse(text: &str) -> (Arguments, String) {
        let mut errors = Errors::default();
        let arguments = Arguments::parse(text.parse().unwrap(), &mut errors);
        (arguments, errors.to_token_stream().to_string())
    }

    #[test]
    fn a_value_ends_at_its_comma() {
        for value in include_str!("../../snapshots/values.txt").lines() {
            let (arguments, errors) = parse(&format!("on = {value}, clone(a), deadline = 5s"));
            assert_eq!(errors, "", "{value}");
            let is_read = arguments.on.is_some() && arguments.deadline.is_some();
            assert!(is_read && arguments.clone.is_some(), "{value}");
        }
    }

    #[test]
    fn a_forgotten_comma_is_reported_once() {
        for value in ["is_transient", "limit()", "limit()?", "A | B", "f::<A>"] {
            for rest in ["backoff = 1.0", "5", "\"b\"", "; attempts = 5"] {
                let (_, errors) = parse(&format!("on = {value} {rest}, deadline = 5s"));
                let message = "expected `,` and the next option";
                assert_eq!(errors.matches("compile_error").count(), 1, "{value} {rest}");
                assert!(errors.contains(message), "{value} {rest}: {errors}");
            }
        }
    }
}
