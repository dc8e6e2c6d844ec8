use core::time::Duration;

use super::Moment;
use crate::policy::nanos;

/// A monotonic clock: what [`BlockingTimer`](super::BlockingTimer) and
/// [`AsyncTimer`](super::AsyncTimer) have in common.
///
/// # Example: a timer for a device without an operating system
///
/// ```
/// use core::{cell::Cell, time::Duration};
/// use retry_core::{retry, time::{BlockingTimer, Clock}};
///
/// struct Board { ticks: Cell<u64> }
///
/// impl Clock for Board {
///     fn now(&self) -> Duration {
///         Duration::from_millis(self.ticks.get())
///     }
///
///     fn entropy(&self) -> u64 {
///         0x9e37_79b9 ^ self.ticks.get()
///     }
/// }
///
/// impl BlockingTimer for Board {
///     fn block(&self, delay: Duration) {
///         self.ticks.set(self.ticks.get() + delay.as_millis() as u64);
///     }
/// }
///
/// let board = Board { ticks: Cell::new(0) };
/// let mut calls = 0;
/// let result = retry(|| { calls += 1; if calls < 3 { Err("bus busy") } else { Ok(calls) } })
///     .timer(&board)
///     .call();
/// assert_eq!(result, Ok(3));
/// ```
pub trait Clock {
    /// The time since a fixed moment of the clock's choice. It never goes back.
    fn now(&self) -> Duration;

    /// The same in nanoseconds, saturating at 584 years. For clocks that count in nanoseconds.
    #[doc(hidden)]
    fn nanos(&self) -> u64 {
        nanos::from_duration(self.now())
    }

    /// The same, to be converted later. For clocks whose conversion into nanoseconds is slow.
    #[doc(hidden)]
    fn moment(&self) -> Moment {
        Moment::Nanos(self.nanos())
    }

    /// The clock to read where a thread sleeps, if that is another one: tokio's clock may be paused.
    #[doc(hidden)]
    fn thread_clock(&self) -> Option<&'static dyn Clock> {
        None
    }

    /// A random seed for the jitter of one run. It must differ between runs and between devices, or
    /// many clients retry in step. By default, with feature `std`, it comes from the standard
    /// library's random keys and the time.
    #[cfg(feature = "std")]
    fn entropy(&self) -> u64 {
        crate::policy::random::entropy()
    }

    /// A random seed for the jitter of one run. It must differ between runs and between devices, or
    /// many clients retry in step.
    #[cfg(not(feature = "std"))]
    fn entropy(&self) -> u64;
}

impl<T: Clock + ?Sized> Clock for &T {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn nanos(&self) -> u64 {
        (**self).nanos()
    }

    fn moment(&self) -> Moment {
        (**self).moment()
    }

    fn thread_clock(&self) -> Option<&'static dyn Clock> {
        (**self).thread_clock()
    }

    fn entropy(&self) -> u64 {
        (**self).entropy()
    }
}
