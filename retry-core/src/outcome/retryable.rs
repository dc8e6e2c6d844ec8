use super::Verdict;
#[cfg(feature = "std")]
use super::transient_io::may_pass;

/// An error type that knows whether another attempt can help: `on = Retryable::verdict`.
///
/// With feature `std`, a `std::io::Error` is retried if its kind is temporary: interrupted, timed out,
/// connection reset, refused or aborted, broken pipe, not connected, would block, unexpected end, host
/// or network unreachable, network down, resource busy. A `Box` or `Arc` gives the verdict of the
/// error inside, and so does an `io::Error::other` around another `io::Error`.
///
/// ```
/// use retry_core::{Retryable, Verdict};
///
/// enum DbError { Deadlock, Syntax }
///
/// impl Retryable for DbError {
///     fn verdict(&self) -> Verdict {
///         match self {
///             DbError::Deadlock => Verdict::Retry,
///             DbError::Syntax => Verdict::Stop,
///         }
///     }
/// }
///
/// # #[cfg(feature = "std")] {
/// let result = retry_core::retry(|| Err::<(), _>(DbError::Syntax)).on(Retryable::verdict).call();
/// assert!(matches!(result, Err(DbError::Syntax)));
/// # }
/// ```
///
/// With feature `macros`, `#[derive(Retryable)]` implements it from attributes on the variants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether to retry: it is not `Retryable`",
    label = "not `Retryable`",
    note = "write `#[derive(Retryable)]` on it, or `impl Retryable for {Self}`"
)]
pub trait Retryable {
    /// What to do about this error.
    fn verdict(&self) -> Verdict;
}

#[cfg(feature = "std")]
impl Retryable for std::io::Error {
    fn verdict(&self) -> Verdict {
        may_pass(self).into()
    }
}

#[cfg(feature = "std")]
impl<E: Retryable + ?Sized> Retryable for std::boxed::Box<E> {
    fn verdict(&self) -> Verdict {
        (**self).verdict()
    }
}

#[cfg(feature = "std")]
impl<E: Retryable + ?Sized> Retryable for std::sync::Arc<E> {
    fn verdict(&self) -> Verdict {
        (**self).verdict()
    }
}
