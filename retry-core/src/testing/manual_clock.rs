use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
    vec::Vec,
};

use crate::time::{AsyncTimer, BlockingTimer, Clock};

/// A timer whose clock moves only when a run waits on it or the test moves it. It records every wait.
///
/// Clones share one clock. A blocking wait moves it at once, an async wait when first polled. An attempt
/// timeout moves it too, unless the operation is ready at its first poll, so an operation that hangs
/// times out. Timeouts are not recorded.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Jitter, retry, testing::ManualClock};
///
/// let clock = ManualClock::new();
/// let result = retry(|| Err::<(), _>("busy"))
///     .attempts(4)
///     .backoff(Duration::from_secs(1))
///     .jitter(Jitter::None)
///     .timer(&clock)
///     .call();
/// assert_eq!(clock.waits(), [1, 2, 4].map(Duration::from_secs));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    now: Duration,
    waits: Vec<Duration>,
}

impl ManualClock {
    /// A clock at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The waits so far, in order, those of zero included.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        self.state().waits.clone()
    }

    /// Moves the clock forward, as for time that the operation takes.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state();
        state.now = state.now.saturating_add(by);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the state valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, delay: Duration) {
        self.state().waits.push(delay);
        self.advance(delay);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Duration {
        self.state().now
    }
}

impl BlockingTimer for ManualClock {
    fn block(&self, delay: Duration) {
        self.wait(delay);
    }
}

impl AsyncTimer for ManualClock {
    type Sleep = ManualSleep;

    fn sleep(&self, delay: Duration) -> ManualSleep {
        ManualSleep {
            clock: self.clone(),
            delay: Some(delay),
            recorded: true,
        }
    }

    fn timeout(&self, limit: Duration) -> ManualSleep {
        ManualSleep {
            recorded: false,
            ..self.sleep(limit)
        }
    }
}

/// One async wait on a [`ManualClock`].
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited"]
pub struct ManualSleep {
    clock: ManualClock,
    delay: Option<Duration>,
    recorded: bool,
}

impl Future for ManualSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if let Some(delay) = self.delay.take() {
            if self.recorded {
                self.clock.wait(delay);
            } else {
                self.clock.advance(delay);
            }
        }
        Poll::Ready(())
    }
}
