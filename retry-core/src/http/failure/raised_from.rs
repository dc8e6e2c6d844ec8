use super::http_error::HttpError;
use crate::http::response::Answer;

/// An error that can be made from the last response, of type `R`, for policies that raise on a status.
/// The marker `N` is inferred and tells how it is made.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from an `HttpError`, as `raise_on_status` requires",
    label = "neither `From<HttpError>` nor a client's own error that has a status",
    note = "have the operation return an error that can: `|| Ok::<_, HttpError>(send()?)`, or write `impl From<HttpError> for {Self}`",
    note = "to get the last response instead: `call.retry_without_raising(op)`"
)]
pub trait RaisedFrom<R, N>: Sized {
    /// Makes the error, or returns the response if the client does not take its status for an error.
    ///
    /// # Errors
    ///
    /// The error that was made.
    fn raise(response: R, answer: Answer) -> Result<R, Self>;
}

/// Marks an error that is made from an [`HttpError`].
#[derive(Debug)]
pub enum ViaHttpError {}

#[diagnostic::do_not_recommend]
impl<R, E: From<HttpError>> RaisedFrom<R, ViaHttpError> for E {
    fn raise(_: R, answer: Answer) -> Result<R, E> {
        Err(HttpError::from(answer).into())
    }
}

/// An error that can be made from an [`HttpError`], as that of an operation that checks its response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from an `HttpError`, so the operation cannot have checked its response",
    label = "not `From<HttpError>`",
    note = "return an error that can: `|| Ok::<_, HttpError>(read(check(send()?)?)?)`, or write `impl From<HttpError> for {Self}`",
    note = "an operation that returns the response unchecked is retried by `call.retry(op)`"
)]
pub trait FromHttpError {}

#[diagnostic::do_not_recommend]
impl<E: From<HttpError>> FromHttpError for E {}
