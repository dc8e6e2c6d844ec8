//! The macros of `retry-core`. Depend on that crate: this one is an implementation detail.

mod derive;
mod errors;
mod expand;
mod input;
mod parse;

use proc_macro::TokenStream;

/// Retries the annotated function.
///
/// ```
/// use retry_core::retry;
///
/// # struct Api; struct Quote; #[derive(Debug)] enum ApiError { Timeout, Status(u16) } impl Api { async fn get(&self, _: &str) -> Result<Quote, ApiError> { Ok(Quote) } }
/// #[retry(attempts = 5, backoff = 1.0, on = ApiError::Timeout | ApiError::Status(500..=599))]
/// async fn quote(api: &Api, path: &str) -> Result<Quote, ApiError> {
///     api.get(path).await
/// }
/// ```
///
/// The signature stays as you wrote it, and the body becomes the operation. `?` and `return` end the
/// attempt, not the function. The function returns the outcome of the last attempt, unchanged.
///
/// # Keys
///
/// Write them in any order, each at most once. `#[retry]` alone uses the defaults.
///
/// | key | value | default |
/// |---|---|---|
/// | `attempts` | integer of at least 1, `unlimited`, or an expression of type `u32` | 3 |
/// | `backoff` | duration (the first exponential delay), or an expression of type `Backoff` or `Duration` | exponential from 100 ms |
/// | `schedule` | expression: any iterable of `Duration`; excludes `backoff` and `factor` | none |
/// | `factor` | number above 0, for exponential backoff | 2 |
/// | `max_delay` | duration | 30 s |
/// | `jitter` | `full`, `equal`, `decorrelated`, `none`, a ratio, or an expression of type `Jitter` | `full` |
/// | `on` | pattern or predicate on the error | every error; `Marked` ones by their marks; with `http`, its rules |
/// | `on_ok` | pattern or predicate on the success value | none |
/// | `on_outcome` | pattern or predicate on the whole outcome; excludes `on` and `on_ok` | none |
/// | `exhausted` | closure that turns a value still rejected after the last attempt into an outcome; needs `on_ok`, `on_outcome` or `http` | the value as it is |
/// | `deadline`, `reset_after` | duration | none |
/// | `throttled_delay` | duration: the `backoff` of failures whose verdict is `Throttled` | as `backoff` |
/// | `max_retry_after` | duration | 60 s |
/// | `exact_hints` | flag: wait exactly as long as the callee asks | off: a hint is the shortest wait |
/// | `attempt_timeout` | duration, or `remaining`, the time until the deadline; async only | none |
/// | `timed_out` | closure `TimedOut -> E`, with `attempt_timeout` | `E::from` |
/// | `policy` | expression: `Policy` or a reference to one; the other keys override it | `Policy::new()` |
/// | `http` | expression: an HTTP call, `HTTP.call(Method::GET)`: its policy, which the other keys override, its rules, which are asked after `on` and `on_ok`, and its gate; excludes `policy` and `on_outcome` | none |
/// | `unmarked` | flag: the body fails with `Marked<E>`, whose marks are obeyed, and the function with the `E` of its declared type | off |
/// | `budget` | expression: lends a `Budget`, which pays for the retries of many runs: `&BUDGET`, an `Arc` | that of the policy |
/// | `breaker`, `rejected` | expression: lends a `Breaker`, which each attempt asks: `&BREAKER`; closure `BreakerOpen -> E` | none; `E::from` |
/// | `hedge` | duration, or an expression: a `Hedge` or `&HEDGE`: a further attempt starts while the first is still out; async only | none |
/// | `cancel` | expression: lends a `CancelToken`, which ends the waits of a run; blocking only | none |
/// | `on_retry`, `on_stop`, `on_end` | expression: a hook that takes `&Event<'_, _>`: before a wait, on failure, at every end | none |
/// | `timer` | expression: a timer | thread, `futures-timer` or tokio |
/// | `clone(a, b)` | parameters of which each attempt gets a fresh clone | none |
/// | `context` | an identifier, bound to the `Attempt` in the body | none |
/// | `name` | string, for hooks, events and metrics | the function's name |
/// | `crate` | path of the core crate where it is renamed or re-exported: `::my_crate::retry_core` | `::retry_core` |
///
/// A **duration** is a number of seconds (`1.0`, `2`), numbers with units (`50ns`, `250us`, `100ms`, `1.5s`,
/// `5m`, `2h`, `1d`, `1m30s`), or an expression of type `Duration`. A whole number above 60 needs its unit.
///
/// A **predicate** is a closure, a block, a method call, or a path or call whose path ends in lower
/// case. It takes a reference and returns `bool` or `Verdict`. Everything else is a **pattern**, with
/// `|` and `if` as in a `match`: variants, ranges, constants, `"busy"` for a `&str`. What it binds is a
/// reference. To compare a `String`, write a predicate. To use an upper-case constant that holds a
/// function, put it into a block: `on = { IS_TRANSIENT }`.
///
/// # Examples
///
/// How often to try, and how long to wait. `unlimited` needs another end, here a deadline:
///
/// ```
/// # use std::cell::Cell; use retry_core::{retry, testing::ManualClock};
/// # use core::time::Duration;
/// #[retry(attempts = unlimited, backoff = 1s, factor = 3, max_delay = 5s, jitter = none, deadline = 20s, timer = clock)]
/// fn poll(clock: &ManualClock) -> Option<()> {
///     None
/// }
///
/// let clock = ManualClock::new();
/// poll(&clock);
/// assert_eq!(clock.waits(), [1, 3, 5, 5, 5].map(Duration::from_secs));
/// ```
///
/// A policy that the whole program shares. This function overrides its backoff and its jitter:
///
/// ```
/// # use retry_core::{Policy, retry};
/// const UPSTREAM: Policy = Policy::new().attempts(5).seed(7);
///
/// #[retry(policy = UPSTREAM, backoff = 1ms, jitter = 0.25)]
/// fn fetch() -> Option<&'static str> {
///     Some("page")
/// }
/// # assert_eq!(fetch(), Some("page"));
/// ```
///
/// Your own schedule. The run ends when the schedule ends:
///
/// ```
/// # use core::time::Duration; use retry_core::{retry, testing::ManualClock};
/// #[retry(attempts = unlimited, schedule = [1, 10, 60].map(Duration::from_secs), jitter = none, timer = clock)]
/// fn sync(clock: &ManualClock) -> Option<()> {
///     None
/// }
///
/// let clock = ManualClock::new();
/// sync(&clock);
/// assert_eq!(clock.waits(), [1, 10, 60].map(Duration::from_secs));
/// ```
///
/// Which errors to retry, and when. A hint longer than `max_retry_after` ends the run:
///
/// ```
/// # use core::time::Duration; use retry_core::{Verdict, retry, testing};
/// enum ApiError { Busy(Option<Duration>), Fatal }
/// impl ApiError {
///     fn verdict(&self) -> Verdict {
///         match self {
///             ApiError::Busy(hint) => Verdict::retry_after(*hint),
///             ApiError::Fatal => Verdict::Stop,
///         }
///     }
/// }
///
/// #[retry(on = ApiError::verdict, max_retry_after = 30s)]
/// fn fetch() -> Result<(), ApiError> {
///     Err(ApiError::Busy(Some(Duration::from_secs(3600))))
/// }
///
/// assert!(fetch().is_err()); // at once: the hint of an hour is longer than 30 seconds
/// ```
///
/// Polling until a value is accepted. If it never is, `exhausted` turns the last value into an error:
///
/// ```
/// # use retry_core::{retry, testing};
/// #[derive(Debug, PartialEq)]
/// enum Job { Running, Done }
///
/// #[retry(attempts = 10, backoff = 1s, on_ok = Job::Running, exhausted = |job| Err(format!("{job:?}")))]
/// fn wait_for(states: &mut Vec<Job>) -> Result<Job, String> {
///     states.pop().ok_or_else(|| "no such job".to_owned())
/// }
///
/// let _guard = testing::no_waits();
/// assert_eq!(wait_for(&mut vec![Job::Done, Job::Running, Job::Running]), Ok(Job::Done));
/// ```
///
/// One judge for values and errors:
///
/// ```
/// # use retry_core::retry;
/// #[retry(backoff = 1ms, on_outcome = Ok(500..=599) | Err("reset"))]
/// fn status(answers: &mut Vec<Result<u16, &'static str>>) -> Result<u16, &'static str> {
///     answers.pop().unwrap_or(Err("closed"))
/// }
///
/// assert_eq!(status(&mut vec![Ok(200), Err("reset"), Ok(503)]), Ok(200));
/// ```
///
/// A time limit for each async attempt, and one for all of them. `timed_out` makes the error, for types
/// that have no `From<TimedOut>`:
///
/// ```
/// # use retry_core::{retry, testing::ManualClock};
/// #[retry(deadline = 30s, attempt_timeout = 5s, timed_out = |cut| cut.to_string(), timer = clock)]
/// async fn hangs(clock: &ManualClock) -> Result<(), String> {
///     std::future::pending().await
/// }
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let clock = ManualClock::new();
/// assert_eq!(hangs(&clock).await, Err("attempt timed out after 5s".to_owned()));
/// # }
/// ```
///
/// A stream that ran for at least a minute before it broke gets all its attempts again:
///
/// ```
/// # use retry_core::retry;
/// #[retry(attempts = 5, backoff = 1ms, reset_after = 1m)]
/// fn follow() -> std::io::Result<()> {
///     Ok(())
/// }
/// # follow().unwrap();
/// ```
///
/// Hooks, and the name that they see:
///
/// ```
/// # use retry_core::{Event, retry};
/// fn log(event: &Event<'_, Result<(), &'static str>>) {
///     eprintln!("{:?}: attempt {} failed: {:?}", event.name(), event.attempt(), event.error());
/// }
///
/// #[retry(backoff = 1ms, name = "nightly sync", on_retry = log, on_stop = log)]
/// fn sync() -> Result<(), &'static str> {
///     Err("busy")
/// }
/// # assert!(sync().is_err());
/// ```
///
/// The body knows which attempt it is, and refreshes its token on a later one:
///
/// ```
/// # use retry_core::retry;
/// #[retry(backoff = 1ms, context = attempt, clone(token))]
/// fn send(token: String) -> Result<String, String> {
///     let token = if attempt.number() > 1 { format!("fresh {token}") } else { token };
///     if token.starts_with("fresh") { Ok(token) } else { Err(token) }
/// }
///
/// assert_eq!(send("token".to_owned()), Ok("fresh token".to_owned()));
/// ```
///
/// # Parameters
///
/// | parameter | each attempt |
/// |---|---|
/// | `x: T`, `x: &T`, `self`, `&self`, `&mut self` | borrows it |
/// | `mut x: T` | gets its own clone, so no state leaks from one attempt to the next |
/// | `mut x: &mut T` | gets a reborrow of the whole |
/// | listed in `clone(x)` | gets its own clone, and may consume it |
/// | with `hedge`: any, several times at once | borrows it shared, so `&mut` is refused; copies and clones as above |
/// | moved but not listed | does not compile: the error points at the expression that moves it |
///
/// The body runs again from its first line: a key, a timestamp or a transaction created in it is new in
/// each attempt. Pass in as a parameter what has to stay the same in all attempts, such as an
/// idempotency key. With a database, retry the whole transaction, never a single statement of it. What
/// has to be new in a later attempt, such as a token, can depend on `context`.
///
/// # Where you can use it
///
/// - Free functions, and methods with any receiver except `mut self`: take `self`, and clone it in the body.
/// - Trait methods with a body, and their implementations, `async_trait` too.
/// - Generic, `unsafe` and `extern` functions, and functions written by `macro_rules!`.
/// - Functions whose body ends in `async move { .. }` or `Box::pin(async move { .. })`. What comes before
///   that block runs once.
///
/// # Other attributes
///
/// | with | write `#[retry]` |
/// |---|---|
/// | `#[tokio::main]`, `#[tokio::test]` and others that take `async` away | above them: below, each attempt would start a runtime of its own, and `attempt_timeout` is refused |
/// | `#[instrument]` | above it for one span around the whole run, below it for a span around each attempt |
/// | a second `#[retry]` | above it for the inner loop: the lower one retries the runs of the upper one |
///
/// # Limits
///
/// - `&mut self -> Result<&mut T, E>`: the borrow checker refuses it, as it refuses the loop written by
///   hand. Return what identifies the value, and borrow it afterwards.
/// - `#[track_caller]` shows the body its own line. Put it on a plain function that passes
///   `Location::caller()` to the annotated one.
/// - A blocking `#[retry]` sleeps its thread. In an async task that is a thread of the executor, and all
///   other tasks on it wait too. Make the function async, or call it where blocking is allowed.
/// - A predicate or a key that reads `self` borrows it for the whole run. With `&mut self`, copy what it
///   needs out of `self` first; `policy = self.policy` does that by itself.
/// - An owned parameter that is `Send` but not `Sync`, borrowed across an `.await`, makes the future not
///   `Send`. List it in `clone(..)`.
#[proc_macro_attribute]
pub fn retry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand_function(arguments.into(), item.into()).into()
}

