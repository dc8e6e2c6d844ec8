use core::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{
    clone_request::CloneRequest, grpc_response::GrpcResponse, retry_layer::RetryLayer,
    service_errors::ServiceErrors,
};
use crate::{
    http::{
        adapter::{AfterAttempt, Exchange},
        failure::FailureKind,
        request::PerRequest,
    },
    retry::Pausing,
    time::AsyncTimer,
};

pin_project! {
    /// The future of a [`RetryService`](crate::http::RetryService). It makes one attempt after the other,
    /// and polls the service ready for each.
    #[must_use = "futures do nothing unless awaited"]
    pub struct ResponseFuture<S, T, C, E, B>
    where
        S: Service<Request<B>>,
        T: AsyncTimer,
    {
        service: S,
        clone: C,
        // `None` if the request is not retried.
        exchange: Option<Exchange<T>>,
        // The request of the next attempt; during an attempt a copy of its request.
        request: Option<Request<B>>,
        #[pin]
        state: State<S::Future, Pausing<T::Sleep>>,
        errors: PhantomData<fn() -> E>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, W> {
        Waiting { #[pin] pause: W },
        GettingReady,
        Sending { #[pin] response: F },
    }
}

impl<S, T, C, E, B> ResponseFuture<S, T, C, E, B>
where
    S: Service<Request<B>> + Clone,
    T: AsyncTimer + Clone,
    C: Clone,
{
    pub(super) fn new(ready: S, layer: &RetryLayer<T, C, E>, mut request: Request<B>) -> Self {
        let settings = request.extensions().get::<PerRequest>().cloned();
        let mut exchange = layer.retry.begin(&mut request, settings.as_ref());
        let state = before_attempt(exchange.as_mut());
        let service = match state {
            // A clone has reserved nothing, so others can send while this request waits at a gate.
            State::Waiting { .. } => ready.clone(),
            _ => ready,
        };
        Self {
            service,
            clone: layer.clone.clone(),
            exchange,
            request: Some(request),
            state,
            errors: PhantomData,
        }
    }
}

fn before_attempt<T, F>(exchange: Option<&mut Exchange<T>>) -> State<F, Pausing<T::Sleep>>
where
    T: AsyncTimer + Clone,
{
    match exchange.and_then(Exchange::before) {
        Some(pause) => State::Waiting {
            pause: pause.into_future(),
        },
        None => State::GettingReady,
    }
}

impl<S, T, C, E, B, R> Future for ResponseFuture<S, T, C, E, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    T: AsyncTimer + Clone,
    C: CloneRequest<B>,
    E: ServiceErrors<S::Error>,
{
    type Output = Result<Response<R>, E::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            match this.state.as_mut().project() {
                StateProjection::Waiting { pause } => {
                    ready!(pause.poll(cx));
                    this.state.set(before_attempt(this.exchange.as_mut()));
                }
                StateProjection::GettingReady => {
                    ready!(this.service.poll_ready(cx)).map_err(E::convert)?;
                    let request = this.request.take();
                    let request = request.expect("polled after it was ready");
                    if this.exchange.is_some() {
                        *this.request = this.clone.clone_request(&request);
                    }
                    let response = this.service.call(request);
                    this.state.set(State::Sending { response });
                }
                StateProjection::Sending { response } => {
                    let outcome = ready!(response.poll(cx)).map_err(E::convert);
                    let Some(exchange) = this.exchange else {
                        this.state.set(State::GettingReady);
                        return Poll::Ready(outcome);
                    };
                    let copy = this.request.take();
                    match exchange.after(outcome.map(GrpcResponse), copy, read_error::<E, _>) {
                        AfterAttempt::SendAgain {
                            pause,
                            request,
                            discarded,
                        } => {
                            // Its connection must be free before the wait.
                            drop(discarded);
                            *this.request = Some(request);
                            let pause = pause.into_future();
                            this.state.set(State::Waiting { pause });
                        }
                        AfterAttempt::Return { outcome, report } => {
                            this.state.set(State::GettingReady);
                            return Poll::Ready(outcome.and_then(|GrpcResponse(response)| {
                                E::conclude(exchange, response, &report)
                            }));
                        }
                    }
                }
            }
        }
    }
}

fn read_error<E, F>(error: &E::Error) -> (FailureKind, &(dyn core::error::Error + 'static))
where
    E: ServiceErrors<F>,
{
    let error = E::as_error(error);
    (FailureKind::of(error), error)
}

impl<S, T, C, E, B> fmt::Debug for ResponseFuture<S, T, C, E, B>
where
    S: Service<Request<B>>,
    T: AsyncTimer,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture")
            .field("exchange", &self.exchange)
            .finish_non_exhaustive()
    }
}
