use core::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::time::{AsyncTimer, BlockingTimer, DefaultTimer, poll_wait};

/// The wait before the next attempt of a [`Run`](crate::Run): `pause.await` in async code,
/// `pause.block()` in blocking code. It does not hold the error.
#[derive(Clone, Copy)]
#[must_use = "a pause is a wait: `.await` it, or `.block()` on it"]
pub struct Pause<T = DefaultTimer> {
    pub(super) delay: Duration,
    pub(super) timer: T,
}

impl<T> Pause<T> {
    /// How long the wait is.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }
}

impl<T: BlockingTimer> Pause<T> {
    /// Sleeps the thread.
    pub fn block(self) {
        self.timer.block(self.delay);
    }
}

impl<T: AsyncTimer> IntoFuture for Pause<T> {
    type Output = ();
    type IntoFuture = Pausing<T::Sleep>;

    fn into_future(self) -> Pausing<T::Sleep> {
        Pausing::new(self.delay, self.timer.sleep(self.delay))
    }
}

impl<T> fmt::Debug for Pause<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pause")
            .field("delay", &self.delay)
            .finish_non_exhaustive()
    }
}

pin_project! {
    /// The future of a [`Pause`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless awaited"]
    pub struct Pausing<S> {
        yields: bool,
        #[pin]
        sleep: S,
    }
}

impl<S> Pausing<S> {
    pub(crate) fn new(delay: Duration, sleep: S) -> Self {
        Self {
            yields: delay.is_zero(),
            sleep,
        }
    }
}

impl<S: Future> Future for Pausing<S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        poll_wait(this.yields, this.sleep, cx)
    }
}
