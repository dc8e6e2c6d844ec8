use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;
use tower_service::Service;

use super::clone_request::CloneRequest;
use crate::{
    driver::Attempt,
    retry::{Async, Operation},
};

/// A request to a service as an operation: each attempt sends a copy to a clone of the service.
pub struct ServiceCall<S, K, Request> {
    service: S,
    /// The service that was polled ready, for the first attempt.
    ready: Option<S>,
    clone: K,
    request: Request,
}

/// Marks what such an operation takes: nothing.
#[derive(Debug)]
pub enum Sends {}

impl<S: Clone, K, Request> ServiceCall<S, K, Request> {
    pub(crate) fn new(ready: S, clone: K, request: Request) -> Self {
        Self {
            service: ready.clone(),
            ready: Some(ready),
            clone,
            request,
        }
    }

    pub(crate) const fn request_mut(&mut self) -> &mut Request {
        &mut self.request
    }
}

#[diagnostic::do_not_recommend]
impl<S, K, Request> Operation<Async<Sending<S, Request, S::Future>, Sends>>
    for ServiceCall<S, K, Request>
where
    S: Service<Request> + Clone,
    K: CloneRequest<Request>,
{
    type Returned = Sending<S, Request, S::Future>;
    type Outcome = Result<S::Response, S::Error>;
    const TAKES_ATTEMPT: bool = false;

    fn run(&mut self, _: impl FnOnce() -> Attempt) -> Self::Returned {
        let request = self
            .clone
            .clone_request(&self.request)
            .expect("a request that was copied once can be copied again");
        let service = self.ready.take();
        Sending {
            service: service.unwrap_or_else(|| self.service.clone()),
            request: Some(request),
            response: None,
        }
    }
}

impl<S, K, Request> fmt::Debug for ServiceCall<S, K, Request> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceCall").finish_non_exhaustive()
    }
}

pin_project! {
    /// One attempt: polls the service ready, and sends the request.
    pub struct Sending<S, Request, F> {
        // First, so that it is dropped before the service.
        #[pin]
        response: Option<F>,
        service: S,
        request: Option<Request>,
    }
}

impl<S, Request, F> Future for Sending<S, Request, F>
where
    S: Service<Request, Future = F>,
    F: Future<Output = Result<S::Response, S::Error>>,
{
    type Output = Result<S::Response, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if this.request.is_some() {
            ready!(this.service.poll_ready(cx))?;
        }
        if let Some(request) = this.request.take() {
            this.response.set(Some(this.service.call(request)));
        }
        match this.response.as_pin_mut() {
            Some(response) => response.poll(cx),
            None => unreachable!("the request was sent in the lines above"),
        }
    }
}

impl<S, Request, F> fmt::Debug for Sending<S, Request, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}
