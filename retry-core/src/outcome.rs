//! What an attempt returned, and what it means.

mod caused_by;
mod causes;
mod into_verdict;
mod judge;
mod marked;
mod marked_outcome;
mod outcome;
mod retryable;
mod timed_out;
#[cfg(feature = "std")]
mod transient_io;
mod unset;
mod verdict;

pub use self::{
    caused_by::CausedBy,
    into_verdict::IntoVerdict,
    judge::{
        ByMarks, Exhausted, Judge, JudgeEach, JudgeError, JudgeOutcome, JudgeValue, Predicate,
    },
    marked::{Mark, Marked},
    marked_outcome::{MarkableOutcome, MarkedOutcome},
    outcome::Outcome,
    retryable::Retryable,
    timed_out::{FromTimedOut, Inside, Itself, TimedOut},
    unset::Unset,
    verdict::Verdict,
};
#[cfg(feature = "http")]
pub(crate) use self::{
    causes::{Causes, as_type},
    transient_io::is_transient,
};
