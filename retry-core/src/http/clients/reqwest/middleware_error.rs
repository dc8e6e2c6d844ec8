use std::string::{String, ToString as _};

use reqwest_middleware::Error;

use crate::http::failure::{ClientError, FailureKind, HttpError};

/// It says what the error in it says.
impl ClientError for Error {
    fn failure_kind(&self) -> FailureKind {
        FailureKind::of(self)
    }

    fn url(&self) -> Option<String> {
        Some(self.url()?.to_string())
    }
}

/// With this, `?` on [`check`](crate::http::check) works in functions that return the middleware's error.
impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        Self::middleware(error)
    }
}
