use core::time::Duration;

use crate::{outcome::Unset, time::BlockingWait};
#[cfg(feature = "std")]
use {crate::limits::CancelToken, core::borrow::Borrow};

/// What cancels the waits of a blocking run, or nothing.
pub trait Cancellation {
    /// The outcome that a wait keeps, in case that it is cancelled.
    type Kept<R>;
    /// Keeps the outcome, or drops it.
    fn keep<R>(outcome: R) -> Self::Kept<R>;
    /// Waits. Returns the outcome if the wait was cancelled.
    fn block<R>(
        &self,
        timer: &mut impl BlockingWait,
        delay: Duration,
        kept: Self::Kept<R>,
    ) -> Option<R>;
}

impl Cancellation for Unset {
    type Kept<R> = ();

    fn keep<R>(_: R) {}

    #[inline]
    fn block<R>(&self, timer: &mut impl BlockingWait, delay: Duration, (): ()) -> Option<R> {
        timer.block(delay);
        None
    }
}

/// Anything that lends a token: a reference, an `Arc`.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug)]
pub struct CancelledBy<C>(pub(crate) C);

#[cfg(feature = "std")]
impl<C: Borrow<CancelToken>> Cancellation for CancelledBy<C> {
    type Kept<R> = R;

    fn keep<R>(outcome: R) -> R {
        outcome
    }

    fn block<R>(&self, timer: &mut impl BlockingWait, delay: Duration, kept: R) -> Option<R> {
        let slept = timer.block_or(delay, self.0.borrow());
        (!slept).then_some(kept)
    }
}
