use super::{Answer, HttpError};

/// An error that can be made of a last response of type `R`, for policies that raise on a status. The
/// marker `N`, inferred, tells how.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from an `HttpError`, as `raise_on_status` makes it of the last response",
    label = "neither `From<HttpError>` nor a client's own error that has a status",
    note = "have the operation return an error that can: `|| Ok::<_, HttpError>(send()?)`, or write `impl From<HttpError> for {Self}`",
    note = "to have the last response handed back: `retry(op).policy(HTTP.as_policy()).on_outcome(call.judge())`"
)]
pub trait RaisedFrom<R, N>: Sized {
    /// The error; the response itself where the client does not take its status for one.
    ///
    /// # Errors
    ///
    /// The error.
    fn raise(response: R, answer: Answer) -> Result<R, Self>;
}

/// Marks an error that is made from an [`HttpError`].
#[derive(Debug)]
pub enum Converted {}

#[diagnostic::do_not_recommend]
impl<R, E: From<HttpError>> RaisedFrom<R, Converted> for E {
    fn raise(_: R, answer: Answer) -> Result<R, E> {
        Err(HttpError::from(answer).into())
    }
}

/// An error that can be made from an [`HttpError`], and so can be that of an operation that checks its
/// response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from an `HttpError`, so the operation cannot have checked its response",
    label = "not `From<HttpError>`",
    note = "return an error that can: `|| Ok::<_, HttpError>(read(check(send()?)?)?)`, or write `impl From<HttpError> for {Self}`",
    note = "an operation that returns the response unchecked is retried by `call.retry(op)`"
)]
pub trait FromHttpError {}

#[diagnostic::do_not_recommend]
impl<E: From<HttpError>> FromHttpError for E {}
