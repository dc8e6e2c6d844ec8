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
