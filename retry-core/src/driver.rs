//! The state of a run, the rules that move it, and why a run ends.

mod attempt;
mod attempt_start;
mod driver;
#[cfg(feature = "serde")]
mod driver_serde;
mod facts;
mod failing;
mod failure;
mod given_clock;
mod hedged;
mod held;
mod hint;
mod nested;
pub(crate) mod no_waits;
mod race;
mod recording;
mod rules;
#[cfg(feature = "std")]
mod run_end;
mod run_mode;
mod schedule;
mod step;
mod stop_reason;
pub mod stored;
mod terms;

#[cfg(feature = "std")]
pub use self::run_end::RunEnd;
pub use self::{
    attempt::Attempt, driver::Driver, failure::Failure, step::Step, stop_reason::StopReason,
};
pub(crate) use self::{
    attempt_start::AttemptStart, facts::Facts, held::Held, nested::Inside, race::Race,
    schedule::Schedule, terms::Terms,
};
