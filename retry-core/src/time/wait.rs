use core::{future::Future, time::Duration};

use super::{AsyncTimer, BlockingTimer, Clock};
#[cfg(feature = "std")]
use crate::limits::CancelToken;

/// Marks the loop that blocks its thread.
#[derive(Debug)]
pub enum Thread {}

/// Marks the loops that are futures.
#[derive(Debug)]
pub enum Task {}

/// What the blocking loop waits with: a [`BlockingTimer`], or a closure with the default clock.
#[diagnostic::on_unimplemented(
    message = "there is nothing to wait with in blocking code",
    label = "`{Self}` is not a timer for blocking code",
    note = "without the feature `std`, give `.timer(..)` a `retry_core::time::BlockingTimer`"
)]
pub trait BlockingWait {
    /// The clock.
    fn clock(&self) -> &dyn Clock;
    /// Waits.
    fn block(&mut self, delay: Duration);
    /// Waits until the token is cancelled at the latest. Returns whether it was not.
    #[cfg(feature = "std")]
    fn block_or(&mut self, delay: Duration, token: &CancelToken) -> bool;
}

/// What the async loops wait with: an [`AsyncTimer`], or a closure with the default clock.
#[diagnostic::on_unimplemented(
    message = "there is nothing to wait with in async code",
    label = "`{Self}` is not a timer for async code",
    note = "enable the feature `futures-timer` or `tokio`, or give `.timer(..)` a `retry_core::time::AsyncTimer`"
)]
pub trait AsyncWait {
    /// The future of one wait. Its output is ignored.
    type Sleep: Future;
    /// The clock.
    fn clock(&self) -> &dyn Clock;
    /// The wait between two attempts.
    fn sleep(&mut self, delay: Duration) -> Self::Sleep;
    /// The timeout of an attempt that has a limit.
    fn timeout(&mut self, limit: Duration) -> Self::Sleep;
    /// What starts a hedge or cuts an attempt, while several are out.
    fn alarm(&mut self, delay: Duration) -> Self::Sleep {
        self.timeout(delay)
    }
}

/// The timer that `.timer(..)` was given.
#[derive(Clone, Copy, Debug)]
pub struct CustomTimer<T>(pub(crate) T);

impl<T: BlockingTimer> BlockingWait for CustomTimer<T> {
    fn clock(&self) -> &dyn Clock {
        self.0.thread_clock().unwrap_or(&self.0)
    }

    fn block(&mut self, delay: Duration) {
        self.0.block(delay);
    }

    #[cfg(feature = "std")]
    fn block_or(&mut self, delay: Duration, token: &CancelToken) -> bool {
        self.0.block_or(delay, token)
    }
}

impl<T: AsyncTimer> AsyncWait for CustomTimer<T> {
    type Sleep = T::Sleep;

    fn clock(&self) -> &dyn Clock {
        &self.0
    }

    fn sleep(&mut self, delay: Duration) -> T::Sleep {
        self.0.sleep(delay)
    }

    fn timeout(&mut self, limit: Duration) -> T::Sleep {
        self.0.timeout(limit)
    }

    fn alarm(&mut self, delay: Duration) -> T::Sleep {
        self.0.alarm(delay)
    }
}

/// The clock of the loop `W`. A blocked thread really sleeps, so it reads the system's clock even
/// where tokio's is paused.
pub trait ClockFor<W> {
    /// The clock.
    fn clock(&self) -> &dyn Clock;
}

#[diagnostic::do_not_recommend]
impl<T: BlockingWait> ClockFor<Thread> for T {
    fn clock(&self) -> &dyn Clock {
        BlockingWait::clock(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsyncWait> ClockFor<Task> for T {
    fn clock(&self) -> &dyn Clock {
        AsyncWait::clock(self)
    }
}
