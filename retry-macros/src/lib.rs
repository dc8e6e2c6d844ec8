//! The attribute of `retry-core`, which is what to depend on: this crate is an implementation detail.

mod args;
mod block;
mod boxed;
mod builder;
mod check;
mod duration;
mod expand;
mod function;
mod judge;
mod operation;
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
