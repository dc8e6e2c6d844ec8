//! The state of a run, the rules that move it, and why a run ends.

mod attempt;
mod attempt_start;
mod driver;
#[cfg(feature = "serde")]
mod driver_serde;
mod failing;
mod failure;
mod hint;
pub(crate) mod no_waits;
mod rules;
mod schedule;
mod step;
mod stop_reason;

pub use self::{
    attempt::Attempt, driver::Driver, failure::Failure, step::Step, stop_reason::StopReason,
};
pub(crate) use self::{attempt_start::AttemptStart, schedule::Schedule};