/// Retries a block in place. It takes the keys of [`#[retry]`](macro@retry) and expands to the same code:
/// use it for a few statements that are not worth a function.
///
/// `retry_block!(keys; { .. })` blocks. `retry_block!(keys; async { .. })` is a future: await it, join it,
/// or put a timeout around it. The block may borrow mutably in each attempt. If `?` or `return` cannot infer the
/// type of its outcome, write it in front (`-> T { .. }`, `async -> T { .. }`).
///
/// ```
/// use retry_core::retry_block;
///
/// let mut calls = 0;
/// let number = retry_block!(attempts = 5, backoff = 1ms; -> Result<u32, std::num::ParseIntError> {
///     calls += 1;
///     let text = if calls < 3 { "busy" } else { "42" };
///     Ok(text.parse()?)
/// });
/// assert_eq!((number, calls), (Ok(42), 3));
/// ```
#[proc_macro]
pub fn retry_block(input: TokenStream) -> TokenStream {
    expand::expand_block(input.into()).into()
}

/// Implements the trait `Retryable` for an error type. Marks on its variants say what to retry.
///
/// ```
/// use retry_core::{Retryable, retry};
/// use std::{io, time::Duration};
///
/// #[derive(Debug, Retryable)]
/// enum ApiError {
///     #[retry]
///     Timeout,
///     #[retry(after = retry_after)]
///     Busy { retry_after: Option<Duration> },
///     #[retry(transparent)]
///     Io(io::Error),
///     #[no_retry]
///     BadRequest(String),
/// }
///
/// #[retry(attempts = 5, backoff = 1ms, on = Retryable::verdict)]
/// fn fetch(calls: &mut u32) -> Result<u32, ApiError> {
///     *calls += 1;
///     match calls {
///         1 => Err(ApiError::Timeout),
///         2 => Err(ApiError::Io(io::ErrorKind::ConnectionReset.into())),
///         3 => Err(ApiError::Busy { retry_after: Some(Duration::from_millis(2)) }),
///         _ => Err(ApiError::BadRequest("no such page".into())),
///     }
/// }
///
/// let mut calls = 0;
/// assert!(matches!(fetch(&mut calls), Err(ApiError::BadRequest(_))));
/// assert_eq!(calls, 4);
/// ```
///
/// # Marks
///
/// They go on the variants of an enum, or on a struct, at most one on each.
///
/// | mark | verdict |
/// |---|---|
/// | `#[retry]` | `Verdict::Retry` |
/// | `#[retry(after = field)]` | `Verdict::retry_after(field)`: not earlier than the field says |
/// | `#[retry(transparent)]` | the verdict of the error inside, which has to be `Retryable` itself |
/// | `#[no_retry]`, or no mark | `Verdict::Stop` |
///
/// `after` takes the name of a field, or its number in a tuple: a `Duration` or an `Option<Duration>`.
///
/// `transparent` asks the only field. If there are several, it asks the one marked `#[source]` or `#[from]`,
/// as `thiserror` does, or else the one named `source`. If the type of that field depends on a type
/// parameter, the implementation requires it to be `Retryable`. `#[retry(crate = path)]` on the whole type says where
/// the core crate is, if not at `::retry_core`.
///
/// # Order
///
/// On a struct, write `#[retry]` *below* `#[derive(Retryable)]`. Above it, the compiler cannot tell it from
/// the attribute [`#[retry]`](macro@retry) for functions and reports an ambiguity (E0659).
#[proc_macro_derive(Retryable, attributes(retry, no_retry, source, from))]
pub fn derive_retryable(item: TokenStream) -> TokenStream {
    derive::expand_derive(item.into()).into()
}
