use core::time::Duration;

use super::{AsyncExtra, BlockingExtra, Extra, Usual};
use crate::{
    Event, Outcome, Schedule, StopReason, TimedOut,
    attempt_timeout::Limit,
    engine::{ClockFor, Task, Thread},
    hooks::{Hook, Hooks, Name, Unset},
    report::{Ending, Plain},
    time::{AsyncWait, BlockingWait, Clock, DefaultTimer},
};

/// A run's schedule, hooks, timer, attempt timeout and form of ending, each of no size until it is
/// given.
#[derive(Clone, Copy, Debug)]
pub struct Extras<S, H, T, L, O> {
    pub(crate) schedule: S,
    pub(crate) hooks: H,
    pub(crate) timer: T,
    pub(crate) limit: L,
    pub(crate) ending: O,
}

/// Extras, part by part, so that one part can be replaced.
pub trait Expand {
    /// The schedule.
    type Schedule;
    /// The hook before waits.
    type OnRetry;
    /// The hook at the end.
    type OnStop;
    /// The name.
    type Name;
    /// The timer.
    type Timer;
    /// The attempt timeout.
    type Limit;
    /// The form of ending.
    type Ending;
    /// The parts.
    fn expand(self) -> ExtrasOf<Self>
    where
        Self: Sized;
}

/// The parts of `X`.
pub(crate) type ExtrasOf<X> = Extras<
    <X as Expand>::Schedule,
    Hooks<<X as Expand>::OnRetry, <X as Expand>::OnStop, <X as Expand>::Name>,
    <X as Expand>::Timer,
    <X as Expand>::Limit,
    <X as Expand>::Ending,
>;

impl Expand for Usual {
    type Schedule = Unset;
    type OnRetry = Unset;
    type OnStop = Unset;
    type Name = Unset;
    type Timer = DefaultTimer;
    type Limit = Unset;
    type Ending = Plain;

    fn expand(self) -> ExtrasOf<Self> {
        Extras {
            schedule: Unset,
            hooks: Hooks {
                on_retry: Unset,
                on_stop: Unset,
                name: Unset,
            },
            timer: DefaultTimer,
            limit: Unset,
            ending: Plain,
        }
    }
}

impl<S, A, B, N, T, L, O> Expand for Extras<S, Hooks<A, B, N>, T, L, O> {
    type Schedule = S;
    type OnRetry = A;
    type OnStop = B;
    type Name = N;
    type Timer = T;
    type Limit = L;
    type Ending = O;

    fn expand(self) -> Self {
        self
    }
}

impl<R, W, S, A, B, N, T, L, O> Extra<R, W> for Extras<S, Hooks<A, B, N>, T, L, O>
where
    R: Outcome,
    S: MaybeSchedule,
    A: Hook<R>,
    B: Hook<R>,
    N: Name,
    T: ClockFor<W>,
    L: Limit<R::Error>,
    O: Ending<R>,
{
    type Output = O::Output;
    const TELLS_TIME: bool = A::GIVEN || B::GIVEN || O::TELLS_TIME;

    fn clock(&self) -> &dyn Clock {
        self.timer.clock()
    }

    fn sources(&mut self) -> (&dyn Clock, Option<&mut dyn Schedule>) {
        (self.timer.clock(), self.schedule.schedule())
    }

    fn limit(&self, remaining: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
        if !L::GIVEN {
            return None;
        }
        self.limit.limit(remaining())
    }

    fn name(&self) -> Option<&'static str> {
        self.hooks.name.name()
    }

    fn waits(&mut self, wait: u64, event: &Event<'_, R>) {
        self.ending.waits(wait);
        self.hooks.on_retry.call(event);
    }

    fn stops(&mut self, event: &Event<'_, R>) {
        self.hooks.on_stop.call(event);
    }

    fn restarts(&mut self) {
        self.ending.restart();
    }

    fn end(
        &self,
        outcome: R,
        attempts: u32,
        elapsed: impl FnOnce() -> Duration,
        stop: StopReason,
    ) -> O::Output {
        let elapsed = if O::TELLS_TIME {
            elapsed()
        } else {
            Duration::ZERO
        };
        self.ending.end(outcome, attempts, elapsed, stop)
    }
}

impl<R, S, H, T, L, O> BlockingExtra<R> for Extras<S, H, T, L, O>
where
    R: Outcome,
    T: BlockingWait,
    Self: Extra<R, Thread>,
{
    fn block(&mut self, delay: Duration) {
        self.timer.block(delay);
    }
}

impl<R, S, H, T, L, O> AsyncExtra<R> for Extras<S, H, T, L, O>
where
    R: Outcome,
    T: AsyncWait,
    L: Limit<R::Error>,
    Self: Extra<R, Task>,
{
    type Sleep = T::Sleep;
    type Guard = L::Guard<T::Sleep>;

    fn sleep(&mut self, delay: Duration) -> T::Sleep {
        self.timer.sleep(delay)
    }

    fn guard(&mut self, limit: Option<Duration>) -> Self::Guard {
        L::guard(limit, |limit| self.timer.timeout(limit))
    }

    fn timed_out(&mut self, timed_out: TimedOut) -> R {
        R::from_error(self.limit.error(timed_out))
    }
}

/// The user's own schedule, or none.
pub trait MaybeSchedule {
    /// The schedule.
    fn schedule(&mut self) -> Option<&mut dyn Schedule>;
}

impl MaybeSchedule for Unset {
    fn schedule(&mut self) -> Option<&mut dyn Schedule> {
        None
    }
}

/// A schedule of the user's own.
#[derive(Clone, Copy, Debug)]
pub struct Own<S>(pub(crate) S);

impl<S: Schedule> MaybeSchedule for Own<S> {
    fn schedule(&mut self) -> Option<&mut dyn Schedule> {
        Some(&mut self.0)
    }
}
