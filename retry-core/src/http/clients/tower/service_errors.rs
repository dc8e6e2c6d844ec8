use core::error::Error;
use std::boxed::Box;

use http::Response;

use crate::{breaker::BreakerOpen, http::failure::HttpError};

/// The error of services whose layers have different error types.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Which error a [`RetryService`](crate::http::RetryService) has, if the error of the service is `E`: the
/// same ([`Unboxed`]) or a boxed one ([`Boxed`]).
#[diagnostic::on_unimplemented(
    message = "the error `{E}` of the service is not an `Error`",
    note = "if it is a `Box<dyn Error + Send + Sync>`, write `RetryLayer::new(..).boxed_errors()`"
)]
pub trait ServiceErrors<E> {
    /// The error.
    type Error;
    /// Converts the error of the service.
    fn convert(error: E) -> Self::Error;
    /// The error as a `dyn Error`, to find out what happened to the request.
    fn as_error(error: &Self::Error) -> &(dyn Error + 'static);
    /// What the caller gets for a request that a breaker refused.
    fn refused(open: BreakerOpen) -> Self::Error;
    /// What the caller gets for the last response. `raised` is its status, if the policy raises on it.
    ///
    /// # Errors
    ///
    /// `raised`, if this error type can hold it.
    fn conclude<R>(
        response: Response<R>,
        raised: Option<HttpError>,
    ) -> Result<Response<R>, Self::Error>;
}

/// Whether the errors of a layer can hold anything.
pub trait ErrorSpace {
    /// Whether they can hold the refusal of a breaker.
    const HOLDS_REFUSALS: bool;
}

impl ErrorSpace for Unboxed {
    const HOLDS_REFUSALS: bool = false;
}

impl ErrorSpace for Boxed {
    const HOLDS_REFUSALS: bool = true;
}

/// The service's own error, unchanged. It cannot hold a rejected status, so responses are always
/// returned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unboxed;

impl<E: Error + 'static> ServiceErrors<E> for Unboxed {
    type Error = E;

    fn convert(error: E) -> E {
        error
    }

    fn as_error(error: &E) -> &(dyn Error + 'static) {
        error
    }

    fn refused(_: BreakerOpen) -> E {
        unreachable!("a layer whose errors are not boxed has no breaker")
    }

    fn conclude<R>(response: Response<R>, _: Option<HttpError>) -> Result<Response<R>, E> {
        Ok(response)
    }
}

/// The service's error in a box, or an [`HttpError`](crate::http::HttpError) if the policy raises on a
/// status.
#[derive(Clone, Copy, Debug, Default)]
pub struct Boxed;

impl<E: Into<BoxError>> ServiceErrors<E> for Boxed {
    type Error = BoxError;

    fn convert(error: E) -> BoxError {
        error.into()
    }

    fn as_error(error: &BoxError) -> &(dyn Error + 'static) {
        &**error
    }

    fn refused(open: BreakerOpen) -> BoxError {
        open.into()
    }

    fn conclude<R>(
        response: Response<R>,
        raised: Option<HttpError>,
    ) -> Result<Response<R>, BoxError> {
        match raised {
            None => Ok(response),
            Some(error) => Err(error.into()),
        }
    }
}
