use core::{error::Error, fmt, time::Duration};
use std::{boxed::Box, io, vec::Vec};

use http::{Method, StatusCode};

use super::{
    client_error::ClientError, failure_kind::FailureKind, request_line::RequestLine,
    stated_kind::StatedKind,
};
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
    request: Option<RequestLine>,
    body: Option<Box<[u8]>>,
    source: Source,
}

#[derive(Debug)]
enum Source {
    /// The answer in the kind.
    Answer,
    /// An error that says the same as the kind.
    Cause(Box<dyn Error + Send + Sync>),
    /// An error that does not say it.
    Stated(StatedKind),
}

impl HttpError {
    /// An error of this kind, with the client's error as its source.
    ///
    /// If that error does not say the same itself, its place is taken by one that says the kind, of which
    /// it is the source.
    pub fn new(kind: FailureKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let source = source.into();
        let says_it = kind == FailureKind::Other || FailureKind::of(&*source) == kind;
        Self::with_source(
            kind,
            if says_it {
                Source::Cause(source)
            } else {
                Source::Stated(StatedKind::new(kind, source))
            },
        )
    }

    fn with_source(kind: FailureKind, source: Source) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                request: None,
                body: None,
                source,
            }),
        }
    }

    /// Names the request in the message: its method and its URL without user name, password, query and
    /// fragment. Adapters do it; [`check`](crate::http::check) knows the URL of reqwest's responses and
    /// of those of a `ureq_agent`.
    ///
    /// ```
    /// use http::Method;
    /// use retry_core::http::check;
    ///
    /// let response = http::Response::builder().status(503).body(())?;
    /// let error = check(response).unwrap_err().request(Method::GET, "https://a.com/items?token=7");
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the server answered 503 Service Unavailable: GET https://a.com/items"
    /// );
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn request(mut self, method: impl Into<Option<Method>>, url: &str) -> Self {
        self.inner.request = Some(RequestLine::new(method.into(), url));
        self
    }

    /// How much of a body is kept, in bytes.
    pub(in crate::http) const MAX_BODY: usize = 8 * 1024;

    /// Keeps the first 8 KiB of the body of a rejected response. `check_body` does it.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        let mut body = body.into();
        body.truncate(Self::MAX_BODY);
        self.inner.body = Some(body.into());
        self
    }

    /// The start of the body of a rejected response, if it was read.
    ///
    /// ```
    /// use retry_core::http::check;
    ///
    /// let response = http::Response::builder().status(404).body("no such item")?;
    /// let body = *response.body();
    /// let error = check(response).unwrap_err().with_body(body);
    /// assert_eq!(error.body(), Some(&b"no such item"[..]));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.body.as_deref()
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
            FailureKind::NeverSent => f.write_str("the request never reached the server")?,
            FailureKind::MaybeSent => f.write_str("the server did not answer")?,
            FailureKind::ResponseCut => f.write_str("the server's answer broke off")?,
            FailureKind::Answered(answer) => write!(f, "the server answered {}", answer.status())?,
            FailureKind::Other => f.write_str("the call failed")?,
        }
        match &self.inner.request {
            Some(request) => write!(f, ": {request}"),
            None => Ok(()),
        }
    }
}

/// The source says what this error says: an [`Answer`], or the error of the client.
impl Error for HttpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match (&self.inner.source, &self.inner.kind) {
            (Source::Answer, FailureKind::Answered(answer)) => Some(answer),
            (Source::Answer, _) => None,
            (Source::Cause(cause), _) => Some(&**cause),
            (Source::Stated(stated), _) => Some(stated),
        }
    }
}

/// A rejected answer. It is also the source.
impl From<Answer> for HttpError {
    fn from(answer: Answer) -> Self {
        Self::with_source(FailureKind::Answered(answer), Source::Answer)
    }
}

/// The error of any client. It becomes the source.
impl<E: ClientError + Send + Sync + 'static> From<E> for HttpError {
    fn from(error: E) -> Self {
        let url = error.url();
        let made = Self::new(error.failure_kind(), error);
        match url {
            Some(url) => made.request(None, &url),
            None => made,
        }
    }
}

/// With this, `?` on [`check`](crate::http::check) works in functions that return an `io::Result`.
impl From<HttpError> for io::Error {
    fn from(error: HttpError) -> Self {
        Self::other(error)
    }
}
