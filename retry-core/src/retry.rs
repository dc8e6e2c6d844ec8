//! Running an operation: the builder, its options, and the loops.

mod after_attempt;
mod attempt_or_wait;
mod attempt_timeout;
mod blocking_loop;
#[cfg(target_has_atomic = "64")]
mod breaking;
mod budgeted;
mod builder;
mod cancellation;
mod event;
mod given_up;
mod grant;
mod guard;
mod hand_driven;
pub mod hedge;
mod hook;
#[cfg(feature = "tower")]
mod judged_options;
mod limit;
mod maybe_breaker;
mod operation;
mod options;
mod output_mode;
mod pause;
mod policy_source;
mod report;
mod retry_future;
mod run;
mod run_builder;
mod run_options;
mod run_state;
mod schedule;
mod typestate;

#[cfg(feature = "http")]
pub(crate) use self::after_attempt::{AfterAttempt, FailedAttempt};
#[cfg(feature = "std")]
pub use self::cancellation::CancelledBy;
#[cfg(feature = "tower")]
pub use self::judged_options::JudgedOptions;
#[cfg(feature = "macros")]
pub(crate) use self::{
    attempt_or_wait::AttemptOrWait,
    blocking_loop::run_blocking,
    run_state::{RunGuard, RunState},
};
pub use self::{
    attempt_timeout::{AttemptTimeout, Remaining},
    builder::{Retry, retry},
    event::Event,
    given_up::GivenUp,
    operation::{Async, Blocking, Operation},
    pause::{Pause, Pausing},
    report::Report,
    retry_future::RetryFuture,
    run::Run,
};
#[cfg(target_has_atomic = "64")]
pub use self::{
    breaking::{Breaking, LendsBreaker},
    hand_driven::AskOptions,
};
// Bounds that compiler messages name: `__private` has them, the root of the crate does not.
pub use self::{
    blocking_loop::Called,
    budgeted::{Budgeted, LendsBudget, MaybeBudget},
    cancellation::Cancellation,
    grant::Grant,
    guard::{Guarded, Unguarded},
    hand_driven::{AcceptOptions, HandDriven, LoopClosure, LoopEnd, StartOptions},
    hedge::{Hedgeable, HedgedOptions, TakesHedge},
    hook::{Closure, Hook, Name},
    limit::{Limit, Limited},
    maybe_breaker::{MaybeBreaker, RefusedAs},
    options::{Configure, Options},
    output_mode::{AddReport, OutputMode, Plain, Reported, Unmarked},
    policy_source::AsPolicy,
    retry_future::Awaited,
    run_options::{AsyncOptions, BlockingOptions, EndEarly, RunOptions},
    schedule::{MaybeSchedule, OwnSchedule},
    typestate::{
        AddPredicate, Interruptible, OrMarks, TakesExhausted, TakesMarks, TakesOnError,
        TakesOnOutcome, TakesOnValue, TakesPolicy, TakesSchedule, Wakeable,
    },
};
