//! The traits and types that compiler messages name: what a method or a key asks for, and what a run
//! was given.
//!
//! Nothing here is to be implemented or called; each trait says in its message what to write instead.

#[cfg(feature = "http")]
pub use crate::http::named_in_messages::*;
pub use crate::{
    attempt_timeout::{Guarded, Limit, Limited, Unguarded},
    blocking::{Called, Interruptible},
    config::AsPolicy,
    configure::Configure,
    engine::{AsyncSetup, BlockingSetup, ClockFor, Setup, Task, Thread},
    extras::{AsyncExtra, BlockingExtra, Expand, Extra, Extras, MaybeSchedule, Own, Usual},
    future::Awaited,
    hooks::{Closure, Hook, Hooks, Name, Unset},
    judge::{Each, Exhausted, Judge, JudgeError, JudgeValue, Predicate, Whole},
    report::{Ending, Plain, Reported},
    slots::{
        AddPredicate, TakesExhausted, TakesOnError, TakesOnOutcome, TakesOnValue, TakesPolicy,
    },
    timed_out::FromTimedOut,
};
