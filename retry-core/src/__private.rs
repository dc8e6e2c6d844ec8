//! What the macros expand to, and the bounds that compiler messages name. It changes without notice.
//!
//! The body of a blocking function becomes a closure for the blocking loop. An async function contains
//! the loop itself, since the future of a closure cannot borrow mutably; each iteration awaits a
//! [`turn()`]. Both have a [`Plan`] and a judge, and use the builder for all other keys.

#[cfg(feature = "macros")]
mod async_function;
#[cfg(feature = "macros")]
mod async_loop;
#[cfg(feature = "macros")]
mod blocking_function;
#[cfg(feature = "macros")]
mod by_default;
#[cfg(feature = "macros")]
mod error_of;
#[cfg(feature = "macros")]
mod fresh;
#[cfg(feature = "macros")]
mod hedged_function;
#[cfg(feature = "macros")]
mod held;
#[cfg(feature = "macros")]
mod hint;
#[cfg(feature = "macros")]
mod judges;
#[cfg(feature = "macros")]
mod overrides;
#[cfg(feature = "macros")]
mod plan;
#[cfg(feature = "macros")]
mod return_edge;
#[cfg(feature = "macros")]
mod turn;

#[cfg(feature = "macros")]
pub use self::{
    async_function::{Body, Driven, begin, begin_as, begin_showing, declared},
    async_loop::{Begin, Loop, PlainLoop, Turns},
    blocking_function::{
        RunsBlocking, blocking, blocking_with, call, call_showing, call_showing_with, call_with,
    },
    by_default::{BY_MARKS, ByDefault, EveryError, unmarked},
    error_of::{ErrorOf, HidesError},
    fresh::{Fresh, fresh},
    hedged_function::{hedged, hedged_with},
    held::{Held, held},
    hint::Hint,
    judges::{ALL, on},
    overrides::{copy, named, showing, under},
    plan::{HasPlan, Plan, Planned, exponential},
    return_edge::{never, own},
    turn::{Turn, turn},
};
#[cfg(feature = "std")]
pub use crate::retry::CancelledBy;
#[cfg(target_has_atomic = "64")]
pub use crate::retry::{AskOptions, Breaking, LendsBreaker};
pub use crate::{
    limits::{Lent, Tracker},
    observe::{ErrorFacts, ErrorView, Shown},
    outcome::{
        ByMarks, Exhausted, FromTimedOut, Inside, Itself, Judge, JudgeEach, JudgeError,
        JudgeOutcome, JudgeValue, MarkableOutcome, MarkedOutcome, Predicate, Unset,
    },
    retry::{
        AcceptOptions, AddPredicate, AddReport, AsPolicy, AsyncOptions, Awaited, BlockingOptions,
        Budgeted, Called, Cancellation, Closure, Configure, EndEarly, Grant, Guarded, HandDriven,
        Hedgeable, HedgedOptions, Hook, Interruptible, LendsBudget, Limit, Limited, LoopClosure,
        LoopEnd, MaybeBreaker, MaybeBudget, MaybeSchedule, Name, Options, OrMarks, OutputMode,
        OwnSchedule, Plain, RefusedAs, Reported, RunOptions, StartOptions, TakesExhausted,
        TakesHedge, TakesMarks, TakesOnError, TakesOnOutcome, TakesOnValue, TakesPolicy,
        TakesSchedule, Unguarded, Unmarked, Wakeable,
    },
    time::{AsyncWait, BlockingWait, ClockFor, CustomTimer, Task, Thread},
};
