use std::format;

use http::StatusCode;
use ureq::{Error, Timeout};

use crate::http::{
    failure::{ClientError, FailureKind, HttpError, is_permanent},
    response::Answer,
};

/// By default ureq turns a status of 400 or above into an error. It has no headers, so it is judged without
/// a hint. `http_status_as_error(false)` in ureq's configuration keeps the response.
///
/// A connection that ends or is reset while TLS is set up looks to ureq like one that ends later, so its
/// request may have been sent. Errors that TLS itself reports, such as an alert, count as never sent; a refused
/// certificate ends the run.
impl ClientError for Error {
    fn failure_kind(&self) -> FailureKind {
        match self {
            Self::StatusCode(code) => match StatusCode::from_u16(*code) {
                Ok(status) => FailureKind::Answered(Answer::from(status)),
                Err(_) => FailureKind::Other,
            },
            Self::Io(error) => error.failure_kind(),
            // ureq's error has no `source`.
            Self::Other(error) => FailureKind::of(&**error),
            Self::ConnectProxyFailed(reason) => proxy_failure(reason),
            Self::Tls(reason) => tls_failure(reason),
            Self::HostNotFound
            | Self::ConnectionFailed
            | Self::Timeout(Timeout::Resolve | Timeout::Connect) => FailureKind::NeverSent,
            Self::Timeout(Timeout::RecvBody) => FailureKind::ResponseCut,
            Self::Timeout(_) | Self::Protocol(_) => FailureKind::MaybeSent,
            error => unnamed_failure(&format!("{error:?}")),
        }
    }
}

/// A proxy that rejects the request for a tunnel (407, 403) rejects the next one too. Other statuses say
/// that it could not reach the server.
fn proxy_failure(reason: &str) -> FailureKind {
    let status = reason.strip_prefix("proxy server responded ");
    let status = status.and_then(|text| text.split('/').next()?.parse().ok());
    match status {
        Some(408 | 429) => FailureKind::NeverSent,
        Some(400..=499) => FailureKind::Other,
        _ => FailureKind::NeverSent,
    }
}

fn tls_failure(reason: &str) -> FailureKind {
    if is_permanent(reason) || reason.to_ascii_lowercase().contains("pem") {
        FailureKind::Other
    } else {
        FailureKind::NeverSent
    }
}

/// Whether JSON could not be read, as opposed to parsed: the message is then that of the I/O error.
fn is_cut_json(text: &str) -> bool {
    /// How such messages begin: those of ureq, and those of the standard library.
    const CUT: [&str; 5] = [
        "Peer disconnected",
        "timeout: ",
        "protocol: ",
        "io: ",
        "unexpected end of file",
    ];
    let message = text.strip_prefix("Json(Error(\"").unwrap_or(text);
    CUT.iter().any(|cut| message.starts_with(cut)) || message.contains("(os error ")
}

/// The variants that exist only with features of ureq. They cannot be named here, but their debug text
/// begins with their name.
fn unnamed_failure(text: &str) -> FailureKind {
    /// What an interrupted body leaves in the text.
    const CUT: [&str; 6] = [
        "UnexpectedEof",
        "ConnectionReset",
        "ConnectionAborted",
        "BrokenPipe",
        "TimedOut",
        "Timeout(",
    ];
    match text.split('(').next().unwrap_or_default() {
        "NativeTls" => tls_failure(text),
        "Decompress" if CUT.iter().any(|cut| text.contains(cut)) => FailureKind::ResponseCut,
        "Json" if is_cut_json(text) => FailureKind::ResponseCut,
        _ => FailureKind::Other,
    }
}

/// With this, `?` on [`check`](crate::http::check) works in functions that return ureq's error.
impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        Self::Other(error.into())
    }
}
