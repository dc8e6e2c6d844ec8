//! What is wrong between keys: which exclude each other, which need another, which need `async`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::Error;

use super::{
    arguments::Arguments, attempts::Attempts, duration::DurationValue, jitter::JitterValue,
    key_value::KeyValue,
};
use crate::errors::{self, Errors};

impl Arguments {
    /// For an operation with its `async` at that place, or without one. `was_async` if an attribute may have
    /// taken that away.
    pub(crate) fn check(&self, asyncness: Option<Span>, was_async: bool, errors: &mut Errors) {
        let mut refuse = |key: Option<Span>, refusal: fn(Span) -> Error| {
            if let Some(key) = key {
                errors.push(refusal(key));
            }
        };
        if self.http.is_some() {
            refuse(key(self.policy.as_ref()), errors::policy_and_http);
            refuse(key(self.on_outcome.as_ref()), errors::outcome_and_http);
            refuse(key(self.unmarked.as_ref()), errors::unmarked_and_http);
        }
        if self.on.is_some() || self.on_ok.is_some() {
            refuse(key(self.on_outcome.as_ref()), errors::outcome_and_parts);
        }
        if self.on_ok.is_none() && self.on_outcome.is_none() && self.http.is_none() {
            let exhausted = key(self.exhausted.as_ref());
            refuse(exhausted, errors::exhausted_without_values);
        }
        if self.attempt_timeout.is_none() {
            let timed_out = key(self.timed_out.as_ref());
            refuse(timed_out, errors::timed_out_without_timeout);
        }
        if self.breaker.is_none() {
            let rejected = key(self.rejected.as_ref());
            refuse(rejected, errors::rejected_without_breaker);
        }
        if self.backoff.is_some() || self.factor.is_some() || self.throttled_delay.is_some() {
            refuse(key(self.schedule.as_ref()), errors::schedule_and_backoff);
        }
        if self.hedge.is_some() {
            refuse(key(self.schedule.as_ref()), errors::schedule_and_hedge);
        }
        if nanos(self.reset_after.as_ref()) == Some(0) {
            refuse(key(self.reset_after.as_ref()), errors::reset_after_zero);
        }
        if self.is_endless() {
            refuse(key(self.attempts.as_ref()), errors::unlimited_without_end);
        }
        for first in [self.backoff.as_ref(), self.throttled_delay.as_ref()] {
            let (first_delay, cap) = (nanos(first), nanos(self.max_delay.as_ref()));
            if first_delay.zip(cap).is_some_and(|(first, cap)| first > cap) {
                refuse(key(first), errors::first_delay_above_cap);
            }
        }
        if self.grows_from_zero() {
            let jitter = key(self.jitter.as_ref());
            refuse(jitter, errors::decorrelated_without_delay);
        }
        let timeout = key(self.attempt_timeout.as_ref());
        if asyncness.is_some() {
            refuse(key(self.cancel.as_ref()), errors::cancel_of_async);
        }
        if asyncness.is_none() {
            refuse(key(self.hedge.as_ref()), errors::hedge_of_blocking);
        }
        match asyncness {
            None if was_async => refuse(timeout, errors::timeout_without_async),
            None => refuse(timeout, errors::timeout_of_blocking),
            Some(_) if cfg!(feature = "async-timer") || self.timer.is_some() => {}
            keyword => refuse(keyword, errors::no_timer),
        }
    }

    /// For an operation that declares this type of outcome.
    pub(crate) fn check_outcome(&self, declared: &TokenStream, errors: &mut Errors) {
        if let (Some(unmarked), true) = (key(self.unmarked.as_ref()), names_marked(declared)) {
            errors.push(errors::unmarked_and_marked_type(unmarked));
        }
    }

    fn is_endless(&self) -> bool {
        let attempts = self.attempts.as_ref().map(|given| &given.value);
        let has_end = self.deadline.is_some()
            || self.schedule.is_some()
            || self.budget.is_some()
            || self.http.is_some()
            || self.unmarked.is_some()
            || self.on.is_some()
            || self.on_ok.is_some()
            || self.on_outcome.is_some();
        matches!(attempts, Some(Attempts::Unlimited)) && !has_end
    }

    fn grows_from_zero(&self) -> bool {
        let jitter = self.jitter.as_ref().map(|given| &given.value);
        let grows = matches!(jitter, Some(JitterValue::Kind(kind)) if kind == "Decorrelated");
        let firsts = [self.backoff.as_ref(), self.throttled_delay.as_ref()];
        grows && firsts.into_iter().any(|first| nanos(first) == Some(0))
    }
}

fn names_marked(declared: &TokenStream) -> bool {
    let mut tokens = declared.clone().into_iter();
    tokens.any(|token| matches!(token, TokenTree::Ident(word) if word == "Marked"))
}

fn key<T>(given: Option<&KeyValue<T>>) -> Option<Span> {
    given.map(|given| given.key)
}

/// The duration, where it is known.
fn nanos(given: Option<&KeyValue<DurationValue>>) -> Option<u128> {
    let literal = given.and_then(|given| given.value.literal());
    literal.map(|literal| literal.nanos)
}
