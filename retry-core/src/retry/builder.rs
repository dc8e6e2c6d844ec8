#[cfg(target_has_atomic = "64")]
mod breaking;
mod hedging;
mod judging;
mod policy_settings;
mod run_settings;

use core::{fmt, marker::PhantomData};

use super::{
    Operation,
    options::{Configure, Options},
    output_mode::AddReport,
};
use crate::policy::Policy;

/// Retries an operation: a closure that returns a `Result` or an `Option`, or a future of one.
///
/// A blocking chain ends in [`.call()`](Retry::call), an async one in `.await`. In between, the methods
/// of [`Retry`] set how often, how long and on which errors to retry. By default every error is
/// retried, with three attempts in all, exponential backoff from 100 ms and full jitter.
///
/// A closure that takes the [`Attempt`](crate::Attempt) must name the type: `|attempt: Attempt| ..`.
///
/// # Example: blocking
///
/// ```
/// # #[cfg(feature = "std")] {
/// use core::time::Duration;
/// use retry_core::retry;
///
/// let mut line = ["busy", "busy", "ready"].into_iter();
/// let result = retry(|| match line.next() { Some("ready") => Ok("ready"), _ => Err("busy") })
///     .attempts(5)
///     .backoff(Duration::from_millis(1))
///     .on(|error| *error == "busy")
///     .call();
/// assert_eq!(result, Ok("ready"));
/// # }
/// ```
///
/// # Example: async
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use core::time::Duration;
/// use retry_core::retry;
///
/// async fn fetch(url: &str) -> Result<String, std::io::Error> {
///     Ok(format!("page of {url}"))
/// }
///
/// let page = retry(|| fetch("/index"))
///     .attempts(5)
///     .backoff(Duration::from_secs(1))
///     .on(|error| error.kind() == std::io::ErrorKind::TimedOut)
///     .await;
/// assert_eq!(page.unwrap(), "page of /index");
/// # } main() }
/// ```
///
/// # What the compiler refuses, and what to write
///
/// **An async operation that borrows mutably**, such as `|| self.fetch()` with `&mut self`: "captured
/// variable cannot escape `FnMut` closure body". The future would keep the borrow from one attempt to the
/// next.
///
/// ```compile_fail
/// # use retry_core::retry;
/// struct Client { calls: u32 }
///
/// impl Client {
///     async fn fetch(&mut self) -> Result<u32, String> { self.calls += 1; Ok(self.calls) }
///
///     async fn fetch_again(&mut self) -> Result<u32, String> {
///         retry(|| self.fetch()).await
///     }
/// }
/// ```
///
/// **An async closure that changes what it captures**: "async closure does not implement `FnMut` because
/// it captures state from its environment".
///
/// ```compile_fail
/// # use retry_core::retry;
/// async fn count() -> Result<(), ()> {
///     let mut calls = 0;
///     retry(async || { calls += 1; if calls < 3 { Err(()) } else { Ok(()) } }).await
/// }
/// ```
///
/// For both, write [`#[retry]`](macro@crate::retry) on the function, `retry_block!` in place, or the loop
/// of [`Policy::start`](crate::Policy::start). They may borrow mutably in each attempt:
///
/// ```
/// # #[cfg(all(feature = "macros", feature = "futures-timer"))] {
/// # use retry_core::{retry, retry_block};
/// # struct Client { calls: u32 }
/// impl Client {
///     # async fn fetch(&mut self) -> Result<u32, String> { self.calls += 1; Ok(self.calls) }
///     #[retry(attempts = 5)]
///     async fn fetch_again(&mut self) -> Result<u32, String> {
///         self.fetch().await
///     }
/// }
///
/// async fn count() -> Result<(), ()> {
///     let mut calls = 0;
///     retry_block!(backoff = 1ms; async { calls += 1; if calls < 3 { Err(()) } else { Ok(()) } }).await
/// }
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// # assert_eq!(Client { calls: 0 }.fetch_again().await, Ok(1));
/// # assert_eq!(count().await, Ok(()));
/// # } main() }
/// ```
///
/// **`?` where nothing names the error type**: "type annotations needed" (E0282, E0283).
///
/// ```compile_fail
/// # use retry_core::retry;
/// let number = retry(|| { let number: u32 = "42".parse()?; Ok(number) }).call();
/// ```
///
/// Name the type: of the closure in blocking code, of the last value in async code.
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # use retry_core::retry; use std::num::ParseIntError;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let number = retry(|| -> Result<u32, ParseIntError> { Ok("42".parse()?) }).call();
/// assert_eq!(number, Ok(42));
///
/// let number = retry(|| async { Ok::<u32, ParseIntError>("42".parse()?) }).await;
/// assert_eq!(number, Ok(42));
/// # } main() }
/// ```
///
/// # What compiles, and retries too little or too much
///
/// **A result in a result**, as from `retry(|| tokio::spawn(work()))`: only the outer one is judged, so a
/// `work` that failed counts as a success. Make one result of the two inside of the operation:
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # use retry_core::retry; use std::io;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// async fn work() -> io::Result<()> { Err(io::ErrorKind::TimedOut.into()) }
///
/// let nested = retry(|| tokio::spawn(work())).report().await;
/// assert_eq!(nested.attempts, 1); // `Ok(Err(..))` is accepted
///
/// let flat = retry(|| async { tokio::spawn(work()).await? }).backoff(core::time::Duration::ZERO);
/// assert_eq!(flat.report().await.attempts, 3);
/// # } main() }
/// ```
///
/// **`attempt_timeout` over `spawn_blocking`**: the timeout drops the handle, but nothing can stop a thread.
/// The next attempt starts a second call next to the first. Give the blocking call a timeout of its own,
/// and leave `attempt_timeout` out.
pub fn retry<M, Op>(op: Op) -> Retry<M, Op, Options>
where
    Op: Operation<M>,
{
    Retry {
        op,
        options: Options::NEW,
        marker: PhantomData,
    }
}

