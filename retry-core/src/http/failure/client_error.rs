use core::error::Error;
use std::io;

use super::failure_kind::FailureKind;
use crate::outcome::{TimedOut, is_transient};

/// An error of an HTTP client, which knows what happened to the request.
///
/// Implemented for `io::Error`, for [`TimedOut`] and, with their features, for the errors of `reqwest`,
/// `ureq` and `hyper`. Implement it for the error of your own client: `?` then turns that into an
/// [`HttpError`](crate::http::HttpError), which is understood everywhere in this module.
///
/// ```
/// use retry_core::http::{ClientError, FailureKind, HttpError};
///
/// #[derive(Debug)]
/// enum TinyError { NoRoute, Silence }
///
/// impl std::fmt::Display for TinyError {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("the call failed")
///     }
/// }
///
/// impl std::error::Error for TinyError {}
///
/// impl ClientError for TinyError {
///     fn failure_kind(&self) -> FailureKind {
///         match self {
///             TinyError::NoRoute => FailureKind::NeverSent,
///             TinyError::Silence => FailureKind::MaybeSent,
///         }
///     }
/// }
///
/// let error = HttpError::from(TinyError::Silence);
/// assert_eq!(error.kind(), FailureKind::MaybeSent);
/// ```
pub trait ClientError: Error {
    /// What happened to the request. When in doubt, return [`MaybeSent`](FailureKind::MaybeSent): it
    /// never makes a server act twice.
    fn failure_kind(&self) -> FailureKind;
}

/// An attempt that timed out may have sent its request before.
impl ClientError for TimedOut {
    fn failure_kind(&self) -> FailureKind {
        FailureKind::MaybeSent
    }
}

/// Only a refused connection proves that nothing was sent: an open connection is never refused, but it
/// can report that a host or a network is unreachable.
impl ClientError for io::Error {
    fn failure_kind(&self) -> FailureKind {
        match self.kind() {
            io::ErrorKind::ConnectionRefused => FailureKind::NeverSent,
            kind if is_transient(kind) => FailureKind::MaybeSent,
            _ => FailureKind::Other,
        }
    }
}
