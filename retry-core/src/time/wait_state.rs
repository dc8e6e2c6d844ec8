use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

/// How far the wait before the next attempt has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitState {
    /// It is under way. If the run ends now, the retry was granted and not made.
    UnderWay,
    /// It is under way and has no length: an async one must still yield to the executor.
    Yields,
    /// It is over, and the attempt has begun; or there is none.
    Over,
}

impl WaitState {
    /// The state at the start of a wait.
    pub(crate) const fn of(delay: Duration) -> Self {
        if delay.is_zero() {
            Self::Yields
        } else {
            Self::UnderWay
        }
    }

    /// Polls the wait. One of zero yields to the executor once: without that, an operation that always
    /// fails at once would starve other tasks on its thread.
    pub(crate) fn poll<S: Future>(&mut self, sleep: Pin<&mut S>, cx: &mut Context<'_>) -> Poll<()> {
        if *self == Self::Yields {
            *self = Self::UnderWay;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        ready!(sleep.poll(cx));
        *self = Self::Over;
        Poll::Ready(())
    }
}
