//! The traits that compiler messages name: what a method or a key asks for.
//!
//! Nothing here is to be implemented or called; each says in its message what to write instead.

#[cfg(feature = "macros")]
pub use crate::__private::Fresh;
#[cfg(feature = "http")]
pub use crate::http::any_error::{AnyError, DynError, Known, Pointed};
pub use crate::{
    blocking::{Called, Interruptible},
    config::AsPolicy,
    configure::Configure,
    engine::{AsyncSetup, Setup},
    future::Awaited,
    hooks::{Hook, Name},
    judge::{Judge, JudgeError, JudgeValue},
    report::Ending,
    slots::{
        AddPredicate, TakesExhausted, TakesOnError, TakesOnOutcome, TakesOnValue, TakesPolicy,
    },
    timed_out::FromTimedOut,
};
