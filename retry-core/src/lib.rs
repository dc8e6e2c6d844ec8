//! Retries for anything, blocking or async, on any runtime.
//!
//! Three ways in, one set of rules:
//!
//! - annotate a function with [`#[retry]`](macro@retry);
//! - call [`retry(closure)`](retry()) and end in `.call()` or `.await`;
//! - drive the loop by hand with [`Policy::start`].
//!
//! Safe by default: three attempts, exponential backoff with full jitter, delays capped at 30 s, a
//! callee's `Retry-After` obeyed up to 60 s. Free until something fails: no allocation, no clock, no
//! random number.
//!
//! Which policy for which errand, and when not to retry at all: [`guide::choosing`]. For those who know
//! Python's Requests, urllib3 or tenacity: [`guide::from_urllib3`].
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | operation | what is retried: a closure, or the body of an annotated function |
//! | attempt | one call of the operation, counted from 1; `attempts(5)` is five calls in all |
//! | retry | an attempt after the first; retry `n` follows failed attempt `n` |
//! | backoff | the rule for the nominal delay before retry `n` |
//! | jitter | how a nominal delay is made random |
//! | outcome | the value that an attempt returned |
//! | verdict | what to do with an outcome |
//! | hint | a delay that the callee asked for |
//! | deadline | the time, from the start of the first attempt, after which no attempt begins |
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `macros` | yes | the attribute `#[retry]` and `#[derive(Retryable)]` |
//! | `futures-timer` | yes | async waits on any executor; implies `std` |
//! | `std` | yes | thread sleep, system clock, entropy |
//! | `tokio` | no | tokio's timer and clock inside a tokio runtime, a paused one too |
//! | `testing` | no | `testing::no_waits_everywhere()` |
//! | `serde` | no | policies read from and written to configuration files; implies `std` |
//! | `http` | no | `retry_core::http`: statuses, methods, `Retry-After`, idempotency keys; implies `std` |
//! | `reqwest`, `ureq`, `hyper` | no | the same for the errors and responses of these clients; imply `http`. `ureq` adds a session around its agent |
//! | `reqwest-middleware` | no | retries as a middleware of reqwest; implies `reqwest` and `futures-timer` |
//! | `tower` | no | retries as a layer of tower, for axum, and with `hyper` for hyper and tonic; implies `http` and `futures-timer` |
//!
//! Without `std` the crate needs no allocator; clock, sleep and entropy come from a
//! [timer](time::Clock) of your own.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
// What a feature adds is linked to from docs that are there without it.
#![cfg_attr(
    not(all(feature = "macros", feature = "http", feature = "testing")),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "std")]
extern crate std;

#[cfg(all(feature = "std", target_family = "wasm", target_os = "unknown"))]
compile_error!(
    "this target has no thread to sleep, no clock and no random numbers: build retry-core with `default-features = false`, and give each run a timer of your own"
);

mod attempt;
mod attempt_timeout;
mod attempting;
#[cfg(feature = "macros")]
pub mod attribute;
mod backoff;
mod began;
mod blocking;
pub mod bounds;
mod caused_by;
mod config;
mod configure;
mod delays;
mod driver;
mod engine;
mod event;
mod extras;
#[cfg(feature = "serde")]
mod form;
mod future;
pub mod guide;
mod hooks;
#[cfg(feature = "http")]
pub mod http;
mod invalid_policy;
mod jitter;
mod judge;
mod nanos;
mod nominal_delays;
mod operation;
mod outcome;
mod policy;
mod progress;
mod random;
mod rehearsal;
mod report;
mod retry;
mod retryable;
mod run;
mod schedule;
mod settings;
mod slots;
mod stop_reason;
#[cfg(feature = "std")]
pub mod testing;
pub mod time;
mod timed_out;
mod verdict;

#[cfg(feature = "macros")]
pub use retry_macros::{Retryable, retry, retry_block};

pub use self::{
    attempt::Attempt,
    attempt_timeout::{AttemptTimeout, Remaining},
    backoff::{Backoff, BackoffKind},
    caused_by::CausedBy,
    config::Config,
    delays::Delays,
    driver::{Driver, Failure, Step},
    event::Event,
    future::RetryFuture,
    invalid_policy::InvalidPolicy,
    jitter::Jitter,
    nominal_delays::NominalDelays,
    operation::{Async, Blocking, Operation},
    outcome::Outcome,
    policy::Policy,
    report::Report,
    retry::{Retry, retry},
    retryable::Retryable,
    run::{Pause, Pausing, Run},
    schedule::Schedule,
    settings::Settings,
    stop_reason::StopReason,
    timed_out::TimedOut,
    verdict::{IntoVerdict, Verdict},
};

/// What the macros expand to.
#[doc(hidden)]
pub mod __private {
    pub use crate::attribute::*;
}
