use core::error::Error;
use std::io;

use super::{
    client_error::ClientError, error_text::is_broken_handshake, failure_kind::FailureKind,
    http_error::HttpError, io_failure, stated_kind::StatedKind,
};
use crate::{
    breaker::BreakerOpen,
    http::response::Answer,
    outcome::{Causes, TimedOut, as_type},
};

/// What an error of one type says by itself; `None` if it is of another type, or says nothing.
type KnownError = fn(&(dyn Error + 'static)) -> Option<FailureKind>;

const KNOWN_ERRORS: &[KnownError] = &[
    |error| as_type::<HttpError>(error).map(HttpError::kind),
    |error| as_type::<StatedKind>(error).map(StatedKind::kind),
    |error| as_type::<Answer>(error).copied().map(FailureKind::Answered),
    #[cfg(feature = "reqwest")]
    kind_of::<reqwest::Error>,
    #[cfg(feature = "reqwest-012")]
    kind_of::<reqwest_012::Error>,
    #[cfg(feature = "hyper")]
    kind_of::<hyper_util::client::legacy::Error>,
    #[cfg(feature = "hyper")]
    kind_of::<hyper::Error>,
    #[cfg(feature = "ureq")]
    |error| match as_type::<ureq::Error>(error)? {
        // They only hold another error, which is next on the walk.
        ureq::Error::Io(_) | ureq::Error::Other(_) => None,
        error => Some(error.failure_kind()),
    },
    kind_of::<TimedOut>,
    kind_of::<BreakerOpen>,
    |error| as_type::<io::Error>(error).and_then(io_failure::kind),
];

fn kind_of<E: ClientError + 'static>(error: &(dyn Error + 'static)) -> Option<FailureKind> {
    as_type::<E>(error).map(ClientError::failure_kind)
}

/// What an error says about a request, and who says it.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct Finding {
    pub(in crate::http) kind: FailureKind,
    /// Whether it is an error of a client that may have followed a redirect and does not say so.
    pub(in crate::http) may_hide_redirect: bool,
}

impl Finding {
    /// The first that says something, of the error and its causes.
    pub(in crate::http) fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut is_from_client = false;
        let mut is_from_io = false;
        let mut last = error;
        for cause in Causes::of(error) {
            last = cause;
            is_from_io |= as_type::<io::Error>(cause).is_some();
            is_from_client |= follows_redirects(cause);
            let Some(kind) = KNOWN_ERRORS.iter().find_map(|known| known(cause)) else {
                continue;
            };
            let may_hide_redirect = if cause.is::<Answer>() {
                false
            } else if let Some(error) = as_type::<HttpError>(cause) {
                // It was made from what it contains, whatever it is wrapped in.
                Causes::of(error).any(follows_redirects)
            } else {
                is_from_client
            };
            return Some(Self {
                kind,
                may_hide_redirect,
            });
        }
        // Only the text of the innermost error: those around it may name a URL.
        (is_from_io && is_broken_handshake(last)).then_some(Self {
            kind: FailureKind::NeverSent,
            may_hide_redirect: is_from_client,
        })
    }
}

/// Whether this is the error of a client that follows redirects. Those of reqwest and ureq do not tell
/// whether they come from the request or from a redirect.
fn follows_redirects(error: &(dyn Error + 'static)) -> bool {
    #[cfg(feature = "reqwest")]
    if as_type::<reqwest::Error>(error).is_some() {
        return true;
    }
    #[cfg(feature = "reqwest-012")]
    if as_type::<reqwest_012::Error>(error).is_some() {
        return true;
    }
    #[cfg(feature = "ureq")]
    if as_type::<ureq::Error>(error).is_some() {
        return true;
    }
    let _ = error;
    false
}

impl FailureKind {
    /// What this error says about the request: the error itself, or the first of its causes that says
    /// something, however they are wrapped. That is an [`HttpError`], an [`Answer`], an `io::Error`,
    /// [`TimedOut`], [`BreakerOpen`] and, with their features, the errors of `reqwest`, `reqwest-middleware`, `ureq` and
    /// `hyper`.
    ///
    /// The causes are found as [`CausedBy`](crate::CausedBy) finds them. An error that passes `source()`
    /// on to its cause (`#[error(transparent)]` of `thiserror`) hides that cause, but not what an
    /// [`HttpError`] says, because the source of that says it too. The errors of ureq have no source: where
    /// one is passed on so, write `#[error("..")] Ureq(#[from] ureq::Error)` instead of `transparent`.
    ///
    /// ```
    /// use retry_core::http::{FailureKind, HttpError, check};
    /// use std::io;
    ///
    /// let busy = http::Response::builder().status(503).body(())?;
    /// let error = io::Error::other(check(busy).unwrap_err());
    /// assert!(matches!(FailureKind::of(&error), FailureKind::Answered(_)));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        Finding::of(error).map_or(Self::Other, |finding| finding.kind)
    }
}
