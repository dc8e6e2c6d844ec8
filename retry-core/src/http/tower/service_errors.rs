use core::error::Error;
use std::boxed::Box;

use http::Response;

use crate::{
    http::{Exchange, HttpReport},
    time::Clock,
};

/// The error of services whose layers do not agree on one.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// What error a [`RetryService`](super::RetryService) has, beside a service whose error is `E`: its
/// [`Own`], or a [`Boxed`] one.
#[diagnostic::on_unimplemented(
    message = "the error `{E}` of the service is not an `Error`",
    note = "if it is a `Box<dyn Error + Send + Sync>`, write `RetryLayer::new(..).boxed_errors()`"
)]
pub trait ServiceErrors<E> {
    /// The error.
    type Error;
    /// Makes it from that of the service.
    fn convert(error: E) -> Self::Error;
    /// Lends it, to find out what became of the request.
    fn as_error(error: &Self::Error) -> &(dyn Error + 'static);
    /// What becomes of the response after which nothing follows.
    ///
    /// # Errors
    ///
    /// Its status, where the policy raises on it and this kind of error can hold it.
    fn conclude<T: Clock + Clone, R>(
        exchange: &Exchange<T>,
        response: Response<R>,
        report: &HttpReport,
    ) -> Result<Response<R>, Self::Error>;
}

/// The service's own error, untouched. It cannot hold a refused status, so responses are handed back
/// in any case.
#[derive(Clone, Copy, Debug, Default)]
pub struct Own;

impl<E: Error + 'static> ServiceErrors<E> for Own {
    type Error = E;

    fn convert(error: E) -> E {
        error
    }

    fn as_error(error: &E) -> &(dyn Error + 'static) {
        error
    }

    fn conclude<T: Clock + Clone, R>(
        _: &Exchange<T>,
        response: Response<R>,
        _: &HttpReport,
    ) -> Result<Response<R>, E> {
        Ok(response)
    }
}

/// The service's error in a box, or an [`HttpError`](crate::http::HttpError) where the policy raises on
/// a status.
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

    fn conclude<T: Clock + Clone, R>(
        exchange: &Exchange<T>,
        response: Response<R>,
        report: &HttpReport,
    ) -> Result<Response<R>, BoxError> {
        exchange.conclude(response, report)
    }
}
