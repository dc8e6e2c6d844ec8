#[cfg(feature = "std")]
use core::time::Duration;
#[cfg(feature = "std")]
use std::time::Instant;

#[cfg(feature = "futures-timer")]
use super::{AsyncTimer, DefaultSleep, wait::AsyncWait};
#[cfg(feature = "std")]
use super::{
    BlockingTimer, Clock, Moment,
    system_clock::{since_origin, system_instant},
    wait::BlockingWait,
};
#[cfg(feature = "std")]
use crate::{limits::CancelToken, policy::nanos};

/// The timer of a run that sets none.
///
/// Blocking code sleeps the thread (feature `std`). Async code uses `futures-timer` on any executor.
/// With feature `tokio` and inside a tokio runtime it uses tokio's timer and clock, so that
/// `tokio::time::pause` controls waits, deadlines and attempt timeouts; a runtime that was built
/// without its timer (`enable_time`) panics, as for `tokio::time::sleep`.
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

    fn thread_clock(&self) -> Option<&'static dyn Clock> {
        Some(&ThreadClock)
    }
}

#[cfg(feature = "std")]
impl BlockingTimer for DefaultTimer {
    fn block(&self, delay: Duration) {
        std::thread::sleep(delay);
    }

    fn block_or(&self, delay: Duration, token: &CancelToken) -> bool {
        token.sleep(delay)
    }
}

/// The clock of blocking code, which really sleeps, even where tokio's clock is paused.
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

    fn block_or(&mut self, delay: Duration, token: &CancelToken) -> bool {
        BlockingTimer::block_or(self, delay, token)
    }
}

#[cfg(feature = "futures-timer")]
impl AsyncTimer for DefaultTimer {
    type Sleep = DefaultSleep;

    fn sleep(&self, delay: Duration) -> DefaultSleep {
        DefaultSleep::new(delay)
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
