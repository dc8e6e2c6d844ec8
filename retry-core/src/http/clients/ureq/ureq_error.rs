use http::StatusCode;
use ureq::{Error, Timeout};

use crate::http::{
    failure::{ClientError, FailureKind, HttpError},
    response::Answer,
};

/// By default ureq turns a status of 400 or above into an error. It has no headers, so it is judged without
/// a hint. `http_status_as_error(false)` in ureq's configuration keeps the response.
impl ClientError for Error {
    fn failure_kind(&self) -> FailureKind {
        match self {
            Self::StatusCode(code) => match StatusCode::from_u16(*code) {
                Ok(status) => FailureKind::Answered(Answer::from(status)),
                Err(_) => FailureKind::Other,
            },
            Self::Io(error) => error.failure_kind(),
            Self::HostNotFound
            | Self::ConnectionFailed
            | Self::ConnectProxyFailed(_)
            | Self::Timeout(Timeout::Resolve | Timeout::Connect) => FailureKind::NeverSent,
            Self::Timeout(Timeout::RecvBody) => FailureKind::ResponseCut,
            Self::Timeout(_) | Self::Protocol(_) => FailureKind::MaybeSent,
            // ureq's error has no `source`.
            Self::Other(error) => FailureKind::of(&**error),
            _ => FailureKind::Other,
        }
    }
}

/// With this, `?` on [`check`](crate::http::check) works in functions that return ureq's error.
impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        Self::Other(error.into())
    }
}
