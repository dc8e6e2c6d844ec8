use core::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use pin_project_lite::pin_project;

use super::{budgeted::MaybeBudget, grant::Grant};
#[cfg(feature = "std")]
use crate::limits::CancelToken;
use crate::{
    outcome::Unset,
    time::{AsyncTimer, BlockingTimer, DefaultTimer, WaitState},
};

/// The wait before the next attempt of a [`Run`](crate::Run): `pause.await` in async code,
/// `pause.block()` in blocking code. It does not hold the error.
///
/// If it is dropped before its end, the budget of the run gets back what the retry took.
#[must_use = "a pause is a wait: `.await` it, or `.block()` on it"]
pub struct Pause<T = DefaultTimer, G: MaybeBudget = Unset> {
    pub(super) delay: Duration,
    pub(super) timer: T,
    pub(super) grant: Grant<G>,
}

impl<T, G: MaybeBudget> Pause<T, G> {
    /// How long the wait is.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }
}

#[cfg(feature = "tower-policy")]
impl<T, G: MaybeBudget> Pause<T, G> {
    /// The wait and, apart from it, the retry that was granted: for a loop that does more between the two.
    pub(crate) fn split(self) -> (Pause<T>, Grant<G>) {
        let pause = Pause {
            delay: self.delay,
            timer: self.timer,
            grant: Grant::new(Unset, None, None),
        };
        (pause, self.grant)
    }
}

impl<T: BlockingTimer, G: MaybeBudget> Pause<T, G> {
    /// Sleeps the thread.
    pub fn block(mut self) {
        self.timer.block(self.delay);
        self.grant.spend();
    }

    /// Sleeps the thread, at most until the token is cancelled. Returns whether it was not: then make the
    /// next attempt, and otherwise leave the loop.
    ///
    /// ```
    /// use retry_core::{CancelToken, Policy};
    ///
    /// static SHUTDOWN: CancelToken = CancelToken::new();
    ///
    /// fn send() -> Result<(), &'static str> {
    ///     let mut run = Policy::new().start();
    ///     loop {
    ///         // The error stays here, to be returned when the wait is cancelled.
    ///         let Err(error) = Err::<(), _>("busy") else { return Ok(()) };
    ///         if !run.pause(()).is_ok_and(|pause| pause.block_or(&SHUTDOWN)) {
    ///             return Err(error);
    ///         }
    ///     }
    /// }
    ///
    /// SHUTDOWN.cancel();
    /// assert_eq!(send(), Err("busy"));
    /// ```
    #[cfg(feature = "std")]
    #[must_use]
    pub fn block_or(mut self, token: &CancelToken) -> bool {
        let slept = self.timer.block_or(self.delay, token);
        if slept {
            self.grant.spend();
        }
        slept
    }
}

impl<T: AsyncTimer, G: MaybeBudget> IntoFuture for Pause<T, G> {
    type Output = ();
    type IntoFuture = Pausing<T::Sleep, G>;

    fn into_future(self) -> Pausing<T::Sleep, G> {
        Pausing {
            wait: WaitState::of(self.delay),
            sleep: self.timer.sleep(self.delay),
            grant: self.grant,
        }
    }
}

impl<T, G: MaybeBudget> fmt::Debug for Pause<T, G> {
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
    pub struct Pausing<S, G: MaybeBudget = Unset> {
        wait: WaitState,
        #[pin]
        sleep: S,
        grant: Grant<G>,
    }
}

impl<S: Future, G: MaybeBudget> Future for Pausing<S, G> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        ready!(this.wait.poll(this.sleep, cx));
        this.grant.spend();
        Poll::Ready(())
    }
}
