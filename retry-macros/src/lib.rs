//! The macros of `retry-core`, which is what to depend on: this crate is an implementation detail.

mod args;
mod attrs;
mod block;
mod boxed;
mod builder;
mod check;
mod constant;
mod copies;
mod derive;
mod duration;
mod expand;
mod expression;
mod function;
mod judge;
mod keys;
mod operation;
mod output;
mod param;
mod pattern;
mod place;
mod signature;
mod suggest;
mod tokens;
mod value;
mod values;

use proc_macro::TokenStream;

/// Retries the function that it stands on.
///
/// ```
/// use retry_core::retry;
///
/// # struct Api; struct Quote;
/// # #[derive(Debug)] enum ApiError { Timeout, Status(u16) }
/// # impl Api { async fn get(&self, _: &str) -> Result<Quote, ApiError> { Ok(Quote) } }
/// #[retry(attempts = 5, backoff = 1.0, on = ApiError::Timeout | ApiError::Status(500..=599))]
/// async fn quote(api: &Api, path: &str) -> Result<Quote, ApiError> {
///     api.get(path).await
/// }
/// ```
///
/// The signature stays as it is written; the body becomes the operation. `?` and `return` end the
/// attempt, not the function. The last outcome comes back untouched.
///
/// # Keys
///
/// In any order, each at most once; `#[retry]` alone takes every default.
///
/// | key | value | default |
/// |---|---|---|
/// | `attempts` | integer of at least 1, `unlimited`, or an expression of type `u32` | 3 |
/// | `backoff` | a duration (the first exponential delay), or an expression: `Backoff` or `Duration` | exponential from 100 ms |
/// | `schedule` | expression: any iterable of `Duration`; excludes `backoff` and `factor` | none |
/// | `factor` | number above 0, for exponential backoff | 2 |
/// | `max_delay` | duration | 30 s |
/// | `jitter` | `full`, `equal`, `decorrelated`, `none`, a ratio, or an expression of type `Jitter` | `full` |
/// | `on` | pattern or predicate on the error | every error |
/// | `on_ok` | pattern or predicate on the success value | none |
/// | `on_outcome` | pattern or predicate on the whole outcome; excludes `on` and `on_ok` | none |
/// | `exhausted` | closure from a value that is still refused to the outcome | the value as it is |
/// | `deadline`, `reset_after` | duration; one excludes the other | none |
/// | `max_retry_after` | duration | 60 s |
/// | `attempt_timeout` | duration, or `remaining`; async only | none |
/// | `timed_out` | closure `TimedOut -> E`, beside `attempt_timeout` | `E::from` |
/// | `policy` | expression: `Policy` or a reference to one, `HTTP.as_policy()`; the other keys override it | `Policy::new()` |
/// | `on_retry`, `on_stop` | expression: a hook that takes `&Event<'_, _>` | none |
/// | `timer` | expression: a timer | thread, `futures-timer` or tokio |
/// | `clone(a, b)` | parameters of which each attempt gets a fresh clone | none |
/// | `context` | an identifier, bound to the `Attempt` in the body | none |
/// | `name` | string, for events | the function's name |
/// | `crate` | path of the core crate | `::retry_core` |
///
/// A **duration** is a number of seconds (`1.0`, `2`), a number with a unit (`50ns`, `250us`, `100ms`,
/// `1.5s`, `5m`, `2h`), or an expression of type `Duration`.
///
/// A **predicate** is a closure, a block, a method call, or a path or call whose path ends in lower
/// case; it takes a reference and returns `bool` or `Verdict`. Everything else is a **pattern**, with
/// `|` and `if` as in a `match`: variants, ranges, constants, `"busy"` for a `&str`; what it binds is a
/// reference. A `String` is compared in a predicate. A constant in upper case that holds a function
/// goes into a block: `on = { IS_TRANSIENT }`.
///
/// # Each key at work
///
/// How often and how long; `unlimited` wants an end beside it:
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
/// A policy of the whole program, one key of it overridden; a ratio as jitter; a seed of one's own
/// through the policy:
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
/// A schedule of one's own ends the run when it ends:
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
/// Which errors, with a hint from the callee; `max_retry_after` bounds it:
///
/// ```
/// # use core::time::Duration; use retry_core::{Verdict, retry, testing};
/// enum ApiError { Busy(Option<Duration>), Fatal }
///
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
/// assert!(fetch().is_err()); // at once: an hour is more than half a minute
/// # let _ = ApiError::Fatal;
/// ```
///
/// Poll until a value is accepted, and make an error of one that never is:
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
/// Values and errors judged together:
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
/// A limit for each async attempt, and for all together; the error made by a closure, since that of
/// another crate has no `From<TimedOut>`:
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
/// `attempt_timeout = remaining` leaves an attempt what the deadline leaves. A stream that ran for a
/// while before it broke starts afresh:
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
/// Hooks, and the name that they know the run by:
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
/// The attempt in the body, to refresh a token on a later one:
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
/// `crate = ::my_crate::retry_core` names the core crate where it is renamed or comes from another.
///
/// # Parameters
///
/// | parameter | each attempt |
/// |---|---|
/// | `x: T`, `x: &T`, `self`, `&self`, `&mut self` | borrows it |
/// | `mut x: T` | gets a fresh clone: no state leaks from one attempt to the next |
/// | `mut x: &mut T` | gets a reborrow of the whole |
/// | listed in `clone(x)` | gets a fresh clone to consume |
/// | moved, and not listed | is an error at the expression that moves it |
///
/// The body runs again from its first line: a key, a timestamp or a transaction made in it is new in
/// each attempt. What must stay the same over all attempts, such as an idempotency key, comes in as a
/// parameter. For a database that means: retry the whole transaction, never a statement in it. What
/// must be new on a later attempt, such as a token, the body asks `context` for.
///
/// # Where it goes
///
/// Free functions and methods with any receiver but `mut self`; trait methods with a body and their
/// implementations; generic, `unsafe` and `extern` functions; functions written by `macro_rules!`;
/// `async_trait` methods; functions whose body ends in `async move { .. }` or in
/// `Box::pin(async move { .. })`, where what stands before the block runs once. It stands above
/// `#[instrument]`, and may stand above another `#[retry]`.
///
/// # Limits
///
/// - `&mut self -> Result<&mut T, E>` is refused by the borrow checker, as in a loop by hand: return
///   what identifies the value, and borrow it afterwards.
/// - `#[track_caller]` shows the body its own line: put it on a plain function, which hands
///   `Location::caller()` on to the annotated one.
/// - `mut self` is refused: take `self`, and clone it in the body.
/// - A blocking `#[retry]` sleeps its thread; in an async task that is the executor's, with every other
///   task on it. Make the function async, or call it where blocking is allowed.
/// - A predicate or key that reads `self` borrows it for the whole run, so beside `&mut self` copy out
///   what it needs: `policy = self.policy` copies by itself.
/// - An owned parameter that is `Send` but not `Sync`, borrowed across an `.await`, makes the future
///   not `Send`: list it in `clone(..)`.
#[proc_macro_attribute]
pub fn retry(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(args.into(), item.into()).into()
}

