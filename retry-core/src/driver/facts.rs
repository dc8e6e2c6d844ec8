use core::time::Duration;

use super::StopReason;

/// What every form of run tells about a failed attempt, or about the end of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) name: Option<&'static str>,
    /// The attempt that ended, counted from 1.
    pub(crate) attempt: u32,
    /// The time since the start of the run, in nanoseconds.
    pub(crate) elapsed: u64,
    /// The delay that the callee asked for.
    pub(crate) hint: Option<Duration>,
    /// The wait in nanoseconds, or the end of the run.
    pub(crate) next: Result<u64, StopReason>,
}
