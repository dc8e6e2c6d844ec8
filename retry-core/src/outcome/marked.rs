use core::{error::Error, fmt, time::Duration};

use super::{Retryable, Verdict};

/// An error with the [`Verdict`] that was put on it where it arose; made by [`Mark`].
///
/// For operations that know best at the place of the failure whether another attempt can help. `?` makes
/// a transient mark of an error without one, since `Marked<E>` is `From<E>`. The run hands back the plain
/// error, if it is [`unmarked`](crate::Retry::unmarked).
///
/// ```
/// # #[cfg(feature = "std")] {
/// use retry_core::{Mark, Marked, retry};
/// use std::{fs, io};
///
/// fn read(path: &str) -> Result<u32, Marked<io::Error>> {
///     let text = fs::read_to_string(path)?; // retried
///     match text.trim().parse() {
///         Ok(number) => Ok(number),
///         Err(_) => Err(io::Error::from(io::ErrorKind::InvalidData).permanent()), // ends the run
///     }
/// }
///
/// let mut calls = 0;
/// # let path = std::env::temp_dir().join(format!("retry-core-marked-{}", std::process::id()));
/// # fs::write(&path, "no number").unwrap();
/// # let path = path.to_str().unwrap();
/// let number: io::Result<u32> = retry(|| { calls += 1; read(path) }).unmarked().call();
/// assert_eq!(number.unwrap_err().kind(), io::ErrorKind::InvalidData);
/// assert_eq!(calls, 1);
/// # fs::remove_file(path).unwrap();
/// # }
/// ```
///
/// # Who obeys the marks
///
/// | run | by the marks | the caller gets |
/// |---|---|---|
/// | `retry(op).unmarked()` | yes | `Result<T, E>` |
/// | `#[retry(unmarked)] fn f() -> Result<T, E>`, `retry_block!(unmarked; ..)` | yes | `Result<T, E>` |
/// | `#[retry] fn f() -> Result<T, Marked<E>>`, or a block of that type | yes, if the type says `Marked` | `Result<T, Marked<E>>` |
/// | with `on = Retryable::verdict` or `.on(Marked::verdict)` | yes | `Result<T, Marked<E>>`, or the error itself with `unmarked` too |
/// | with another `on` | only if it asks [`verdict`](Marked::verdict) | the same |
/// | by hand: `run.pause_on(error, Marked::verdict)` | yes | what the loop returns |
/// | `retry(op)` with none of them | **no**: it retries every error | `Result<T, Marked<E>>` |
///
/// The last line is why [`unmarked`](crate::Retry::unmarked) belongs to every builder over marks: the
/// compiler lets nobody treat one error type unlike all others without a word from you.
///
/// # A third error type
///
/// `?` converts once: into `Marked<E>` from an `E`, not from an `X` with `E: From<X>`. Say the first
/// step: `step().map_err(AppError::from)?`.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use retry_core::Marked;
///
/// #[derive(Debug, PartialEq)]
/// struct AppError(std::num::ParseIntError);
/// impl From<std::num::ParseIntError> for AppError {
///     fn from(error: std::num::ParseIntError) -> Self { AppError(error) }
/// }
///
/// fn port(text: &str) -> Result<u16, Marked<AppError>> {
///     Ok(text.parse::<u16>().map_err(AppError::from)?)
/// }
/// assert_eq!(port("80"), Ok(80));
/// # }
/// ```
///
/// # From other crates
///
/// | there | here |
/// |---|---|
/// | backoff: `Err(backoff::Error::permanent(e))`, `Error::transient(e)` | `Err(e.permanent())`, `Err(e.transient())` |
/// | backoff: `Error::retry_after(e, d)` | `Err(e.retry_after(d))` |
/// | tokio-retry2: `RetryError::to_permanent(e)`, `RetryError::to_transient(e)` | `Err(e.permanent())`, `Err(e.transient())` |
/// | tokio-retry2: `.map_transient_err()?`, backoff: `.map_err(Error::transient)?` | `?` |
/// | tokio-retry2: `.map_permanent_err()?` | `.map_err(Mark::permanent)?` |
/// | backon: `.adjust(\|e, d\| e.retry_after().or(d))` | `Err(e.retry_after(d))` where the error arises, or `.on(\|e\| Verdict::retry_after(e.retry_after()))` |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked<E> {
    error: E,
    verdict: Verdict,
}

