//! Clocks and timers: how a run measures time and waits.
//!
//! | you want | write |
//! |---|---|
//! | the default | nothing: blocking code sleeps the thread; async code uses `futures-timer` on any executor, or tokio's timer and clock (feature `tokio`, inside a tokio runtime) |
//! | the timer of another runtime or of a device | [`.timer(..)`](crate::Retry::timer) with a type that implements [`BlockingTimer`] or [`AsyncTimer`] |
//! | another sleep with the default clock | `.sleep_with(\|delay\| ..)`, with a closure that blocks or returns any future |
//! | tests that do not wait | [`testing`](crate::testing) |
//!
//! All clocks are monotonic: setting the wall clock changes nothing.

mod clock;
#[cfg(feature = "futures-timer")]
mod default_sleep;
mod default_timer;
mod moment;
mod run_clock;
#[cfg(feature = "std")]
mod sleep_with;
#[cfg(feature = "std")]
mod system_clock;
mod timer;
mod wait;
mod wait_state;

#[cfg(feature = "futures-timer")]
pub use self::default_sleep::DefaultSleep;
#[doc(hidden)]
pub use self::moment::Moment;
#[cfg(feature = "std")]
pub use self::sleep_with::SleepWith;
#[doc(hidden)]
pub use self::wait::{AsyncWait, BlockingWait, ClockFor, CustomTimer, Task, Thread};
pub use self::{
    clock::Clock,
    default_timer::DefaultTimer,
    timer::{AsyncTimer, BlockingTimer},
};
pub(crate) use self::{run_clock::RunClock, wait_state::WaitState};
