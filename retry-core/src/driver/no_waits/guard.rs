use core::time::Duration;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    vec::Vec,
};

use crate::driver::run_end::RunEnd;

/// How many runs a guard keeps, and how many waits of each: enough for any test, and an end for a run that
/// has none.
pub(super) const MOST_RECORDED: usize = 100_000;

/// One guard of a test: what it says about runs, and the ends that it has recorded.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    limits: Limits,
    ends: Vec<RunEnd>,
}

/// What a guard says about runs besides that they do not wait, or what several say together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) attempts: Option<u32>,
    pub(crate) attempt_timeout: Option<Duration>,
}

impl Limits {
    /// The strictest of each.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            attempts: smaller(self.attempts, other.attempts),
            attempt_timeout: smaller(self.attempt_timeout, other.attempt_timeout),
        }
    }
}

/// The smaller of two limits, either of which may be none.
pub(super) fn smaller<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}

impl Guard {
    pub(crate) fn limit_attempts(&self, attempts: u32) {
        self.state().limits.attempts = Some(attempts);
    }

    pub(crate) fn limit_attempt_timeouts(&self, timeout: Duration) {
        self.state().limits.attempt_timeout = Some(timeout);
    }

    pub(super) fn limits(&self) -> Limits {
        self.state().limits
    }

    pub(super) fn record(&self, end: RunEnd) {
        let mut state = self.state();
        if state.ends.len() < MOST_RECORDED {
            state.ends.push(end);
        }
    }

    /// The ends so far, in their order.
    pub(crate) fn ends(&self) -> Vec<RunEnd> {
        self.state().ends.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the state valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
