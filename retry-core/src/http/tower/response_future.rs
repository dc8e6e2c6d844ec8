use core::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{CloneRequest, RetryLayer, ServiceErrors, grpc_answer::GrpcAnswer};
use crate::{
    Pausing,
    http::{Exchange, FailureKind, PerRequest},
    time::AsyncTimer,
};

pin_project! {
    /// The future of a [`RetryService`](super::RetryService): an attempt at a time, each with a service
    /// that was polled ready for it.
    #[must_use = "futures do nothing unless awaited"]
    pub struct ResponseFuture<S, T, C, E, B>
    where
        S: Service<Request<B>>,
        T: AsyncTimer,
    {
        service: S,
        clone: C,
        // `None` for a request that is not to be retried.
        exchange: Option<Exchange<T>>,
        // What the next attempt sends.
        request: Option<Request<B>>,
        #[pin]
        state: State<S::Future, Pausing<T::Sleep>>,
        errors: PhantomData<fn() -> E>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, W> {
        Pausing { #[pin] pause: W },
        Readying,
        Calling { #[pin] call: F },
    }
}

impl<S, T, C, E, B> ResponseFuture<S, T, C, E, B>
where
    S: Service<Request<B>> + Clone,
    T: AsyncTimer + Clone,
    C: Clone,
{
    pub(super) fn new(ready: S, layer: &RetryLayer<T, C, E>, mut request: Request<B>) -> Self {
        let wanted = request.extensions().get::<PerRequest>().cloned();
        let mut exchange = layer.retry.begin(&mut request, wanted.as_ref());
        let state = before(exchange.as_mut());
        let service = match state {
            // A clone has reserved nothing, so that others can call while this one is held.
            State::Pausing { .. } => ready.clone(),
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

/// What comes before an attempt.
fn before<T, F>(exchange: Option<&mut Exchange<T>>) -> State<F, Pausing<T::Sleep>>
where
    T: AsyncTimer + Clone,
{
    match exchange.and_then(Exchange::before) {
        Some(pause) => State::Pausing {
            pause: pause.into_future(),
        },
        None => State::Readying,
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
                StateProjection::Pausing { pause } => {
                    ready!(pause.poll(cx));
                    this.state.set(before(this.exchange.as_mut()));
                }
                StateProjection::Readying => {
                    ready!(this.service.poll_ready(cx)).map_err(E::convert)?;
                    let request = this.request.take();
                    let request = request.expect("polled after it was ready");
                    if let Some(exchange) = this.exchange.take() {
                        *this.request = this.clone.clone_request(&request);
                        *this.exchange = Some(match this.request {
                            Some(_) => exchange,
                            None => exchange.not_replayable(),
                        });
                    }
                    let call = this.service.call(request);
                    this.state.set(State::Calling { call });
                }
                StateProjection::Calling { call } => {
                    let outcome = ready!(call.poll(cx)).map_err(E::convert);
                    let Some(exchange) = this.exchange else {
                        this.state.set(State::Readying);
                        return Poll::Ready(outcome);
                    };
                    let follows = match &outcome {
                        Ok(response) => exchange.answered(&GrpcAnswer(response)),
                        Err(error) => {
                            let error = E::as_error(error);
                            exchange.failed(FailureKind::of(error), error)
                        }
                    };
                    match follows {
                        ControlFlow::Continue(pause) => {
                            // Its connection is free before the wait.
                            drop(outcome);
                            let pause = pause.into_future();
                            this.state.set(State::Pausing { pause });
                        }
                        ControlFlow::Break(report) => {
                            *this.request = None;
                            this.state.set(State::Readying);
                            return Poll::Ready(outcome.and_then(|mut response| {
                                response.extensions_mut().insert(report);
                                E::conclude(exchange, response, &report)
                            }));
                        }
                    }
                }
            }
        }
    }
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
