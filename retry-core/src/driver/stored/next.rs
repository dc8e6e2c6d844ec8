use core::time::Duration;

use crate::driver::StopReason;

/// What follows for a stored run: the result of [`Policy::defer`](crate::Policy::defer), and of
/// [`Policy::wake`](crate::Policy::wake) if no attempt may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Next {
    /// Wait this long in place, then make the next attempt.
    Here(Duration),
    /// Store the run. The next attempt is due then: the time since the Unix epoch, in whole milliseconds.
    Later(Duration),
    /// Make no further attempt.
    Stop(StopReason),
}

impl Next {
    /// How long to wait from now on, in place or in the queue: for an engine that keeps the run itself and asks only
    /// for a delay.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{StopReason, stored::Next};
    ///
    /// let now = Duration::from_secs(1_800_000_000);
    /// let minute = Duration::from_secs(60);
    /// assert_eq!(Next::Here(minute).delay(now), Ok(minute));
    /// assert_eq!(Next::Later(now + minute).delay(now), Ok(minute));
    /// assert_eq!(Next::Stop(StopReason::Deadline).delay(now), Err(StopReason::Deadline));
    /// ```
    ///
    /// # Errors
    ///
    /// The reason to stop.
    pub const fn delay(self, now: Duration) -> Result<Duration, StopReason> {
        match self {
            Self::Here(wait) => Ok(wait),
            Self::Later(due) => Ok(due.saturating_sub(now)),
            Self::Stop(reason) => Err(reason),
        }
    }
}
