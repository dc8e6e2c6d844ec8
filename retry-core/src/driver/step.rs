use core::time::Duration;

use super::StopReason;

/// What follows a failed attempt: the result of [`Driver::step`](crate::Driver::step).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Step {
    /// Wait this long, then make the next attempt.
    Wait(Duration),
    /// Make no further attempt.
    Stop(StopReason),
}
