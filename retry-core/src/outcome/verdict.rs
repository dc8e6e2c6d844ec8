use core::time::Duration;

/// What to do with an outcome.
///
/// The predicates of `on`, `on_ok` and `on_outcome` return a `Verdict` or a `bool`: `true` is
/// [`Retry`](Verdict::Retry), `false` is [`Stop`](Verdict::Stop) for an error and
/// [`Accept`](Verdict::Accept) for a value.
///
/// # Example: wait as long as the callee asks
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
    /// End the run with this outcome: it is what the caller wants.
    Accept,
    /// Try again after the policy's next delay.
    Retry,
    /// Try again, but not before this delay: the callee asked for it.
    RetryAfter(Duration),
    /// Like `Retry` or `RetryAfter`, where the callee says that it is overloaded.
    Throttled(Option<Duration>),
    /// End the run with this outcome: another attempt would not help.
    Stop,
}

impl Verdict {
    /// Retry, after the hint if there is one. Takes a `Duration` or an `Option<Duration>`.
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

    /// The delay that the callee asked for, if any.
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
