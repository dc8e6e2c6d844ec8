use core::error::Error;
use std::io;

use super::{client_error::ClientError, failure_kind::FailureKind, http_error::HttpError};
use crate::outcome::{CausedBy as _, TimedOut};

/// What the errors of one type say; `None` if there is none of that type among the causes.
type KnownError = fn(&(dyn Error + 'static)) -> Option<FailureKind>;

/// The error types that say what happened to a request. The first one that is found decides: the error
/// of a client knows more than the `io::Error` that caused it.
const KNOWN_ERRORS: &[KnownError] = &[
    |error| error.caused_by::<HttpError>().map(HttpError::kind),
    #[cfg(feature = "reqwest-middleware")]
    kind_of::<reqwest_middleware::Error>,
    #[cfg(feature = "reqwest")]
    kind_of::<reqwest::Error>,
    #[cfg(feature = "hyper")]
    kind_of::<hyper_util::client::legacy::Error>,
    #[cfg(feature = "hyper")]
    kind_of::<hyper::Error>,
    #[cfg(feature = "ureq")]
    kind_of::<ureq::Error>,
    kind_of::<TimedOut>,
    kind_of::<io::Error>,
];

fn kind_of<E: ClientError + 'static>(error: &(dyn Error + 'static)) -> Option<FailureKind> {
    error.caused_by::<E>().map(ClientError::failure_kind)
}

impl FailureKind {
    /// What this error says about the request: the error itself, or the first of its causes that says
    /// something. That is an [`HttpError`], an `io::Error`, [`TimedOut`] and, with their features, the
    /// errors of `reqwest`, `ureq` and `hyper`.
    ///
    /// The causes are found as [`CausedBy`](crate::CausedBy) finds them. An error that passes `source()`
    /// on to its cause (`#[error(transparent)]` of `thiserror`) hides that cause. Match on such an error,
    /// and get the kind of the error inside.
    #[must_use]
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        KNOWN_ERRORS
            .iter()
            .find_map(|known| known(error))
            .unwrap_or(Self::Other)
    }
}
