use core::time::Duration;

use crate::{driver::StopReason, outcome::Outcome};

/// A run's outcome and how it came to it: what `.report()` gives, on success and on failure.
///
/// With `reset_after`, a run that started afresh reports from its last start on.
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
    /// Attempts made, the first included.
    pub attempts: u32,
    /// The time from the start of the first attempt to the end of the last.
    pub elapsed: Duration,
    /// How much of it was waiting between attempts.
    pub waited: Duration,
    /// Why the run ended.
    pub stop: StopReason,
}

impl<R: Outcome> Report<R> {
    /// The value, if the run ended with one that was accepted.
    ///
    /// # Errors
    ///
    /// The report unchanged, if the run stopped: with an error, with `None`, or with a value that
    /// was still refused.
    pub fn accepted(self) -> Result<R::Value, Self> {
        if self.stop != StopReason::Accepted {
            return Err(self);
        }
        let Self {
            outcome,
            attempts,
            elapsed,
            waited,
            stop,
        } = self;
        outcome.into_value().map_err(|outcome| Self {
            outcome,
            attempts,
            elapsed,
            waited,
            stop,
        })
    }
}
