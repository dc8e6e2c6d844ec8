use proc_macro2::Span;

use crate::{
    args::{Args, Errors},
    values::{Attempts, JitterValue},
};

/// What is wrong between keys: which exclude each other, which need another.
impl Args {
    pub(crate) fn check(&self, errors: &mut Errors) {
        if let (Some(on_outcome), true) =
            (&self.on_outcome, self.on.is_some() || self.on_ok.is_some())
        {
            errors.at(
                on_outcome.span,
                "`on_outcome` judges errors and values: write it without `on` and `on_ok`",
            );
        }
        if let (Some(exhausted), None, None) = (&self.exhausted, &self.on_ok, &self.on_outcome) {
            errors.at(
                exhausted.span,
                "`exhausted` is about values that are refused: write `on_ok` or `on_outcome` too",
            );
        }
        if let (Some(timed_out), None) = (&self.timed_out, &self.attempt_timeout) {
            errors.at(
                timed_out.span,
                "`timed_out` makes the error of an `attempt_timeout`: write that too",
            );
        }
        if let (Some(schedule), true) = (
            &self.schedule,
            self.backoff.is_some() || self.factor.is_some(),
        ) {
            errors.at(
                schedule.span,
                "`schedule` takes the place of `backoff` and `factor`: write one or the other",
            );
        }
        if let (Some(reset_after), Some(_)) = (&self.reset_after, &self.deadline) {
            errors.at(
                reset_after.span,
                "`reset_after` starts afresh what a `deadline` ends: write one of the two",
            );
        }
        self.check_end(errors);
        self.check_delays(errors);
    }

    /// For an operation that is not `async`.
    pub(crate) fn refuse_timeout(&self, errors: &mut Errors) {
        if let Some(timeout) = &self.attempt_timeout {
            errors.at(
                timeout.span,
                "`attempt_timeout` needs `async`: nothing can cut a blocking call; give the call a timeout of its own",
            );
        }
    }

    /// For an operation that is `async`, at that keyword.
    pub(crate) fn refuse_without_timer(&self, keyword: Span, errors: &mut Errors) {
        if cfg!(not(feature = "async-timer")) && self.timer.is_none() {
            errors.at(
                keyword,
                "nothing to wait with in async code: enable the feature `futures-timer` or `tokio` of `retry-core`, or give a timer of your own with `timer = ..`",
            );
        }
    }

    fn check_end(&self, errors: &mut Errors) {
        let Some(attempts) = &self.attempts else {
            return;
        };
        let has_end = self.deadline.is_some()
            || self.schedule.is_some()
            || self.on.is_some()
            || self.on_ok.is_some()
            || self.on_outcome.is_some();
        if matches!(attempts.value, Attempts::Unlimited) && !has_end {
            errors.at(
                attempts.span,
                "`unlimited` wants an end: write a `deadline`, a `schedule`, or `on` beside it",
            );
        }
    }

    fn check_delays(&self, errors: &mut Errors) {
        let first = self.backoff.as_ref().and_then(|key| key.value.literal());
        let cap = self.max_delay.as_ref().and_then(|key| key.value.literal());
        if let (Some(key), Some(first), Some(cap)) = (&self.backoff, first, cap) {
            if first.nanos > cap.nanos {
                errors.at(key.span, "the first delay is longer than `max_delay`");
            }
        }
        if let (Some(jitter), Some(first)) = (&self.jitter, first) {
            let grows = matches!(&jitter.value, JitterValue::Kind(kind) if kind == "Decorrelated");
            if grows && first.nanos == 0 {
                errors.at(
                    jitter.span,
                    "decorrelated jitter grows from the first delay: write a `backoff` above 0",
                );
            }
        }
    }
}
