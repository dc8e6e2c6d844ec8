use crate::http::response::Answer;

/// What a failed call says about its request: whether the server may have acted on it.
///
/// That decides whether the request may be sent again, see [`Call::failed`](crate::http::Call::failed).
///
/// ```
/// use retry_core::http::FailureKind;
/// use std::{error::Error, io};
///
/// let error: Box<dyn Error> = io::Error::from(io::ErrorKind::ConnectionRefused).into();
/// assert_eq!(FailureKind::of(&*error), FailureKind::NeverSent);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The request was not sent: the name was not found, the connection was refused. It may be sent
    /// again, whatever its method is.
    NeverSent,
    /// There was no answer: the connection broke, or a timeout ended the call. The server may have acted,
    /// so the request is sent again only if it may be repeated.
    MaybeSent,
    /// The answer began and broke off. The server has acted, so the request is sent again only if it may
    /// be repeated.
    ResponseCut,
    /// The server answered, with a status that the caller takes for a failure.
    Answered(Answer),
    /// Another attempt would fail too, or the error says nothing about the request: a malformed address,
    /// too many redirects, a body that cannot be parsed, an error of the caller's own.
    Other,
}
