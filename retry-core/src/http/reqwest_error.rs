use core::error::Error;
use std::{
    io,
    string::{String, ToString},
};

use http::{HeaderMap, Method, StatusCode};

use super::{Answer, ClientError, FailureKind, HttpRequest, HttpResponse, Target};
use crate::CausedBy;

impl ClientError for reqwest::Error {
    fn failure_kind(&self) -> FailureKind {
        if let Some(status) = self.status() {
            // From `error_for_status`, which has lost the headers.
            FailureKind::Answered(Answer::from(status))
        } else if self.is_connect() {
            FailureKind::NeverSent
        } else if self.is_body() {
            FailureKind::ResponseCut
        } else if self.is_decode() {
            decoding(self)
        } else if self.is_request() {
            FailureKind::MaybeSent
        } else {
            FailureKind::Other
        }
    }
}

/// A body that could not be read to its end, or one that was read and could not be parsed.
fn decoding(error: &reqwest::Error) -> FailureKind {
    let Some(cause) = error.source() else {
        return FailureKind::Other;
    };
    let was_cut = match cause.caused_by::<reqwest::Error>() {
        Some(inner) => inner.is_body(),
        None => cause
            .caused_by::<io::Error>()
            .is_some_and(|io| io.failure_kind() != FailureKind::Other),
    };
    if was_cut {
        FailureKind::ResponseCut
    } else {
        FailureKind::Other
    }
}

impl HttpResponse for reqwest::Response {
    fn status(&self) -> StatusCode {
        self.status()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }
}

impl HttpRequest for reqwest::Request {
    fn method(&self) -> &Method {
        self.method()
    }

    fn target(&self) -> Target<'_> {
        self.url().into()
    }

    fn url_text(&self) -> String {
        self.url().to_string()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }

    fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers_mut()
    }
}
