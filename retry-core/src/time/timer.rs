use core::{future::Future, time::Duration};

use super::Clock;

/// A clock that can hold up the thread.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait in blocking code",
    label = "not a timer for blocking code",
    note = "implement `retry_core::time::BlockingTimer` for it, or give `.sleep_with(|delay| ..)`"
)]
pub trait BlockingTimer: Clock {
    /// Returns after `delay`. Called with a zero delay too.
    fn block(&self, delay: Duration);
}

/// A clock whose waits are futures.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait in async code",
    label = "not a timer for async code",
    note = "implement `retry_core::time::AsyncTimer` for it, or give `.sleep_with(|delay| ..)`"
)]
pub trait AsyncTimer: Clock {
    /// The future of one wait. What it comes to does not matter.
    type Sleep: Future;

    /// A future that is ready after `delay`. Called with a zero delay too; whether that yields to
    /// the executor is not the timer's concern.
    fn sleep(&self, delay: Duration) -> Self::Sleep;

    /// A future that is ready when an attempt has taken `limit`. A wait like any other, unless the
    /// timer keeps account of waits.
    fn timeout(&self, limit: Duration) -> Self::Sleep {
        self.sleep(limit)
    }
}

impl<T: BlockingTimer + ?Sized> BlockingTimer for &T {
    fn block(&self, delay: Duration) {
        (**self).block(delay);
    }
}

impl<T: AsyncTimer + ?Sized> AsyncTimer for &T {
    type Sleep = T::Sleep;

    fn sleep(&self, delay: Duration) -> T::Sleep {
        (**self).sleep(delay)
    }

    fn timeout(&self, limit: Duration) -> T::Sleep {
        (**self).timeout(limit)
    }
}
