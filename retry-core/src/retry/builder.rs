mod judging;
mod policy_settings;
mod run_settings;

use core::{fmt, marker::PhantomData};

use super::{
    Operation,
    options::{Configure, Options},
    output_mode::Reported,
};
use crate::policy::Policy;

/// Retries an operation: a closure that returns a `Result` or an `Option`, or a future of one.
///
/// A blocking chain ends in [`.call()`](Retry::call), an async one in `.await`. In between, the methods
/// of [`Retry`] set how often, how long and on which errors to retry. By default every error is
/// retried, with three attempts in all, exponential backoff from 100 ms and full jitter.
///
/// A closure that takes the [`Attempt`](crate::Attempt) must name the type: `|attempt: Attempt| ..`.
/// An async closure cannot change what it captures; use `#[retry]` or
/// [`Policy::start`](crate::Policy::start) for that.
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

impl<M, Op, C: Configure> Retry<M, Op, C> {
    /// Makes `.call()` and `.await` return a [`Report`](crate::Report): the outcome, the attempts, the
    /// times, and why the run ended.
    pub fn report(self) -> Retry<M, Op, C::WithOutput<Reported>> {
        self.with(|options| options.with_output(Reported::default()))
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
