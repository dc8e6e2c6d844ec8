use core::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use http::Response;
use pin_project_lite::pin_project;

use super::{grpc_response::GrpcResponse, service_errors::ServiceErrors};
use crate::http::adapter::HedgedAnswer;

pin_project! {
    /// Makes of the answer to a hedged request what the caller gets: a response with its report, or an error of
    /// `E` for one of the service's errors, `X`.
    #[must_use = "futures do nothing unless awaited"]
    pub struct Concluding<F, E, X> {
        #[pin]
        answer: F,
        errors: PhantomData<fn(X) -> E>,
    }
}

impl<F, E, X> Concluding<F, E, X> {
    pub(super) const fn new(answer: F) -> Self {
        Self {
            answer,
            errors: PhantomData,
        }
    }
}

impl<F, E, X, R> Future for Concluding<F, E, X>
where
    F: Future<Output = HedgedAnswer<GrpcResponse<R>, E::Error>>,
    E: ServiceErrors<X>,
{
    type Output = Result<Response<R>, E::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().answer.poll(cx).map(|answer| {
            let HedgedAnswer {
                outcome,
                report,
                raised,
            } = answer;
            let GrpcResponse(mut response) = outcome?;
            response.extensions_mut().insert(report);
            E::conclude(response, raised)
        })
    }
}

impl<F, E, X> fmt::Debug for Concluding<F, E, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concluding").finish_non_exhaustive()
    }
}
