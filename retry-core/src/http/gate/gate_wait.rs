use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use pin_project_lite::pin_project;

use super::gate::Gate;
#[cfg(feature = "futures-timer")]
use crate::time::DefaultSleep;
use crate::time::{AsyncTimer, BlockingTimer, DefaultTimer, RunClock};

impl Gate {
    /// Blocks the thread until the call may be sent. Do this before each attempt, inside of the retried
    /// operation.
    pub fn block(&self) {
        self.block_with(&DefaultTimer);
    }

    /// The same, with a timer of your own.
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use retry_core::{http::Gate, testing::ManualClock};
    /// let (gate, clock) = (Gate::new(), ManualClock::new());
    /// gate.block_with(&clock);
    /// assert_eq!(clock.waits(), []);
    ///
    /// gate.close(Duration::from_secs(30), &clock);
    /// gate.block_with(&clock);
    /// assert!((30..=33).contains(&clock.waits()[0].as_secs()));
    /// ```
    pub fn block_with<T: BlockingTimer>(&self, timer: &T) {
        let Some(mut delay) = self.delay(timer, Duration::ZERO) else {
            return;
        };
        let mut clock = RunClock::new(timer);
        clock.start();
        let mut waited = Duration::ZERO;
        loop {
            timer.block(delay);
            waited = waited.saturating_add(delay);
            match self.delay(&clock, waited) {
                Some(more) => delay = more,
                None => return,
            }
        }
    }

    /// Waits until the call may be sent: write `GATE.wait().await` before each attempt, inside of the
    /// retried operation.
    #[cfg(feature = "futures-timer")]
    pub fn wait(&self) -> DefaultGateWait<'_> {
        self.wait_with(DefaultTimer)
    }

    /// The same, with a timer of your own.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// # use core::time::Duration;
    /// # use retry_core::{http::Gate, testing::ManualClock};
    /// let (gate, clock) = (Gate::new(), ManualClock::new());
    /// gate.close(Duration::from_secs(30), &clock);
    /// gate.wait_with(&clock).await;
    /// assert!((30..=33).contains(&clock.waits()[0].as_secs()));
    /// # }
    /// ```
    pub fn wait_with<T: AsyncTimer>(&self, timer: T) -> GateWait<'_, T, T::Sleep> {
        GateWait {
            gate: self,
            timer,
            waited: Duration::ZERO,
            sleep: None,
        }
    }
}

/// The future of [`Gate::wait`].
#[cfg(feature = "futures-timer")]
pub type DefaultGateWait<'g> = GateWait<'g, DefaultTimer, DefaultSleep>;

pin_project! {
    /// The future of [`Gate::wait_with`]. It reads the gate when it is polled, not before.
    #[must_use = "futures do nothing unless awaited"]
    pub struct GateWait<'g, T, S> {
        gate: &'g Gate,
        timer: T,
        waited: Duration,
        #[pin]
        sleep: Option<S>,
    }
}

impl<T, S> Future for GateWait<'_, T, S>
where
    T: AsyncTimer<Sleep = S>,
    S: Future,
{
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        loop {
            if let Some(sleep) = this.sleep.as_mut().as_pin_mut() {
                ready!(sleep.poll(cx));
                this.sleep.set(None);
            }
            let Some(delay) = this.gate.delay(this.timer, *this.waited) else {
                return Poll::Ready(());
            };
            *this.waited = this.waited.saturating_add(delay);
            this.sleep.set(Some(this.timer.sleep(delay)));
        }
    }
}

impl<T, S> fmt::Debug for GateWait<'_, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GateWait")
            .field("waited", &self.waited)
            .finish_non_exhaustive()
    }
}
