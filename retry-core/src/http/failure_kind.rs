use core::error::Error;
use std::io;

use super::{Answer, ClientError, HttpError};
use crate::{CausedBy, TimedOut};

/// What a failed call says of the request: whether the server may have acted on it.
///
/// That decides whether it may be sent again: see [`Call::failed`](super::Call::failed).
///
/// ```
/// use retry_core::http::FailureKind;
/// use std::{error::Error, io};
///
/// let error: Box<dyn Error> = io::Error::from(io::ErrorKind::ConnectionRefused).into();
/// assert_eq!(FailureKind::of(&*error), FailureKind::NeverSent);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The request never left: the name was not found, the connection refused. It may be sent again
    /// whatever its method.
    NeverSent,
    /// No answer came: the connection broke or a timeout ended it. The server may have acted, so only
    /// what may be repeated is sent again.
    MaybeSent,
    /// The answer began and broke off. The server has acted; what may be repeated is sent again.
    ResponseCut,
    /// The server answered, with a status that the caller takes for a failure.
    Answered(Answer),
    /// Something that another attempt does not mend, or that says nothing of the request: a malformed
    /// address, too many redirects, a body that cannot be parsed, an error of the caller's own.
    Other,
}

impl FailureKind {
    /// What an error says, or the first among its causes that says something: an [`HttpError`], an
    /// `io::Error`, [`TimedOut`], with their features the errors of `reqwest`, `ureq` and `hyper`.
    ///
    /// The causes are found as [`CausedBy`] finds them. An error that only hands on what its cause
    /// says (`#[error(transparent)]` of `thiserror`) hides that cause: `source()` skips it. Match on
    /// such an error, and ask for the kind of what is in it.
    #[must_use]
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        fn kind<T: ClientError + 'static>(error: &(dyn Error + 'static)) -> Option<FailureKind> {
            error.caused_by::<T>().map(ClientError::failure_kind)
        }
        // Clients' errors before the `io::Error` that they may have been caused by: they know more.
        let found = error.caused_by::<HttpError>().map(HttpError::kind);
        #[cfg(feature = "reqwest-middleware")]
        let found = found.or_else(|| kind::<reqwest_middleware::Error>(error));
        #[cfg(feature = "reqwest")]
        let found = found.or_else(|| kind::<reqwest::Error>(error));
        #[cfg(feature = "hyper")]
        let found = found
            .or_else(|| kind::<hyper_util::client::legacy::Error>(error))
            .or_else(|| kind::<hyper::Error>(error));
        #[cfg(feature = "ureq")]
        let found = found.or_else(|| kind::<::ureq::Error>(error));
        found
            .or_else(|| kind::<TimedOut>(error))
            .or_else(|| kind::<io::Error>(error))
            .unwrap_or(Self::Other)
    }
}
