use core::error::Error;
use std::io;

use super::FailureKind;
use crate::TimedOut;

/// An error of an HTTP client, which knows what became of the request.
///
/// Implemented for `io::Error`, for [`TimedOut`] and, with their features, for the errors of `reqwest` and `ureq`.
/// Implement it for the error of a client of your own: `?` then turns it into an
/// [`HttpError`](super::HttpError), which everything here understands.
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
    /// What became of the request. In doubt it is [`MaybeSent`](FailureKind::MaybeSent): that never
    /// makes a server act twice.
    fn failure_kind(&self) -> FailureKind;
}

/// An attempt that was cut has sent what it could by then.
impl ClientError for TimedOut {
    fn failure_kind(&self) -> FailureKind {
        FailureKind::MaybeSent
    }
}

/// Only a refused connection proves that nothing was sent: an open one is never refused, while
/// unreachable hosts and networks are reported on open connections too.
impl ClientError for io::Error {
    fn failure_kind(&self) -> FailureKind {
        use io::ErrorKind::{
            BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable,
            Interrupted, NetworkDown, NetworkUnreachable, NotConnected, ResourceBusy, TimedOut,
            UnexpectedEof, WouldBlock,
        };

        match self.kind() {
            ConnectionRefused => FailureKind::NeverSent,
            BrokenPipe | ConnectionAborted | ConnectionReset | HostUnreachable | Interrupted
            | NetworkDown | NetworkUnreachable | NotConnected | ResourceBusy | TimedOut
            | UnexpectedEof | WouldBlock => FailureKind::MaybeSent,
            _ => FailureKind::Other,
        }
    }
}
