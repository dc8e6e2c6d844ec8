//! The macros of `retry-core`, which is what to depend on: this crate is an implementation detail.

mod args;
mod builder;
mod check;
mod derive;
mod duration;
mod expand;
mod function;
mod judge;
mod output;
mod params;
mod suggest;

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
/// | `policy` | expression: `Policy` or `&Policy`; the other keys override it | `Policy::new()` |
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
/// `|` and `if` as in a `match`, matched against the reference. A constant in upper case that holds a
/// function goes into a block: `on = { IS_TRANSIENT }`.
///
/// # Parameters
///
/// Each attempt borrows them. A by-value parameter that is `mut` gets a fresh copy in each attempt, so
/// that no state leaks from one to the next; `mut x: &mut T` is reborrowed. Others are copied only
/// where `clone(..)` lists them; moving one that is not listed is an error at that expression.
///
/// The body runs again from its first line: a key, a timestamp or a transaction made in it is new in
/// each attempt. What must stay the same comes in as a parameter.
///
/// # Limits
///
/// `&mut self -> Result<&mut T, E>`, which the borrow checker refuses in a loop by hand too;
/// `#[track_caller]`, which sees the attribute; and `#[instrument]`, which must stand below `#[retry]`.
/// A blocking `#[retry]` sleeps its thread, so in an async task make the function async.
#[proc_macro_attribute]
pub fn retry(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(args.into(), item.into()).into()
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