impl<E> Marked<E> {
    /// An error with this verdict. The methods of [`Mark`] say it in a word.
    pub const fn new(error: E, verdict: Verdict) -> Self {
        Self { error, verdict }
    }

    /// The mark.
    ///
    /// ```
    /// use retry_core::{Mark, Marked, Verdict};
    /// assert_eq!("no such user".permanent().verdict(), Verdict::Stop);
    /// assert_eq!(Marked::from("timeout").verdict(), Verdict::Retry);
    /// ```
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The error.
    ///
    /// ```
    /// # use retry_core::Mark;
    /// assert_eq!(*"no such user".permanent().error(), "no such user");
    /// ```
    #[must_use]
    pub const fn error(&self) -> &E {
        &self.error
    }

    /// The error without its mark.
    ///
    /// ```
    /// # use retry_core::Mark;
    /// assert_eq!("no such user".permanent().into_inner(), "no such user");
    /// ```
    #[must_use]
    pub fn into_inner(self) -> E {
        self.error
    }
}

/// A transient error, so that `?` needs no word where another attempt may help.
impl<E> From<E> for Marked<E> {
    fn from(error: E) -> Self {
        Self::new(error, Verdict::Retry)
    }
}

/// The mark.
impl<E> Retryable for Marked<E> {
    fn verdict(&self) -> Verdict {
        self.verdict
    }
}

/// The text of the error.
impl<E: fmt::Display> fmt::Display for Marked<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// Its source is the error, so that [`CausedBy`](crate::CausedBy) finds it and what is below it.
impl<E: Error + 'static> Error for Marked<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

/// Marks an error where it arises, with what a retry has to know about it.
///
/// An extension trait for every type, since every type can be an error. See [`Marked`] for which runs
/// obey the marks.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Mark, Marked};
///
/// #[derive(Debug)]
/// enum ApiError { NoSuchUser, Busy }
///
/// fn answer(status: u16) -> Result<u16, ApiError> {
///     match status {
///         404 => Err(ApiError::NoSuchUser),
///         503 => Err(ApiError::Busy),
///         other => Ok(other),
///     }
/// }
///
/// fn user(status: u16) -> Result<u16, Marked<ApiError>> {
///     if status == 429 {
///         return Err(ApiError::Busy.retry_after(Duration::from_secs(2)));
///     }
///     if status == 404 {
///         return Ok(answer(status).map_err(Mark::permanent)?);
///     }
///     Ok(answer(status)?) // transient
/// }
/// # assert!(user(429).is_err() && user(404).is_err() && user(503).is_err() && user(200).is_ok());
/// ```
pub trait Mark: Sized {
    /// Another attempt would not help: [`Verdict::Stop`].
    ///
    /// ```
    /// # use retry_core::{Mark, Verdict};
    /// assert_eq!("no such user".permanent().verdict(), Verdict::Stop);
    /// ```
    fn permanent(self) -> Marked<Self> {
        Marked::new(self, Verdict::Stop)
    }

    /// Another attempt may help: [`Verdict::Retry`]. `?` says the same without a word.
    ///
    /// ```
    /// # use retry_core::{Mark, Verdict};
    /// assert_eq!("timeout".transient().verdict(), Verdict::Retry);
    /// ```
    fn transient(self) -> Marked<Self> {
        Marked::new(self, Verdict::Retry)
    }

    /// Another attempt may help, but not before this delay: [`Verdict::retry_after`]. Takes a `Duration`
    /// or an `Option<Duration>`.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::{Mark, Verdict};
    /// let second = Duration::from_secs(1);
    /// assert_eq!("busy".retry_after(second).verdict(), Verdict::RetryAfter(second));
    /// assert_eq!("busy".retry_after(None).verdict(), Verdict::Retry);
    /// ```
    fn retry_after(self, hint: impl Into<Option<Duration>>) -> Marked<Self> {
        Marked::new(self, Verdict::retry_after(hint))
    }

    /// The callee is overloaded: [`Verdict::Throttled`] without a hint. With one, write
    /// `Marked::new(error, Verdict::Throttled(Some(delay)))`.
    ///
    /// ```
    /// # use retry_core::{Mark, Verdict};
    /// assert_eq!("too many requests".throttled().verdict(), Verdict::Throttled(None));
    /// ```
    fn throttled(self) -> Marked<Self> {
        Marked::new(self, Verdict::Throttled(None))
    }
}

impl<E> Mark for E {}
