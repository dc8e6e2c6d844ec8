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

mod clock;
#[cfg(feature = "futures-timer")]
mod default_sleep;
mod default_timer;
mod moment;
mod poll_wait;
#[cfg(feature = "std")]
mod sleep_with;
#[cfg(feature = "std")]
mod system_clock;
mod timer;
mod wait;

#[cfg(feature = "futures-timer")]
pub use self::default_sleep::DefaultSleep;
#[doc(hidden)]
pub use self::moment::Moment;
pub(crate) use self::poll_wait::poll_wait;
#[cfg(feature = "std")]
pub use self::sleep_with::SleepWith;
#[doc(hidden)]
pub use self::wait::{AsyncWait, BlockingWait, ClockFor, CustomTimer, Task, Thread};
pub use self::{
    clock::Clock,
    default_timer::DefaultTimer,
    timer::{AsyncTimer, BlockingTimer},
};
