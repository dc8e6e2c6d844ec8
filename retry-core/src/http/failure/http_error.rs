use core::{error::Error, fmt, time::Duration};
use std::{boxed::Box, io};

use http::StatusCode;

use super::{client_error::ClientError, failure_kind::FailureKind};
use crate::http::response::Answer;

/// A failed HTTP call: an answer that [`check`](crate::http::check) rejected, or the error of a client.
///
/// It keeps what a retry needs to know, including the hint of a rejected answer, and converts to every
/// error type that takes an `Error`. Its size is one pointer.
///
/// ```
/// use retry_core::http::check;
///
/// let response = http::Response::builder().status(503).header("retry-after", "7").body(())?;
/// let error = check(response).unwrap_err();
/// assert_eq!(error.to_string(), "the server answered 503 Service Unavailable");
/// assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug)]
pub struct HttpError {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: FailureKind,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl HttpError {
    /// An error of this kind, with the client's error as its source.
    pub fn new(kind: FailureKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                source: Some(source.into()),
            }),
        }
    }

    /// What happened to the request.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.inner.kind
    }

    /// The status, if the server answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(Answer::status)
    }

    /// The delay that the server asked for.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.answer().and_then(Answer::retry_after)
    }

    fn answer(&self) -> Option<&Answer> {
        match &self.inner.kind {
            FailureKind::Answered(answer) => Some(answer),
            _ => None,
        }
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inner.kind {
            FailureKind::NeverSent => f.write_str("the request never reached the server"),
            FailureKind::MaybeSent => f.write_str("the server did not answer"),
            FailureKind::ResponseCut => f.write_str("the server's answer broke off"),
            FailureKind::Answered(answer) => write!(f, "the server answered {}", answer.status()),
            FailureKind::Other => f.write_str("the call failed"),
        }
    }
}

impl Error for HttpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.inner.source.as_deref()?;
        Some(source)
    }
}

/// A rejected answer, without a source.
impl From<Answer> for HttpError {
    fn from(answer: Answer) -> Self {
        Self {
            inner: Box::new(Inner {
                kind: FailureKind::Answered(answer),
                source: None,
            }),
        }
    }
}

/// The error of any client. It becomes the source.
impl<E: ClientError + Send + Sync + 'static> From<E> for HttpError {
    fn from(error: E) -> Self {
        Self::new(error.failure_kind(), error)
    }
}

/// With this, `?` on [`check`](crate::http::check) works in functions that return an `io::Result`.
impl From<HttpError> for io::Error {
    fn from(error: HttpError) -> Self {
        Self::other(error)
    }
}
