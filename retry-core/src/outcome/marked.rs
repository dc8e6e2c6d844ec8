use core::{error::Error, fmt, time::Duration};

use super::{Retryable, Verdict};

/// An error with a [`Verdict`], which was put on it where it arose; made by [`Mark`].
///
/// Use it where only the place of a failure knows whether another attempt can help. `?` marks an error
/// as transient, since `Marked<E>` is `From<E>`. `unmarked` hands the caller the plain error.
///
/// ```
/// # #[cfg(all(feature = "std", feature = "macros"))] {
/// use retry_core::{Mark, Marked, retry};
/// use std::{fs, io};
///
/// fn read(path: &str) -> Result<u32, Marked<io::Error>> {
///     let text = fs::read_to_string(path)?; // retried
///     let number = text.trim().parse();
///     number.map_err(|error| io::Error::other(error).permanent()) // ends the run
/// }
///
/// #[retry(attempts = 5, unmarked)]
/// fn number(path: &str) -> io::Result<u32> {
///     read(path)
/// }
///
/// # let _guard = retry_core::testing::no_waits();
/// # let file = std::env::temp_dir().join(format!("retry-core-marked-{}", std::process::id()));
/// # fs::write(&file, "no number").unwrap();
/// # let path = file.to_str().unwrap();
/// assert_eq!(number(path).unwrap_err().to_string(), "invalid digit found in string");
///
/// let mut calls = 0;
/// let number: io::Result<u32> = retry(|| { calls += 1; read(path) }).unmarked().call();
/// assert!(number.is_err());
/// assert_eq!(calls, 1);
/// # fs::remove_file(file).unwrap();
/// # }
/// ```
///
/// # Who obeys the marks
///
/// | run | obeys them | error that comes back |
/// |---|---|---|
/// | `retry(op).unmarked()` | yes | `E` |
/// | `#[retry(unmarked)] fn f() -> Result<T, E>`, `retry_block!(unmarked; ..)` | yes | `E` |
/// | `#[retry] fn f() -> Result<T, Marked<E>>`, a block of that type | yes | `Marked<E>` |
/// | `on = Marked::verdict`, `.on(Marked::verdict)` | yes | as without it |
/// | another `on` or `on_outcome` | only if it asks [`verdict`](Marked::verdict) | as without it |
/// | by hand: `run.pause_on(error, Marked::verdict)` | yes | `Marked<E>` |
/// | a [`call`](crate::http::HttpPolicy::call) of HTTP | no, its rules judge | `Marked<E>` |
/// | `retry(op)`, a block without a type | **no**, every error is retried | `Marked<E>` |
///
/// The last row is a limit of the language: the default judge is the same for all error types, and cannot
/// tell this one from the others. So end a builder over marked errors with
/// [`unmarked`](crate::Retry::unmarked). A function whose declared type has an `impl Trait` in it must also
/// say `Marked` there, and not an alias.
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
/// | crate | there | here |
/// |---|---|---|
/// | backoff | `Err(backoff::Error::permanent(e))` | `Err(e.permanent())` |
/// | | `Err(backoff::Error::transient(e))`, or `?` | `Err(e.transient())`, or `?` |
/// | | `Err(backoff::Error::retry_after(e, d))` | `Err(e.retry_after(d))` |
/// | tokio-retry2 | `RetryError::to_permanent(e)`, `.map_permanent_err()?` | `Err(e.permanent())`, `.map_err(Mark::permanent)?` |
/// | | `RetryError::to_transient(e)`, `.map_transient_err()?` | `Err(e.transient())`, `?` |
/// | | `RetryError::to_retry_after(e, d)` | `Err(e.retry_after(d))` |
/// | backon | `.adjust(\|e, d\| e.hint().or(d))` | `Err(e.retry_after(d))` where it arises, or `.on(\|e\| Verdict::retry_after(e.hint()))` |
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
