use core::error::Error;
use std::{io, string::String};

use super::failure_kind::FailureKind;
use crate::{breaker::BreakerOpen, outcome::TimedOut};

/// An error of an HTTP client, which knows what happened to the request.
///
/// Implemented for `io::Error`, for [`TimedOut`], [`BreakerOpen`] and, with their features, for the errors of `reqwest`,
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
    /// never makes a server act twice. If the client follows redirects,
    /// [`NeverSent`](FailureKind::NeverSent) is right only if none came before: a request that was answered
    /// with a redirect has been received.
    fn failure_kind(&self) -> FailureKind;

    /// The URL of the request, if the error knows it. The message of the
    /// [`HttpError`](crate::http::HttpError) names it, without query and credentials. By default there is
    /// none.
    fn url(&self) -> Option<String> {
        None
    }
}

/// An attempt that timed out may have sent its request before.
impl ClientError for TimedOut {
    fn failure_kind(&self) -> FailureKind {
        FailureKind::MaybeSent
    }
}

/// An attempt that a breaker refused was not made.
impl ClientError for BreakerOpen {
    fn failure_kind(&self) -> FailureKind {
        FailureKind::NeverSent
    }
}

/// What can only happen before there is a connection proves that nothing was sent: it was refused, the name
/// was not found, there was no port or file left, TLS could not be set up. An error made from another one
/// (`io::Error::other`) says what that says.
impl ClientError for io::Error {
    fn failure_kind(&self) -> FailureKind {
        FailureKind::of(self)
    }
}
