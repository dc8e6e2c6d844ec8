use core::{fmt, future::Future, marker::PhantomData, time::Duration};

use super::{
    Clock, DefaultTimer,
    wait::{AsyncWait, BlockingWait},
};
use crate::limits::CancelToken;

/// A closure that sleeps, with the default clock: the timer that `.sleep_with(|delay| ..)` makes.
pub struct SleepWith<F, R> {
    sleep: F,
    /// What the closure returns: a future, or nothing.
    returns: PhantomData<fn() -> R>,
}

impl<F, R> SleepWith<F, R> {
    pub(crate) const fn new(sleep: F) -> Self {
        Self {
            sleep,
            returns: PhantomData,
        }
    }
}

impl<F, R> fmt::Debug for SleepWith<F, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SleepWith").finish_non_exhaustive()
    }
}

impl<F: FnMut(Duration)> BlockingWait for SleepWith<F, ()> {
    fn clock(&self) -> &dyn Clock {
        BlockingWait::clock(&DefaultTimer)
    }

    fn block(&mut self, delay: Duration) {
        (self.sleep)(delay);
    }

    fn block_or(&mut self, delay: Duration, token: &CancelToken) -> bool {
        token.around(|| (self.sleep)(delay))
    }
}

impl<F, R> AsyncWait for SleepWith<F, R>
where
    F: FnMut(Duration) -> R,
    R: Future,
{
    type Sleep = R;

    fn clock(&self) -> &dyn Clock {
        &DefaultTimer
    }

    fn sleep(&mut self, delay: Duration) -> R {
        (self.sleep)(delay)
    }

    fn timeout(&mut self, limit: Duration) -> R {
        (self.sleep)(limit)
    }
}
