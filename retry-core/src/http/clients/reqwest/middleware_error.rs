use reqwest_middleware::Error;

use crate::http::failure::{ClientError, FailureKind, HttpError};

/// The `source` of this error skips the error inside, so that is asked here.
impl ClientError for Error {
    fn failure_kind(&self) -> FailureKind {
        match self {
            Self::Reqwest(error) => error.failure_kind(),
            Self::Middleware(error) => FailureKind::of(&**error),
        }
    }
}

/// With this, `?` on [`check`](crate::http::check) works in functions that return the middleware's error.
impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        Self::middleware(error)
    }
}
