//! Tests that do not wait.
//!
//! - [`no_waits()`] removes the waits of every run on this thread, however deep in the code under test, and
//!   records the runs: attempts, planned waits, and why each ended.
//! - [`ManualClock`] is a timer that records the waits of the runs that use it.
//! - [`Faults`] make an operation fail and take longer, the same way each time.
//!
//! [Testing code that retries](crate::guide::testing) shows which one to use for what.

mod faults;
mod limit_or_name;
mod manual_clock;
mod no_waits;
#[cfg(feature = "testing")]
mod no_waits_everywhere;

pub use crate::driver::RunEnd;

#[cfg(feature = "testing")]
pub use self::no_waits_everywhere::{NoWaitsEverywhere, no_waits_everywhere};
pub use self::{
    faults::Faults,
    limit_or_name::LimitOrName,
    manual_clock::{ManualClock, ManualSleep},
    no_waits::{NoWaits, no_waits},
};
