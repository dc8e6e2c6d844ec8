use retry_core::http::HttpError;

/// An error type of the caller's own, in which those of the clients are sources.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OwnError {
    #[error("the call failed")]
    Http(#[from] HttpError),
    #[error("the connection failed")]
    Client(#[from] reqwest::Error),
    #[error("no number")]
    Number(#[from] std::num::ParseIntError),
}
