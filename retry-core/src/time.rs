//! Clocks and sleeps: what a run waits with.
//!
//! | you want | write |
//! |---|---|
//! | the usual | nothing: blocking code sleeps the thread; async code uses `futures-timer` on any executor, or tokio's timer and clock (feature `tokio`, inside a tokio runtime) |
//! | a timer of another runtime, or of a device | `.timer(..)` with a type of yours that is a [`BlockingTimer`] or an [`AsyncTimer`] |
//! | only another sleep | `.sleep_with(\|delay\| ..)`: any future, or a blocking closure |
//! | no waiting in tests | [`testing`](crate::testing) |
//!
//! Only monotonic time is used: a wall clock that is set back or forth changes nothing.

use core::{future::Future, time::Duration};

use crate::nanos;

mod default_timer;
mod moment;
#[cfg(feature = "std")]
mod sleep_with;
#[cfg(feature = "std")]
mod system_clock;
mod wait;

#[cfg(feature = "futures-timer")]
pub use self::default_timer::DefaultSleep;
pub use self::default_timer::DefaultTimer;
#[doc(hidden)]
pub use self::moment::Moment;
#[cfg(feature = "std")]
pub use self::sleep_with::SleepWith;
pub(crate) use self::wait::poll_wait;

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
        crate::random::entropy()
    }

    /// A random number that seeds one run's jitter: it must differ from run to run and from device
    /// to device, or a fleet retries in step. With feature `std` it comes from the standard library's
    /// random keys and the time.
    #[cfg(not(feature = "std"))]
    fn entropy(&self) -> u64;
}

/// A clock that can hold up the thread.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait in blocking code",
    label = "not a timer for blocking code",
    note = "implement `retry_core::time::BlockingTimer` for it, or give `.sleep_with(|delay| ..)`"
)]
pub trait BlockingTimer: Clock {
    /// Returns after `delay`. Called with a zero delay too.
    fn block(&self, delay: Duration);
}

/// A clock whose waits are futures.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait in async code",
    label = "not a timer for async code",
    note = "implement `retry_core::time::AsyncTimer` for it, or give `.sleep_with(|delay| ..)`"
)]
pub trait AsyncTimer: Clock {
    /// The future of one wait. What it comes to does not matter.
    type Sleep: Future;

    /// A future that is ready after `delay`. Called with a zero delay too; whether that yields to
    /// the executor is not the timer's concern.
    fn sleep(&self, delay: Duration) -> Self::Sleep;

    /// A future that is ready when an attempt has taken `limit`. A wait like any other, unless the
    /// timer keeps account of waits.
    fn timeout(&self, limit: Duration) -> Self::Sleep {
        self.sleep(limit)
    }
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

impl<T: BlockingTimer + ?Sized> BlockingTimer for &T {
    fn block(&self, delay: Duration) {
        (**self).block(delay);
    }
}

impl<T: AsyncTimer + ?Sized> AsyncTimer for &T {
    type Sleep = T::Sleep;

    fn sleep(&self, delay: Duration) -> T::Sleep {
        (**self).sleep(delay)
    }

    fn timeout(&self, limit: Duration) -> T::Sleep {
        (**self).timeout(limit)
    }
}

/// What the blocking loop waits with: a [`BlockingTimer`], or a closure beside the default clock.
#[diagnostic::on_unimplemented(
    message = "there is nothing to wait with in blocking code",
    label = "`{Self}` is not a timer for blocking code",
    note = "without the feature `std`, give `.timer(..)` a `retry_core::time::BlockingTimer`"
)]
pub trait BlockingWait {
    /// The clock.
    fn clock(&self) -> &dyn Clock;
    /// The wait.
    fn block(&mut self, delay: Duration);
}

/// What the async loop waits with: an [`AsyncTimer`], or a closure beside the default clock.
#[diagnostic::on_unimplemented(
    message = "there is nothing to wait with in async code",
    label = "`{Self}` is not a timer for async code",
    note = "enable the feature `futures-timer` or `tokio`, or give `.timer(..)` a `retry_core::time::AsyncTimer`"
)]
pub trait AsyncWait {
    /// The future of one wait. What it comes to does not matter.
    type Sleep: Future;
    /// The clock.
    fn clock(&self) -> &dyn Clock;
    /// The wait between two attempts.
    fn sleep(&mut self, delay: Duration) -> Self::Sleep;
    /// The wait beside an attempt that has a limit.
    fn timeout(&mut self, limit: Duration) -> Self::Sleep;
}

/// A timer given by `.timer(..)`.
#[derive(Clone, Copy, Debug)]
pub struct Given<T>(pub(crate) T);

impl<T: BlockingTimer> BlockingWait for Given<T> {
    fn clock(&self) -> &dyn Clock {
        &self.0
    }

    fn block(&mut self, delay: Duration) {
        self.0.block(delay);
    }
}

impl<T: AsyncTimer> AsyncWait for Given<T> {
    type Sleep = T::Sleep;

    fn clock(&self) -> &dyn Clock {
        &self.0
    }

    fn sleep(&mut self, delay: Duration) -> T::Sleep {
        self.0.sleep(delay)
    }

    fn timeout(&mut self, limit: Duration) -> T::Sleep {
        self.0.timeout(limit)
    }
}
