use core::{error::Error, fmt};

use crate::http::response::Answer;

/// The status, and the delay that the server asked for.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status())?;
        match self.retry_after() {
            Some(delay) => write!(f, ", retry after {delay:?}"),
            None => Ok(()),
        }
    }
}

/// It is the source of the [`HttpError`](crate::http::HttpError) made from it, so it is found where an error
/// passes on only the source of an `HttpError` (`#[error(transparent)]` of `thiserror`).
impl Error for Answer {}
