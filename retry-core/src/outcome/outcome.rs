/// What an attempt returns: a `Result`, an `Option` (`None` is a failure with the error `()`), or a
/// type of your own that implements this trait.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use retry_core::{Backoff, Jitter, Outcome, retry};
/// use core::time::Duration;
///
/// enum Reply { Data(&'static str), Busy }
///
/// impl Outcome for Reply {
///     type Value = &'static str;
///     type Error = ();
///
///     fn as_result(&self) -> Result<&Self::Value, &()> {
///         match self {
///             Reply::Data(data) => Ok(data),
///             Reply::Busy => Err(&()),
///         }
///     }
///
///     fn into_value(self) -> Result<Self::Value, Self> {
///         match self {
///             Reply::Data(data) => Ok(data),
///             Reply::Busy => Err(self),
///         }
///     }
///
///     fn from_error((): ()) -> Self {
///         Reply::Busy
///     }
/// }
///
/// let mut calls = 0;
/// let reply = retry(|| { calls += 1; if calls < 3 { Reply::Busy } else { Reply::Data("rows") } })
///     .backoff(Duration::ZERO)
///     .call();
/// assert!(matches!(reply, Reply::Data("rows")));
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an outcome that can be retried",
    label = "expected a `Result` or an `Option`",
    note = "success and failure must be told apart: return a `Result` or an `Option`, or implement `retry_core::Outcome`"
)]
pub trait Outcome: Sized {
    /// What a success carries.
    type Value;
    /// What a failure carries.
    type Error;

    /// The value or the error by reference, for the judge.
    ///
    /// # Errors
    ///
    /// The error, if the attempt failed.
    fn as_result(&self) -> Result<&Self::Value, &Self::Error>;

    /// The value.
    ///
    /// # Errors
    ///
    /// The outcome unchanged, if the attempt failed.
    fn into_value(self) -> Result<Self::Value, Self>;

    /// The error by value, for [`GivenUp`](crate::GivenUp). `None` after a success, and by default.
    fn into_error(self) -> Option<Self::Error> {
        None
    }

    /// A failure with this error, for an attempt that was cut at its timeout.
    fn from_error(error: Self::Error) -> Self;
}

impl<T, E> Outcome for Result<T, E> {
    type Value = T;
    type Error = E;

    fn as_result(&self) -> Result<&T, &E> {
        self.as_ref()
    }

    fn into_value(self) -> Result<T, Self> {
        self.map_err(Err)
    }

    fn into_error(self) -> Option<E> {
        self.err()
    }

    fn from_error(error: E) -> Self {
        Err(error)
    }
}

impl<T> Outcome for Option<T> {
    type Value = T;
    type Error = ();

    fn as_result(&self) -> Result<&T, &()> {
        self.as_ref().ok_or(&())
    }

    fn into_value(self) -> Result<T, Self> {
        self.ok_or(None)
    }

    fn into_error(self) -> Option<()> {
        self.is_none().then_some(())
    }

    fn from_error((): ()) -> Self {
        None
    }
}
