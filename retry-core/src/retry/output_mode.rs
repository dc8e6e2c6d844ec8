use core::time::Duration;

use super::Report;
use crate::{driver::StopReason, policy::nanos};

/// What a run gives at its end: the plain outcome, or a report.
pub trait OutputMode<R> {
    /// The outcome as it is, or a [`Report`].
    type Output;
    /// Whether the form tells how long the run took, so that it is worth a clock reading.
    const TELLS_TIME: bool;
    /// Counts a wait, in nanoseconds.
    fn waits(&mut self, wait: u64);
    /// The run started again.
    fn reset(&mut self);
    /// The end.
    fn end(&self, outcome: R, attempts: u32, elapsed: Duration, stop: StopReason) -> Self::Output;
}

/// The operation's own type, untouched.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl<R> OutputMode<R> for Plain {
    type Output = R;
    const TELLS_TIME: bool = false;

    fn waits(&mut self, _: u64) {}

    fn reset(&mut self) {}

    fn end(&self, outcome: R, _: u32, _: Duration, _: StopReason) -> R {
        outcome
    }
}

/// A [`Report`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Reported {
    /// In nanoseconds.
    waited: u64,
}

impl<R> OutputMode<R> for Reported {
    type Output = Report<R>;
    const TELLS_TIME: bool = true;

    fn waits(&mut self, wait: u64) {
        self.waited = self.waited.saturating_add(wait);
    }

    fn reset(&mut self) {
        self.waited = 0;
    }

    fn end(&self, outcome: R, attempts: u32, elapsed: Duration, stop: StopReason) -> Report<R> {
        Report {
            outcome,
            attempts,
            elapsed,
            waited: nanos::to_duration(self.waited),
            stop,
        }
    }
}
