use core::{future::Future, time::Duration};

use crate::{
    Event, Outcome, Schedule, StopReason, TimedOut,
    engine::{Task, Thread},
    time::{Clock, DefaultTimer},
};

mod given;
mod usual;

pub(crate) use self::given::ExtrasOf;
pub use self::given::{Expand, Extras, MaybeSchedule, Own};

/// The schedule, hooks, timer, attempt timeout and form of ending of a run that was given none.
//
// One type for parts that are not there: at each call site the compiler then proves one bound in
// place of ten, which is half of what an annotated function costs to check.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usual<T = DefaultTimer>(T);

impl Usual {
    pub(crate) const NEW: Self = Self(DefaultTimer);
}

impl<T> Usual<T> {
    #[cfg(feature = "macros")]
    pub(crate) const fn timer(&self) -> &T {
        &self.0
    }
}

/// What the loop `W` asks of all that a run was given beside its policy and its judge. What is not
/// overridden is as if it was not given.
pub trait Extra<R: Outcome, W> {
    /// What the run hands back.
    type Output;
    /// Whether anything that was given tells the time.
    const TELLS_TIME: bool = false;

    /// The clock of this loop.
    fn clock(&self) -> &dyn Clock;

    /// Where the driver's step gets time, seed and delays from: the clock of this loop, and the
    /// schedule of the user's own.
    fn sources(&mut self) -> (&dyn Clock, Option<&mut dyn Schedule>) {
        (self.clock(), None)
    }

    /// The time limit of an attempt to which the deadline leaves this.
    fn limit(&self, remaining: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
        let _ = remaining;
        None
    }

    /// The name that the run was given.
    fn name(&self) -> Option<&'static str> {
        None
    }

    /// A wait of so many nanoseconds follows what the event tells.
    fn waits(&mut self, wait: u64, event: &Event<'_, R>) {
        let _ = (wait, event);
    }

    /// The run stops, for the reason that the event tells.
    fn stops(&mut self, event: &Event<'_, R>) {
        let _ = event;
    }

    /// The run starts afresh.
    fn restarts(&mut self) {}

    /// The end. The time is asked for only where it is told.
    fn end(
        &self,
        outcome: R,
        attempts: u32,
        elapsed: impl FnOnce() -> Duration,
        stop: StopReason,
    ) -> Self::Output;
}

/// What the blocking loop asks beside it.
pub trait BlockingExtra<R: Outcome>: Extra<R, Thread> {
    /// A wait.
    fn block(&mut self, delay: Duration);
}

/// What the async loops ask beside it.
pub trait AsyncExtra<R: Outcome>: Extra<R, Task> {
    /// The future of a wait.
    type Sleep: Future;
    /// The future beside each attempt, that cuts it at its timeout.
    type Guard: Future<Output = TimedOut>;
    /// A wait.
    fn sleep(&mut self, delay: Duration) -> Self::Sleep;
    /// A guard for an attempt with this limit.
    fn guard(&mut self, limit: Option<Duration>) -> Self::Guard;
    /// The outcome of an attempt that was cut.
    fn timed_out(&mut self, timed_out: TimedOut) -> R;
}
