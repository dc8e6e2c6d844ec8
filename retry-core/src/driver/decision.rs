use core::time::Duration;

use super::StopReason;
use crate::policy::nanos;

/// What the driver decided, and what events and reports say of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decision {
    pub(crate) next: Next,
    /// The number of the attempt that failed.
    pub(crate) failed: u32,
    /// The time from the start of the run to the failure, in nanoseconds: 0 where nothing asks for it.
    pub(crate) elapsed: u64,
    /// The failed attempt started the run again.
    pub(crate) was_reset: bool,
    /// Tests took the wait out: it is reported, but not slept.
    pub(crate) is_skipped: bool,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// This wait, in nanoseconds.
    Wait(u64),
    /// The end of the run.
    Stop(StopReason),
}

impl Decision {
    /// How long to sleep before the next attempt, or why there is none.
    #[inline]
    pub(crate) const fn sleep(&self) -> Result<Duration, StopReason> {
        match self.next {
            Next::Wait(_) if self.is_skipped => Ok(Duration::ZERO),
            Next::Wait(wait) => Ok(nanos::to_duration(wait)),
            Next::Stop(reason) => Err(reason),
        }
    }
}

impl Next {
    pub(crate) const fn delay(self) -> Option<Duration> {
        match self {
            Self::Wait(wait) => Some(nanos::to_duration(wait)),
            Self::Stop(_) => None,
        }
    }

    pub(crate) const fn reason(self) -> Option<StopReason> {
        match self {
            Self::Wait(_) => None,
            Self::Stop(reason) => Some(reason),
        }
    }
}
