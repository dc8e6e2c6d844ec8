//! Retries for blocking and async code, on any runtime. There are three ways in, and one set of rules.
//!
//! **Annotate a function** with [`#[retry]`](macro@retry); it may be `async`:
//!
//! ```
//! # #[cfg(all(feature = "macros", feature = "std"))] {
//! use retry_core::retry;
//!
//! #[derive(Debug, PartialEq)]
//! enum ApiError {
//!     Timeout,
//!     Status(u16),
//! }
//!
//! #[retry(attempts = 5, backoff = 10ms, on = ApiError::Timeout | ApiError::Status(500..=599))]
//! fn price(calls: &mut u32) -> Result<u32, ApiError> {
//!     *calls += 1;
//!     match calls {
//!         1 => Err(ApiError::Timeout),
//!         2 => Err(ApiError::Status(503)),
//!         _ => Ok(7),
//!     }
//! }
//!
//! fn main() {
//!     let mut calls = 0;
//!     assert_eq!(price(&mut calls), Ok(7));
//!     assert_eq!(calls, 3);
//! }
//! # main(); }
//! ```
//!
//! **Call [`retry(..)`](retry()) on a closure.** An async chain ends in `.await`, a blocking one in `.call()`:
//!
//! ```
//! # #[cfg(feature = "futures-timer")] {
//! use retry_core::{Attempt, Retryable, retry};
//! use std::{io, time::Duration};
//!
//! async fn load(path: &str, attempt: u32) -> io::Result<String> {
//!     match attempt {
//!         1 => Err(io::ErrorKind::ConnectionReset.into()),
//!         _ => Ok(format!("contents of {path}")),
//!     }
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> io::Result<()> {
//!     let page = retry(|attempt: Attempt| load("/tea", attempt.number()))
//!         .attempts(5)
//!         .backoff(Duration::from_millis(10))
//!         .attempt_timeout(Duration::from_secs(2))
//!         .on(Retryable::verdict)
//!         .await?;
//!     assert_eq!(page, "contents of /tea");
//!     Ok(())
//! }
//! # main().unwrap(); }
//! ```
//!
//! **Drive the loop yourself**, starting with [`Policy::start`]. It may borrow anything mutably and act between attempts:
//!
//! ```
//! # #[cfg(feature = "std")] {
//! use retry_core::{Backoff, Policy, Retryable};
//! use std::{io, time::Duration};
//!
//! const POLICY: Policy = Policy::new()
//!     .attempts(5)
//!     .backoff(Backoff::exponential(Duration::from_millis(10)));
//!
//! struct Connection {
//!     is_open: bool,
//! }
//!
//! impl Connection {
//!     fn query(&mut self) -> io::Result<&'static str> {
//!         if self.is_open { Ok("rows") } else { Err(io::ErrorKind::BrokenPipe.into()) }
//!     }
//! }
//!
//! fn rows(connection: &mut Connection) -> io::Result<&'static str> {
//!     let mut run = POLICY.start();
//!     loop {
//!         let pause = match connection.query() {
//!             Ok(rows) => return Ok(rows),
//!             // `?` returns the error when it is time to give up.
//!             Err(error) => run.pause_on(error, Retryable::verdict)?,
//!         };
//!         pause.block(); // in async code: `pause.await;`
//!         connection.is_open = true;
//!     }
//! }
//!
//! fn main() {
//!     assert_eq!(rows(&mut Connection { is_open: false }).unwrap(), "rows");
//! }
//! # main(); }
//! ```
//!
//! By default a run makes three attempts, with exponential backoff from 100 ms and full jitter, no delay above 30 s,
//! and every error retried. A delay that the server asks for is obeyed up to 60 s. Until something fails, a run
//! allocates nothing, draws no random number, and reads the clock only if something needs the time.
//!
//! After a failed attempt:
//!
#![doc = include_str!("../guide/pictures/decision.svg")]
//!
//! # What to write
//!
//! | I want to | write |
//! |---|---|
//! | retry a function | [`#[retry]`](macro@retry) |
//! | retry a few statements in place | [`retry_block!`] |
//! | retry a closure | [`retry(..)`](retry()) |
//! | use one policy in many places | a `const` [`Policy`]: `#[retry(policy = P)]`, [`P.retry(..)`](Policy::retry), [`P.start()`](Policy::start) |
//! | choose a policy | the guide: [`guide::choosing`] |
//! | say which errors to retry | [`on`](Retry::on), with a pattern or predicate |
//! | say it on the error type, once | [`#[derive(Retryable)]`](derive@Retryable), and `on = Retryable::verdict` |
//! | find an error among the causes of another | [`CausedBy`] |
//! | poll until a value is there | [`on_ok`](Retry::on_ok), with [`exhausted`](Retry::exhausted) if it never is |
//! | judge values and errors together | [`on_outcome`](Retry::on_outcome) |
//! | obey a delay that the server asks for | [`Verdict::retry_after`]; its limit is [`max_retry_after`](Policy::max_retry_after) |
//! | limit the time of the whole run | [`deadline`](Policy::deadline) |
//! | limit the time of each attempt (async) | [`attempt_timeout`](Retry::attempt_timeout); [`Remaining`] for what the deadline leaves |
//! | cut the tail of the latency (async) | [`hedge`](Retry::hedge), with a [`Hedge`]: a further attempt while the first is still out |
//! | limit the retries of the whole program | a [`Budget`], or one for each host: `Budgets` |
//! | retry in one layer only | [`suppress_nested`](Policy::suppress_nested) on the outermost; [`GivenUp`] to see that another run gave up |
//! | retry until the deadline | [`unlimited`](Policy::unlimited) |
//! | reconnect for as long as the program runs | [`unlimited`](Policy::unlimited) and [`reset_after`](Policy::reset_after) |
//! | count retries instead of attempts | [`retries`](Policy::retries) |
//! | wait longer where the callee is overloaded | [`Verdict::Throttled`] and [`throttled_delay`](Policy::throttled_delay) |
//! | choose the delays | [`Backoff`] and [`Jitter`]; [`schedule`](Retry::schedule) for delays of my own |
//! | see the delays of a policy | print it, or its [`preview`](Policy::preview), a table; [`delays`](Policy::delays) of one run |
//! | know how long a run can wait | [`worst_case`](Policy::worst_case) |
//! | know which attempt this is, and what time is left | [`Attempt`] |
//! | log retries | [`on_retry`](Retry::on_retry) and [`on_stop`](Retry::on_stop), which get an [`Event`] |
//! | do something at every end, after a success too | [`on_end`](Retry::on_end) |
//! | log retries without a hook | feature `tracing`, and [`name`](Retry::name); [`show_error`](Retry::show_error) for the error of a closure |
//! | see each attempt as a span | [`attempt_spans`](Policy::attempt_spans) |
//! | put retries on a dashboard | feature `metrics` |
//! | share policies and budgets, change them while running, see retries | the guide: [`guide::in_production`] |
//! | count attempts and waits | [`report`](Retry::report), which gives a [`Report`] |
//! | end blocking runs early | a [`CancelToken`], and [`cancel_on`](Retry::cancel_on); an async run: drop its future |
//! | shut down while runs wait | the guide: [`guide::shutting_down`] |
//! | put long waits into a queue, and survive a restart | [`stored`], and the guide: [`guide::durable_retries`] |
//! | test without waiting | [`testing::no_waits`], whose guard also records attempts and waits |
//! | test deadlines and exact times | a [`ManualClock`](testing::ManualClock), or a paused tokio runtime |
//! | make an operation fail now and then | [`testing::Faults`] |
//! | know more about tests | the guide: [`guide::testing`] |
//! | wait with another timer or runtime | [`timer`](Retry::timer) and [`time`] |
//! | read policies from a file or the environment | [`Settings`], with feature `serde` |
//! | correct numbers from run time instead of refusing them | [`Settings::clamped`] |
//! | retry HTTP calls | [`http`] |
//! | retry the requests to a service of tower | [`tower`] |
//! | write what I know from another library | the guide: [its index](guide) |
//! | copy a recipe | the guide: [`guide::cookbook`] |
//! | avoid the mistakes of others | the guide: [`guide::dos_and_donts`] |
//! | compare with other crates | the guide: [`guide::comparison`] |
//! | write an adapter | [`Driver`] |
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `macros` | yes | `#[retry]`, `retry_block!` and `#[derive(Retryable)]` |
//! | `futures-timer` | yes | async waits on any executor; implies `std` |
//! | `std` | yes | the thread's sleep, the system's clock, and seeds for the jitter |
//! | `tokio` | no | tokio's timer and clock inside a tokio runtime, a paused clock too; implies `futures-timer` |
//! | `testing` | no | `testing::no_waits_everywhere()`, for a whole test process; implies `std` |
//! | `tracing` | no | events for retries, and for runs that give up or recover; spans around attempts; implies `std` |
//! | `metrics` | no | counts of retries and of the reasons why runs end, for any recorder of `metrics`; implies `std` |
//! | `serde` | no | policies in configuration files; implies `std` |
//! | `http` | no | [`http`]: statuses, methods, `Retry-After` and idempotency keys, for any client; implies `std` |
//! | `reqwest`, `ureq`, `hyper` | no | the errors and responses of these clients; imply `http`. `ureq` adds a session around its agent |
//! | `reqwest-012` | no | the same for reqwest 0.12, next to 0.13 or without it; implies `http` |
//! | `reqwest-middleware` | no | retries as a middleware of reqwest; implies `reqwest` and `futures-timer` |
//! | `tower` | no | [`tower`]: retries as a layer around any service; over HTTP for axum, and with `hyper` for hyper and tonic; implies `http` and `futures-timer` |
//! | `tower-policy` | no | a policy for the retry layer of the crate `tower`; implies `tower` |
//!
//! Without `std` the crate needs no allocator; a [timer](time::Clock) of your own supplies clock, sleep and seeds.
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | operation | what is retried: a closure, or the body of an annotated function |
//! | attempt | one call of the operation, counted from 1; `attempts(5)` is five calls in all |
//! | retry | an attempt after the first; retry `n` follows failed attempt `n` |
//! | run | all attempts of one call, and the waits between them |
//! | hedge | an attempt that begins while another is still out |
//! | backoff | the rule for the nominal delay before retry `n` |
//! | jitter | how a nominal delay is made random |
//! | outcome | the value that an attempt returned |
//! | verdict | what to do with an outcome |
//! | hint | a delay that the callee asked for |
//! | deadline | the time, from the start of the first attempt, after which no attempt begins |
//! | attempt timeout | the time that one async attempt may take |
//! | breaker | what stops calling a callee that is down, for all runs that share it |
//! | probe | an attempt that a half-open breaker lets through, to see whether it may close |
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
// What a feature adds is linked to from docs that are there without it.
#![cfg_attr(
    not(all(
        feature = "macros",
        feature = "http",
        feature = "tower",
        feature = "testing",
        feature = "tracing",
        feature = "metrics"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "std")]
extern crate std;

#[cfg(all(feature = "std", target_family = "wasm", target_os = "unknown"))]
compile_error!(
    "this target has no thread to sleep, no clock and no random numbers: build retry-core with `default-features = false`, and give each run a timer of your own"
);

#[doc(hidden)]
pub mod __private;
#[cfg(target_has_atomic = "64")]
pub mod breaker;
mod driver;
pub mod guide;
#[cfg(feature = "http")]
pub mod http;
mod limits;
mod observe;
mod outcome;
mod policy;
mod retry;
#[cfg(feature = "std")]
pub mod testing;
pub mod time;
#[cfg(feature = "tower")]
pub mod tower;

#[cfg(feature = "std")]
pub use self::limits::CancelToken;
#[cfg(feature = "macros")]
pub use retry_macros::{Retryable, retry, retry_block};

#[cfg(target_has_atomic = "64")]
pub use self::breaker::{Breaker, BreakerOpen};
#[cfg(target_has_atomic = "64")]
pub use self::policy::BudgetSettings;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use self::{breaker::Breakers, limits::Budgets};
pub use self::{
    driver::{Attempt, Driver, Failure, Step, StopReason, stored},
    limits::{Budget, Hedge},
    outcome::{CausedBy, IntoVerdict, Mark, Marked, Outcome, Retryable, TimedOut, Verdict},
    policy::{
        Attempts, Backoff, BackoffKind, Delays, InvalidPolicy, Jitter, NominalDelays, Policy,
        Settings, preview,
    },
    retry::{
        Async, AttemptTimeout, Blocking, Event, GivenUp, Operation, Options, Pause, Pausing,
        Remaining, Report, Retry, RetryFuture, Run, hedge, retry,
    },
};
