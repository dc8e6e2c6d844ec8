use core::{future::Future, time::Duration};

use super::{
    AttemptTimeout,
    guard::{Guard, Unguarded},
};
use crate::outcome::{TimedOut, Unset};

/// The attempt timeout of a run, or none.
pub trait Limit<E> {
    /// The future that is polled with each attempt, ready when the attempt has taken too long.
    type Guard<S: Future>: Future<Output = TimedOut>;
    /// Whether there is one. If so, the clock is read for the time until the deadline.
    const IS_SET: bool;

    /// The time that an attempt has, given the time until the deadline.
    fn limit(&self, remaining: Option<Duration>) -> Option<Duration>;

    /// A guard for an attempt with this limit.
    fn guard<S: Future>(
        limit: Option<Duration>,
        sleep: impl FnOnce(Duration) -> S,
    ) -> Self::Guard<S>;

    /// The error of an attempt that was cut.
    fn error(&mut self, timed_out: TimedOut) -> E;
}

impl<E> Limit<E> for Unset {
    type Guard<S: Future> = Unguarded;
    const IS_SET: bool = false;

    fn limit(&self, _: Option<Duration>) -> Option<Duration> {
        None
    }

    fn guard<S: Future>(_: Option<Duration>, _: impl FnOnce(Duration) -> S) -> Unguarded {
        Unguarded::default()
    }

    fn error(&mut self, _: TimedOut) -> E {
        unreachable!("a guard that is never ready cuts no attempt")
    }
}

/// An attempt timeout, and how to make its error.
#[derive(Clone, Copy, Debug)]
pub struct Limited<F> {
    pub(crate) timeout: AttemptTimeout,
    pub(crate) make: F,
}

impl<E, F: FnMut(TimedOut) -> E> Limit<E> for Limited<F> {
    type Guard<S: Future> = Guard<S>;
    const IS_SET: bool = true;

    fn limit(&self, remaining: Option<Duration>) -> Option<Duration> {
        match (self.timeout.limit, remaining) {
            (Some(limit), Some(remaining)) => Some(limit.min(remaining)),
            (Some(Duration::MAX), None) => None,
            (limit, _) => limit,
        }
    }

    fn guard<S: Future>(limit: Option<Duration>, sleep: impl FnOnce(Duration) -> S) -> Guard<S> {
        Guard::new(limit, sleep)
    }

    fn error(&mut self, timed_out: TimedOut) -> E {
        (self.make)(timed_out)
    }
}
