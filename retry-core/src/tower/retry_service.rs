use core::{
    mem,
    task::{Context, Poll},
};

use tower_service::Service;

use super::{
    request_run::{BeginRun, RequestRun},
    response_future::ResponseFuture,
};

/// A service whose requests are retried. Made by a [`RetryLayer`](crate::tower::RetryLayer).
///
/// Its clones share the budget. It is ready when the service below is; the future checks that again before
/// each attempt.
///
/// ```
/// use retry_core::{Policy, tower::RetryLayer};
/// use tower_layer::Layer as _;
///
/// let service = RetryLayer::new(Policy::new()).layer("a client");
/// assert_eq!(service.get_ref(), &"a client");
/// ```
#[derive(Clone, Debug)]
pub struct RetryService<S, L> {
    inner: S,
    layer: L,
}

impl<S, L> RetryService<S, L> {
    pub(crate) const fn new(inner: S, layer: L) -> Self {
        Self { inner, layer }
    }

    /// The service below.
    pub const fn get_ref(&self) -> &S {
        &self.inner
    }

    /// The service below, mutable.
    pub const fn get_mut(&mut self) -> &mut S {
        &mut self.inner
    }

    /// The service below, by value.
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S, L, Request> Service<Request> for RetryService<S, L>
where
    S: Service<Request> + Clone,
    L: BeginRun<Request, S::Response, S::Error>,
{
    type Response = S::Response;
    type Error = <L::Run as RequestRun<Request, S::Response, S::Error>>::Error;
    type Future = ResponseFuture<
        S,
        L::Run,
        Request,
        S::Future,
        <L::Run as RequestRun<Request, S::Response, S::Error>>::Sleep,
        <L::Run as RequestRun<Request, S::Response, S::Error>>::Budget,
        <L::Run as RequestRun<Request, S::Response, S::Error>>::Copy,
    >;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(L::Run::convert)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        // The service that was polled ready must be called, and a clone was not.
        let clone = self.inner.clone();
        let ready = mem::replace(&mut self.inner, clone);
        let run = self.layer.begin(&mut request);
        ResponseFuture::new(ready, run, request)
    }
}
