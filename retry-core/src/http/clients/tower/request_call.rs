use core::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{grpc_response::GrpcResponse, service_errors::ServiceErrors};
use crate::{
    driver::Attempt,
    http::request::ResendCount,
    retry::{Async, Operation},
    tower::{
        CloneRequest,
        named_in_messages::{Sending, Sends, ServiceCall},
    },
};

/// An HTTP request to a service as an operation: each attempt sends a copy, marked with its count, to a clone of the
/// service.
pub struct RequestCall<S, C, B, E> {
    call: ServiceCall<S, C, Request<B>>,
    errors: PhantomData<fn() -> E>,
}

impl<S: Clone, C, B, E> RequestCall<S, C, B, E> {
    pub(super) fn new(ready: S, clone: C, request: Request<B>) -> Self {
        Self {
            call: ServiceCall::new(ready, clone, request),
            errors: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S, C, B, E, R> Operation<Async<RequestSending<S, Request<B>, S::Future, E>, Sends>>
    for RequestCall<S, C, B, E>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    C: CloneRequest<Request<B>>,
    E: ServiceErrors<S::Error>,
{
    type Returned = RequestSending<S, Request<B>, S::Future, E>;
    type Outcome = Result<GrpcResponse<R>, E::Error>;
    const TAKES_ATTEMPT: bool = true;

    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> Self::Returned {
        let attempt = attempt();
        let extensions = self.call.request_mut().extensions_mut();
        ResendCount::mark(attempt.number() - 1, extensions);
        RequestSending {
            sending: self.call.run(|| attempt),
            errors: PhantomData,
        }
    }
}

impl<S, C, B, E> fmt::Debug for RequestCall<S, C, B, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestCall").finish_non_exhaustive()
    }
}

pin_project! {
    /// One attempt of a [`RequestCall`].
    pub struct RequestSending<S, Q, F, E> {
        #[pin]
        sending: Sending<S, Q, F>,
        errors: PhantomData<fn() -> E>,
    }
}

impl<S, B, F, E, R> Future for RequestSending<S, Request<B>, F, E>
where
    S: Service<Request<B>, Response = Response<R>, Future = F>,
    F: Future<Output = Result<S::Response, S::Error>>,
    E: ServiceErrors<S::Error>,
{
    type Output = Result<GrpcResponse<R>, E::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = self.project().sending.poll(cx);
        outcome.map(|outcome| outcome.map(GrpcResponse).map_err(E::convert))
    }
}

impl<S, Q, F, E> fmt::Debug for RequestSending<S, Q, F, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestSending").finish_non_exhaustive()
    }
}
