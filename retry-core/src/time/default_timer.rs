#[cfg(feature = "std")]
use core::time::Duration;
#[cfg(feature = "futures-timer")]
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
#[cfg(feature = "std")]
use std::time::Instant;

#[cfg(feature = "futures-timer")]
use super::{AsyncTimer, AsyncWait};
#[cfg(feature = "std")]
use super::{
    BlockingTimer, BlockingWait, Clock,
    moment::Moment,
    system_clock::{since_origin, system_instant},
};
#[cfg(feature = "std")]
use crate::nanos;

/// The timer of runs that were given none.
///
/// Blocking code sleeps the thread (feature `std`). Async code waits with `futures-timer` on any
/// executor, or, inside a tokio runtime and with feature `tokio`, with tokio's timer and clock, so
/// that `tokio::time::pause` controls waits, deadlines and attempt timeouts. A runtime that was
/// built without its timer (`enable_time`) panics there, as it does for tokio's own sleep.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultTimer;

#[cfg(feature = "std")]
impl Clock for DefaultTimer {
    fn now(&self) -> Duration {
        nanos::to_duration(self.nanos())
    }

    fn nanos(&self) -> u64 {
        since_origin(system_instant())
    }

    fn moment(&self) -> Moment {
        Moment::System(system_instant())
    }
}

#[cfg(feature = "std")]
impl BlockingTimer for DefaultTimer {
    fn block(&self, delay: Duration) {
        std::thread::sleep(delay);
    }
}

/// The clock of a thread that sleeps for real, even where tokio's is paused.
#[cfg(feature = "std")]
struct ThreadClock;

#[cfg(feature = "std")]
impl Clock for ThreadClock {
    fn now(&self) -> Duration {
        nanos::to_duration(self.nanos())
    }

    fn nanos(&self) -> u64 {
        since_origin(Instant::now())
    }

    fn moment(&self) -> Moment {
        Moment::System(Instant::now())
    }
}

#[cfg(feature = "std")]
impl BlockingWait for DefaultTimer {
    #[inline]
    fn clock(&self) -> &dyn Clock {
        &ThreadClock
    }

    fn block(&mut self, delay: Duration) {
        BlockingTimer::block(self, delay);
    }
}

#[cfg(feature = "futures-timer")]
impl AsyncTimer for DefaultTimer {
    type Sleep = DefaultSleep;

    fn sleep(&self, delay: Duration) -> DefaultSleep {
        if delay.is_zero() {
            return DefaultSleep { sleep: Sleep::Over };
        }
        #[cfg(feature = "tokio")]
        if tokio::runtime::Handle::try_current().is_ok() {
            return DefaultSleep {
                sleep: Sleep::Tokio {
                    sleep: tokio::time::sleep(delay),
                },
            };
        }
        DefaultSleep {
            sleep: Sleep::Anywhere {
                delay: futures_timer::Delay::new(delay),
            },
        }
    }
}

#[cfg(feature = "futures-timer")]
impl AsyncWait for DefaultTimer {
    type Sleep = DefaultSleep;

    #[inline]
    fn clock(&self) -> &dyn Clock {
        self
    }

    fn sleep(&mut self, delay: Duration) -> DefaultSleep {
        AsyncTimer::sleep(self, delay)
    }

    fn timeout(&mut self, limit: Duration) -> DefaultSleep {
        AsyncTimer::sleep(self, limit)
    }
}

#[cfg(all(feature = "futures-timer", feature = "tokio"))]
pin_project_lite::pin_project! {
    #[project = SleepProjection]
    #[derive(Debug)]
    enum Sleep {
        Tokio { #[pin] sleep: tokio::time::Sleep },
        Anywhere { #[pin] delay: futures_timer::Delay },
        Over,
    }
}

#[cfg(all(feature = "futures-timer", not(feature = "tokio")))]
pin_project_lite::pin_project! {
    #[project = SleepProjection]
    #[derive(Debug)]
    enum Sleep {
        Anywhere { #[pin] delay: futures_timer::Delay },
        Over,
    }
}

#[cfg(feature = "futures-timer")]
pin_project_lite::pin_project! {
    /// One wait of the [`DefaultTimer`] in async code.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless awaited"]
    pub struct DefaultSleep { #[pin] sleep: Sleep }
}

#[cfg(feature = "futures-timer")]
impl Future for DefaultSleep {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.project().sleep.project() {
            #[cfg(feature = "tokio")]
            SleepProjection::Tokio { sleep } => sleep.poll(cx),
            SleepProjection::Anywhere { delay } => delay.poll(cx),
            SleepProjection::Over => Poll::Ready(()),
        }
    }
}
