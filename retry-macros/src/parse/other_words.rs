use proc_macro2::Ident;
use syn::{Error, LitInt, Token, parse::ParseStream};

use super::whole_value::at_end;
use crate::errors;

/// What to write here for what other libraries call `word`.
fn instead_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "tries" | "max_tries" | "max_attempts" => "`attempts = 5`, the first call included",
        "delay" | "wait" | "initial_delay" | "min_delay" => "the first delay as `backoff = 100ms`",
        "max_wait" | "max_interval" => "`max_delay = 30s`",
        "multiplier" | "exponential_base" => "`factor = 2.0`",
        "timeout" => "`attempt_timeout = 5s` for each attempt, or `deadline = 30s` for the run",
        "max_time" | "max_elapsed_time" => "`deadline = 30s`",
        "when" | "retry_if" | "retry_on" => "`on = is_transient`",
        "before_sleep" | "notify" => "`on_retry = log`",
        "stop" => "`attempts = 5`, `deadline = 30s` or both",
        _ => return None,
    })
}

/// The error for a word of another library, which stands before `value`.
pub(super) fn other_word(key: &Ident, name: &str, value: ParseStream<'_>) -> Option<Error> {
    if matches!(name, "retries" | "max_retries" | "max_times") {
        let attempts = literal(value).map_or("1 + ..".to_owned(), |it| (it + 1).to_string());
        return Some(errors::retries(key.span(), name, attempts));
    }
    instead_of(name).map(|instead| errors::other_word(key.span(), name, instead))
}

/// The number, where it is the whole value.
fn literal(value: ParseStream<'_>) -> Option<u64> {
    value.parse::<Token![=]>().ok()?;
    let number = value.parse::<LitInt>().ok()?.base10_parse::<u32>().ok()?;
    at_end(value).then_some(u64::from(number))
}
