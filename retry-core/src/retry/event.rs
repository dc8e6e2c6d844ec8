use core::time::Duration;

use crate::{
    driver::{Facts, StopReason},
    outcome::Outcome,
    policy::nanos,
};

/// What a hook gets: `on_retry` before each wait, `on_stop` once at the end of a failed run, `on_end` once
/// at every end.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use core::time::Duration;
/// use retry_core::{Event, retry};
///
/// let mut log = Vec::new();
/// let result = retry(|| Err::<(), _>("busy"))
///     .name("sync")
///     .attempts(2)
///     .backoff(Duration::ZERO)
///     .on_retry(|event: &Event<'_, _>| log.push(event.attempt()))
///     .on_stop(|event| assert_eq!(event.reason().unwrap().to_string(), "no attempts left"))
///     .call();
/// assert_eq!(result, Err("busy"));
/// assert_eq!(log, [1]);
/// # }
/// ```
#[derive(Debug)]
pub struct Event<'a, R> {
    pub(crate) facts: Facts,
    /// `None` for a hedge that the delay starts: no attempt has ended.
    pub(super) outcome: Option<&'a R>,
}

impl<'a, R: Outcome> Event<'a, R> {
    /// The name of the run, from `.name(..)`; with the attribute, by default the function's name.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        self.facts.name
    }

    /// The attempt that ended, counted from 1. In a [hedged](crate::Retry::hedge) run, before a hedge
    /// that the delay starts, it is the last that began. At the end it is how many were made, and
    /// [`winner`](Self::winner) is the one that was accepted.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.facts.attempt
    }

    /// What the attempt returned. `None` for a [hedge](Self::is_hedge) that the delay starts: no attempt has ended.
    #[must_use]
    pub fn outcome(&self) -> Option<&'a R> {
        self.outcome
    }

    /// The error, if the attempt failed with one.
    #[must_use]
    pub fn error(&self) -> Option<&'a R::Error> {
        self.outcome?.as_result().err()
    }

    /// The value, if the attempt succeeded: it was rejected, or the run ended with it.
    #[must_use]
    pub fn value(&self) -> Option<&'a R::Value> {
        self.outcome?.as_result().ok()
    }

    /// The wait that follows, jitter and hint included. `None` if the run ends.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.facts.next.ok().map(nanos::to_duration)
    }

    /// The delay that the callee asked for, if it did.
    #[must_use]
    pub fn hint(&self) -> Option<Duration> {
        self.facts.hint
    }

    /// Why the run ends, [`Accepted`](StopReason::Accepted) after a success. `None` if it goes on.
    #[must_use]
    pub fn reason(&self) -> Option<StopReason> {
        self.facts.next.err()
    }

    /// Whether the run ended with a success after at least one failure. In a [hedged](crate::Retry::hedge) run,
    /// whether another attempt than the first won.
    #[must_use]
    pub fn recovered(&self) -> bool {
        self.facts.recovered()
    }

    /// Whether the attempt that follows is a hedge: another one is out when it starts.
    #[must_use]
    pub fn is_hedge(&self) -> bool {
        self.facts.is_hedge()
    }

    /// The number of the attempt whose outcome was accepted: without a [hedge](crate::Retry::hedge), the last one.
    /// `None` if the run goes on or has failed.
    #[must_use]
    pub fn winner(&self) -> Option<u32> {
        self.facts.winner()
    }

    /// How many attempts were still out when the run ended, and were dropped: only a
    /// [hedged](crate::Retry::hedge) run drops any.
    #[must_use]
    pub fn dropped(&self) -> u32 {
        self.facts.dropped()
    }

    /// The time from the start of the first attempt to the end of this one.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        nanos::to_duration(self.facts.elapsed)
    }
}
