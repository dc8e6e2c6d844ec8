use retry_core::http::HttpError;

/// An error type of the user, with the errors of the clients as sources.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OwnError {
    #[error("the call failed")]
    Http(#[from] HttpError),
    #[error("the connection failed")]
    Client(#[from] reqwest::Error),
    #[error("no number")]
    Number(#[from] std::num::ParseIntError),
}
