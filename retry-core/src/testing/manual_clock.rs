use core::mem;
use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
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
/// Where several attempts may be out, in a [hedged](crate::Retry::hedge) run, neither the delay of the hedge nor a
/// timeout moves the clock: any of the attempts could be ready first. [`advance`](Self::advance) does, and wakes
/// the run.
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
    /// Of those that wait until the test moves the clock.
    wakers: Vec<Waker>,
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
        let wakers = {
            let mut state = self.state();
            state.now = state.now.saturating_add(by);
            mem::take(&mut state.wakers)
        };
        for waker in wakers {
            waker.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the state valid.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn poll_until(&self, at: Duration, waker: &Waker) -> Poll<()> {
        let mut state = self.state();
        if state.now >= at {
            return Poll::Ready(());
        }
        if state.wakers.iter().all(|known| !known.will_wake(waker)) {
            state.wakers.push(waker.clone());
        }
        Poll::Pending
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
            kind: Kind::Wait,
            delay: Some(delay),
        }
    }

    fn timeout(&self, limit: Duration) -> ManualSleep {
        ManualSleep {
            kind: Kind::Timeout,
            ..self.sleep(limit)
        }
    }

    fn alarm(&self, delay: Duration) -> ManualSleep {
        ManualSleep {
            kind: Kind::Alarm {
                at: self.now().saturating_add(delay),
            },
            ..self.sleep(delay)
        }
    }
}

/// One async wait on a [`ManualClock`].
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited"]
pub struct ManualSleep {
    clock: ManualClock,
    kind: Kind,
    /// `None` once it has moved the clock.
    delay: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// It moves the clock and is recorded.
    Wait,
    /// It moves the clock.
    Timeout,
    /// It waits until somebody else moves the clock.
    Alarm { at: Duration },
}

impl Future for ManualSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if let Kind::Alarm { at } = self.kind {
            return self.clock.poll_until(at, cx.waker());
        }
        if let Some(delay) = self.delay.take() {
            match self.kind {
                Kind::Wait => self.clock.wait(delay),
                Kind::Timeout | Kind::Alarm { .. } => self.clock.advance(delay),
            }
        }
        Poll::Ready(())
    }
}