/// An operation and its options; made by [`retry()`] and [`Policy::retry`](crate::Policy::retry).
///
/// Nothing happens before [`call`](Retry::call) or `.await`. Invalid values do not panic here, since a
/// retry must not be what fails: 0 attempts is 1, a factor that is not a finite number above 0 is 2, a
/// ratio outside of `(0, 1]` is full jitter, and a first delay above the cap is capped. A
/// [`Policy`] refuses them at compile time, and [`Settings`](crate::Settings) give an
/// error.
///
/// # Spawning and joining
///
/// `.await` makes a future of a `Retry`. `tokio::spawn`, `join_all`, `futures::join!` and others that take a
/// future do not: they say "`Retry<..>` is not a future". End the chain with `.into_future()` there.
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use retry_core::retry;
/// use tokio::task::JoinSet;
///
/// async fn fetch(page: u32) -> Result<u32, std::io::Error> { Ok(page) }
///
/// let mut pages = JoinSet::new();
/// for page in 1..=3 {
///     pages.spawn(retry(move || fetch(page)).attempts(5).into_future());
/// }
/// let pages = pages.join_all().await;
/// assert_eq!(pages.into_iter().flatten().sum::<u32>(), 6);
/// # } main() }
/// ```
#[must_use = "nothing is called before `.call()` or `.await`"]
pub struct Retry<M, Op, C> {
    pub(crate) op: Op,
    pub(crate) options: C,
    marker: PhantomData<fn() -> M>,
}

impl<M, Op, C> Retry<M, Op, C> {
    pub(crate) fn with<D>(self, change: impl FnOnce(C) -> D) -> Retry<M, Op, D> {
        Retry {
            op: self.op,
            options: change(self.options),
            marker: PhantomData,
        }
    }
}

impl<M, Op, C> fmt::Debug for Retry<M, Op, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry").finish_non_exhaustive()
    }
}

/// The report of what a run with the options `C` returns.
type WithReport<C> = <<C as Configure>::OutputMode as AddReport>::WithReport;

impl<M, Op, C: Configure> Retry<M, Op, C> {
    /// Makes `.call()` and `.await` return a [`Report`](crate::Report): the outcome, the attempts, the
    /// times, and why the run ended.
    pub fn report(self) -> Retry<M, Op, C::WithOutput<WithReport<C>>>
    where
        C::OutputMode: AddReport,
    {
        self.with(|options| options.map_output(AddReport::with_report))
    }
}

impl Policy {
    /// Retries an operation under this policy, like [`retry(op).policy(self)`](crate::retry()).
    pub fn retry<M, Op>(self, op: Op) -> Retry<M, Op, Options<Self>>
    where
        Op: Operation<M>,
    {
        retry(op).policy(self)
    }
}
