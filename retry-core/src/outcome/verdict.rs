use core::time::Duration;

/// What to do with an outcome.
///
/// Predicates given to `on`, `on_ok` and `on_outcome` return a `bool` or a `Verdict`; `true` is
/// [`Retry`](Verdict::Retry), `false` is [`Stop`](Verdict::Stop) for an error and
/// [`Accept`](Verdict::Accept) for a value.
///
/// # Example: obey a delay that the callee asked for
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Verdict, retry};
///
/// enum ApiError { Busy { retry_after: Option<Duration> }, BadRequest }
///
/// fn judge(error: &ApiError) -> Verdict {
///     match error {
///         ApiError::Busy { retry_after } => Verdict::retry_after(*retry_after),
///         ApiError::BadRequest => Verdict::Stop,
///     }
/// }
///
/// # #[cfg(feature = "std")] {
/// let mut calls = 0;
/// let result = retry(|| { calls += 1; Err::<(), _>(ApiError::BadRequest) }).on(judge).call();
/// assert!(matches!(result, Err(ApiError::BadRequest)));
/// assert_eq!(calls, 1);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The outcome is what the caller wants: the run ends with it.
    Accept,
    /// Try again after the policy's next delay.
    Retry,
    /// Try again, not earlier than this: the callee asked for it.
    RetryAfter(Duration),
    /// Like `Retry` or `RetryAfter`, and the callee said that it is overloaded.
    Throttled(Option<Duration>),
    /// Another attempt would not help: the run ends with this outcome.
    Stop,
}

impl Verdict {
    /// Retry, and after the hint if there is one: `Duration` and `Option<Duration>` both serve.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Verdict;
    /// assert_eq!(Verdict::retry_after(None), Verdict::Retry);
    /// let second = Duration::from_secs(1);
    /// assert_eq!(Verdict::retry_after(second), Verdict::RetryAfter(second));
    /// ```
    pub fn retry_after(hint: impl Into<Option<Duration>>) -> Self {
        hint.into().map_or(Self::Retry, Self::RetryAfter)
    }

    /// The delay that the callee asked for.
    #[must_use]
    pub const fn hint(self) -> Option<Duration> {
        match self {
            Self::RetryAfter(hint) | Self::Throttled(Some(hint)) => Some(hint),
            Self::Accept | Self::Retry | Self::Throttled(None) | Self::Stop => None,
        }
    }
}

/// `true` is [`Verdict::Retry`], `false` is [`Verdict::Stop`].
impl From<bool> for Verdict {
    fn from(retry: bool) -> Self {
        if retry { Self::Retry } else { Self::Stop }
    }
}
