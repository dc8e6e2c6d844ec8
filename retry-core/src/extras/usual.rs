use core::time::Duration;

use super::{AsyncExtra, BlockingExtra, Extra, Usual};
use crate::{
    Outcome, StopReason, TimedOut,
    attempt_timeout::Unguarded,
    engine::ClockFor,
    time::{AsyncWait, BlockingWait, Clock},
};

impl<R: Outcome, W, T: ClockFor<W>> Extra<R, W> for Usual<T> {
    type Output = R;

    fn clock(&self) -> &dyn Clock {
        self.0.clock()
    }

    fn end(&self, outcome: R, _: u32, _: impl FnOnce() -> Duration, _: StopReason) -> R {
        outcome
    }
}

impl<R: Outcome, T: BlockingWait> BlockingExtra<R> for Usual<T> {
    fn block(&mut self, delay: Duration) {
        self.0.block(delay);
    }
}

impl<R: Outcome, T: AsyncWait> AsyncExtra<R> for Usual<T> {
    type Sleep = T::Sleep;
    type Guard = Unguarded;

    fn sleep(&mut self, delay: Duration) -> T::Sleep {
        self.0.sleep(delay)
    }

    fn guard(&mut self, _: Option<Duration>) -> Unguarded {
        Unguarded::default()
    }

    fn timed_out(&mut self, _: TimedOut) -> R {
        unreachable!("a guard that is never ready cuts no attempt")
    }
}
