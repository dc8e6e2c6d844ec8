use core::{future::Future, time::Duration};

use super::Clock;
#[cfg(feature = "std")]
use crate::limits::CancelToken;

/// A clock that can block the thread: the timer of a blocking run.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait in blocking code",
    label = "not a timer for blocking code",
    note = "implement `retry_core::time::BlockingTimer` for it, or give `.sleep_with(|delay| ..)`"
)]
pub trait BlockingTimer: Clock {
    /// Returns after `delay`. It is also called with a delay of zero.
    fn block(&self, delay: Duration);

    /// The same, until the token is cancelled. Returns whether it was not.
    ///
    /// By default the token is asked before and after [`block`](Self::block). Override it in a timer that
    /// can wake a thread; to sleep by the system's clock, call [`CancelToken::sleep`].
    #[cfg(feature = "std")]
    fn block_or(&self, delay: Duration, token: &CancelToken) -> bool {
        token.around(|| self.block(delay))
    }
}

/// A clock whose waits are futures: the timer of an async run.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait in async code",
    label = "not a timer for async code",
    note = "implement `retry_core::time::AsyncTimer` for it, or give `.sleep_with(|delay| ..)`"
)]
pub trait AsyncTimer: Clock {
    /// The future of one wait. Its output is ignored.
    type Sleep: Future;

    /// A future that is ready after `delay`. It is also called with a delay of zero; the run itself
    /// then yields to the executor.
    fn sleep(&self, delay: Duration) -> Self::Sleep;

    /// A future that is ready when an attempt has taken `limit`. Override it in a timer that records
    /// waits, to tell the two apart.
    fn timeout(&self, limit: Duration) -> Self::Sleep {
        self.sleep(limit)
    }

    /// A future that is ready after `delay`, while the attempts of a [hedged](crate::Retry::hedge) run are out: it
    /// starts a hedge, or cuts an attempt. Override it in a timer whose waits move its own clock, since an
    /// attempt may be ready first.
    fn alarm(&self, delay: Duration) -> Self::Sleep {
        self.timeout(delay)
    }
}

impl<T: BlockingTimer + ?Sized> BlockingTimer for &T {
    fn block(&self, delay: Duration) {
        (**self).block(delay);
    }

    #[cfg(feature = "std")]
    fn block_or(&self, delay: Duration, token: &CancelToken) -> bool {
        (**self).block_or(delay, token)
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

    fn alarm(&self, delay: Duration) -> T::Sleep {
        (**self).alarm(delay)
    }
}
