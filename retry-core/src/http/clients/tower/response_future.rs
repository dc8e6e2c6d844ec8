use core::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::{Request, Response, request::Parts};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{
    clone_request::CloneRequest, grpc_response::GrpcResponse, retry_layer::RetryLayer,
    service_errors::ServiceErrors,
};
use crate::{
    http::{
        adapter::{Exchange, NextStep, RequestBudget},
        failure::FailureKind,
        request::PerRequest,
    },
    retry::{Grant, Pausing},
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
        // The request of the next attempt; during an attempt what its copy is made of.
        request: NextRequest<B>,
        #[pin]
        state: State<S::Future, Pausing<T::Sleep, RequestBudget>>,
        errors: PhantomData<fn() -> E>,
    }
}

/// What the request of the next attempt is made of.
enum NextRequest<B> {
    /// It cannot be sent again.
    None,
    Whole(Request<B>),
    /// A closure makes the body.
    Head(Parts),
}

impl<B: 'static> NextRequest<B> {
    fn copy_of(request: &Request<B>, clone: &impl CloneRequest<B>) -> Self {
        let settings = request.extensions().get::<PerRequest>();
        if settings.is_some_and(|settings| settings.body.is_some()) {
            let mut head = Request::new(());
            *head.method_mut() = request.method().clone();
            *head.uri_mut() = request.uri().clone();
            *head.version_mut() = request.version();
            *head.headers_mut() = request.headers().clone();
            *head.extensions_mut() = request.extensions().clone();
            return Self::Head(head.into_parts().0);
        }
        clone.clone_request(request).map_or(Self::None, Self::Whole)
    }

    fn take(&mut self) -> Self {
        mem::replace(self, Self::None)
    }

    fn make(self) -> Option<Request<B>> {
        match self {
            Self::None => None,
            Self::Whole(request) => Some(request),
            Self::Head(head) => {
                let made = head.extensions.get::<PerRequest>()?.make_body();
                let body = made?.ok()?;
                Some(Request::from_parts(head, body))
            }
        }
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, W> {
        Waiting { #[pin] pause: W },
        // The retry that is granted and not sent yet.
        GettingReady { retry: Option<Grant<RequestBudget>> },
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
            request: NextRequest::Whole(request),
            state,
            errors: PhantomData,
        }
    }
}

fn before_attempt<T, F>(
    mut exchange: Option<&mut Exchange<T>>,
) -> State<F, Pausing<T::Sleep, RequestBudget>>
where
    T: AsyncTimer + Clone,
{
    match exchange.as_mut().and_then(|exchange| exchange.before()) {
        Some(pause) => State::Waiting {
            pause: pause.into_future(),
        },
        None => State::GettingReady {
            retry: exchange.map(|exchange| exchange.grant()),
        },
    }
}

impl<S, T, C, E, B, R> Future for ResponseFuture<S, T, C, E, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    T: AsyncTimer + Clone,
    C: CloneRequest<B>,
    E: ServiceErrors<S::Error>,
    B: 'static,
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
                StateProjection::GettingReady { retry } => {
                    ready!(this.service.poll_ready(cx)).map_err(E::convert)?;
                    let NextRequest::Whole(mut request) = this.request.take() else {
                        panic!("polled after it was ready")
                    };
                    if let Some(retry) = retry {
                        retry.spend();
                    }
                    let mut inside = None;
                    if let Some(exchange) = this.exchange {
                        *this.request = NextRequest::copy_of(&request, this.clone);
                        exchange.begin_attempt(request.extensions_mut());
                        inside = exchange.inside();
                    }
                    let response = this.service.call(request);
                    drop(inside);
                    this.state.set(State::Sending { response });
                }
                StateProjection::Sending { response } => {
                    let inside = this.exchange.as_ref().and_then(Exchange::inside);
                    let outcome = response.poll(cx);
                    drop(inside);
                    let outcome = ready!(outcome).map_err(E::convert);
                    // Drops what has sent the request, whose own spans are inside of the attempt's.
                    this.state.set(State::GettingReady { retry: None });
                    let Some(exchange) = this.exchange else {
                        return Poll::Ready(outcome);
                    };
                    let copy = this.request.take();
                    let outcome = outcome.map(GrpcResponse);
                    match exchange.after(outcome, || copy.make(), read_error::<E, _>) {
                        NextStep::SendAgain {
                            pause,
                            request,
                            discarded,
                        } => {
                            // Its connection must be free before the wait.
                            drop(discarded);
                            *this.request = NextRequest::Whole(request);
                            let pause = pause.into_future();
                            this.state.set(State::Waiting { pause });
                        }
                        NextStep::Return { outcome, report } => {
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
