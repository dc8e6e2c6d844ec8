use core::time::Duration;

use super::Moment;
use crate::policy::nanos;

/// A monotonic clock: the part that blocking and async timers share.
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
    /// The time since a fixed moment of the clock's own choice. It never goes back.
    fn now(&self) -> Duration;

    /// The same in nanoseconds, saturating at 584 years, for clocks that have it at hand.
    #[doc(hidden)]
    fn nanos(&self) -> u64 {
        nanos::from_duration(self.now())
    }

    /// The same as it was read, for clocks that take time to make a number of it.
    #[doc(hidden)]
    fn moment(&self) -> Moment {
        Moment::Nanos(self.nanos())
    }

    /// A random number that seeds one run's jitter: it must differ from run to run and from device
    /// to device, or a fleet retries in step. With feature `std` it comes from the standard library's
    /// random keys and the time.
    #[cfg(feature = "std")]
    fn entropy(&self) -> u64 {
        crate::policy::random::entropy()
    }

    /// A random number that seeds one run's jitter: it must differ from run to run and from device
    /// to device, or a fleet retries in step. With feature `std` it comes from the standard library's
    /// random keys and the time.
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

    fn entropy(&self) -> u64 {
        (**self).entropy()
    }
}
