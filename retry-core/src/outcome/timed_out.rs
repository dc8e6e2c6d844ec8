use core::{error::Error, fmt, time::Duration};

use super::Marked;

/// The error of an attempt that was cut at its [`attempt_timeout`](crate::Retry::attempt_timeout).
///
/// The error type of such an operation implements `From<TimedOut>`, as `std::io::Error` and boxed
/// errors do. For others, [`attempt_timeout_or`](crate::Retry::attempt_timeout_or) takes a conversion.
///
/// ```
/// use retry_core::TimedOut;
///
/// #[derive(Debug)]
/// enum ApiError { Timeout(std::time::Duration) }
///
/// impl From<TimedOut> for ApiError {
///     fn from(timed_out: TimedOut) -> Self {
///         ApiError::Timeout(timed_out.limit())
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut {
    limit: Duration,
}

impl TimedOut {
    pub(crate) const fn new(limit: Duration) -> Self {
        Self { limit }
    }

    /// How long the attempt could take: the attempt timeout, or the time until the deadline.
    #[must_use]
    pub const fn limit(self) -> Duration {
        self.limit
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attempt timed out after {:?}", self.limit)
    }
}

impl Error for TimedOut {}

#[cfg(feature = "std")]
impl From<TimedOut> for std::io::Error {
    fn from(timed_out: TimedOut) -> Self {
        Self::new(std::io::ErrorKind::TimedOut, timed_out)
    }
}

/// The error of an `Option`.
impl From<TimedOut> for () {
    fn from(_: TimedOut) -> Self {}
}

/// An error that can be made from [`TimedOut`]. The compiler infers `K`: [`Marked`] errors have an
/// implementation of their own.
#[diagnostic::on_unimplemented(
    message = "an attempt timeout needs an error that can be made from `TimedOut`, and `{Self}` cannot",
    label = "`{Self}` is not `From<TimedOut>`",
    note = "write `impl From<TimedOut> for {Self}`, or say how to make one: `.attempt_timeout_or(limit, |timed_out| ..)`, in the attribute `timed_out = |timed_out| ..`"
)]
pub trait FromTimedOut<K> {
    /// The conversion.
    fn from_timed_out(timed_out: TimedOut) -> Self;
}

/// Stands for an error that is itself `From<TimedOut>`.
#[derive(Debug)]
pub enum Itself {}

/// Stands for a marked error that is made from `TimedOut`.
#[derive(Debug)]
pub enum Inside {}

#[diagnostic::do_not_recommend]
impl<E: From<TimedOut>> FromTimedOut<Itself> for E {
    fn from_timed_out(timed_out: TimedOut) -> Self {
        timed_out.into()
    }
}

#[diagnostic::do_not_recommend]
impl<E: From<TimedOut>> FromTimedOut<Inside> for Marked<E> {
    fn from_timed_out(timed_out: TimedOut) -> Self {
        E::from(timed_out).into()
    }
}
