use core::time::Duration;

use super::GivenUp;
use crate::{
    driver::{Race, StopReason},
    outcome::Outcome,
};

/// The outcome of a run, with its attempts, its times, and why it ended; made by
/// [`report`](crate::Retry::report), on success and on failure. After a reset, it counts from there.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use core::time::Duration;
/// use retry_core::{StopReason, retry};
///
/// let report = retry(|| Err::<(), _>("busy")).backoff(Duration::ZERO).report().call();
/// assert_eq!(report.attempts, 3);
/// assert_eq!(report.stop, StopReason::Attempts);
/// assert!(report.accepted().is_err());
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "the outcome is in the report"]
pub struct Report<R> {
    /// The last outcome.
    pub outcome: R,
    /// How many attempts were made, the first and hedges included.
    pub attempts: u32,
    /// The time from the start of the first attempt to the end of the last.
    pub elapsed: Duration,
    /// How much of that was spent waiting between attempts.
    pub waited: Duration,
    /// Why the run ended.
    pub stop: StopReason,
    /// The attempts of a hedged run.
    pub(super) race: Race,
}

impl<R> Report<R> {
    /// The number of the attempt whose outcome was accepted: without a [hedge](crate::Retry::hedge), the last one.
    /// `None` if the run failed.
    #[must_use]
    pub fn winner(&self) -> Option<u32> {
        let is_accepted = self.stop == StopReason::Accepted;
        is_accepted.then(|| self.race.winner().unwrap_or(self.attempts))
    }

    /// How many attempts were still out when the run ended, and were dropped: only a
    /// [hedged](crate::Retry::hedge) run drops any.
    #[must_use]
    pub fn dropped(&self) -> u32 {
        self.race.count_out()
    }
}

impl<R: Outcome> Report<R> {
    /// The value, if it was accepted.
    ///
    /// # Errors
    ///
    /// A [`GivenUp`] with the last error, if the run stopped with an error, `None`, or a rejected value. A
    /// rejected value is dropped: take it from [`outcome`](Self::outcome) if you need it.
    pub fn accepted(self) -> Result<R::Value, GivenUp<R::Error>> {
        let value = self.outcome.into_value().map_err(R::into_error);
        let error = match value {
            Ok(value) if self.stop == StopReason::Accepted => return Ok(value),
            Ok(_) => None,
            Err(error) => error,
        };
        Err(GivenUp {
            error,
            attempts: self.attempts,
            elapsed: self.elapsed,
            stop: self.stop,
        })
    }
}