/// Retries a block in place, with the keys of [`#[retry]`](macro@retry) and the same expansion: for a
/// few statements that are not worth a function.
///
/// `retry_block!(keys; { .. })` blocks. `retry_block!(keys; async { .. })` *is* a future: await it,
/// join it, put a timeout around it. The block may borrow mutably across attempts. A type in front of
/// it (`-> T { .. }`, `async -> T { .. }`) tells `?` and `return` what they return.
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
/// assert_eq!(number, Ok(42));
/// assert_eq!(calls, 3);
/// ```
#[proc_macro]
pub fn retry_block(input: TokenStream) -> TokenStream {
    block::expand(input.into()).into()
}

/// Implements the trait `Retryable` for an error type, from marks on its variants.
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
/// On a variant of an enum, or on a struct; at most one on each.
///
/// | mark | verdict |
/// |---|---|
/// | `#[retry]` | `Verdict::Retry` |
/// | `#[retry(after = field)]` | `Verdict::retry_after(field)`: not earlier than the field says |
/// | `#[retry(transparent)]` | that of the error inside, which is `Retryable` itself |
/// | `#[no_retry]`, or none | `Verdict::Stop` |
///
/// `after` takes the name of a field, or its number in a tuple (`after = 0`); the field is a `Duration`
/// or an `Option<Duration>`. `transparent` asks the only field; of several the one that is marked
/// `#[source]` or `#[from]`, as for `thiserror`, or else is named `source`. Where the type of that field
/// names a type parameter, the implementation asks for it to be `Retryable`.
///
/// On the whole type: `#[retry(crate = path)]` where the core crate is not at `::retry_core`.
///
/// # Order
///
/// On a struct `#[retry]` stands *below* `#[derive(Retryable)]`. Above it the compiler refuses it as
/// ambiguous (E0659): there it could as well be the attribute [`#[retry]`](macro@retry), which goes on
/// a function.
#[proc_macro_derive(Retryable, attributes(retry, no_retry, source, from))]
pub fn derive_retryable(item: TokenStream) -> TokenStream {
    derive::expand(item.into()).into()
}
