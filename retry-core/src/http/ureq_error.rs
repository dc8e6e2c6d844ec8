use ::ureq::Timeout;
use http::StatusCode;

use super::{Answer, ClientError, FailureKind, HttpError};

/// By default ureq makes an error of status 400 and above, which has no headers: the status is judged
/// and a hint lost. `http_status_as_error(false)` in its configuration keeps the response.
impl ClientError for ::ureq::Error {
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
            // ureq's error names no source.
            Self::Other(error) => FailureKind::of(&**error),
            _ => FailureKind::Other,
        }
    }
}

/// So that `?` on [`check`](super::check) works in functions that return ureq's error.
impl From<HttpError> for ::ureq::Error {
    fn from(error: HttpError) -> Self {
        Self::Other(error.into())
    }
}
