use core::{
    fmt, mem,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    clone_request::{CloneAll, CloneRequest},
    response_future::ResponseFuture,
    retry_layer::RetryLayer,
    service_errors::{ServiceErrors, Unboxed},
};
use crate::{
    http::adapter::HttpRetry,
    time::{AsyncTimer, DefaultTimer},
};

/// A service whose requests are retried. Made by [`RetryLayer`] and [`HttpRetry`].
///
/// Its clones share policies, gates and hooks. It is ready when the service below is; the future checks
/// that again before each attempt.
///
/// ```
/// use retry_core::http::{HttpPolicy, HttpRetry, RetryService};
/// use tower_layer::Layer as _;
///
/// let service: RetryService<&str> = HttpRetry::new(HttpPolicy::new()).layer("a client");
/// assert_eq!(service.get_ref(), &"a client");
/// ```
pub struct RetryService<S, T = DefaultTimer, C = CloneAll, E = Unboxed> {
    inner: S,
    layer: RetryLayer<T, C, E>,
}

impl<S, T, C, E> RetryService<S, T, C, E> {
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

impl<S, T, C, E, B, R> Service<Request<B>> for RetryService<S, T, C, E>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    T: AsyncTimer + Clone,
    C: CloneRequest<B> + Clone,
    E: ServiceErrors<S::Error>,
    B: 'static,
{
    type Response = Response<R>;
    type Error = E::Error;
    type Future = ResponseFuture<S, T, C, E, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), E::Error>> {
        self.inner.poll_ready(cx).map_err(E::convert)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The service that was polled ready must be called, and a clone was not.
        let clone = self.inner.clone();
        let ready = mem::replace(&mut self.inner, clone);
        ResponseFuture::new(ready, &self.layer, request)
    }
}

impl<S, T: Clone, C: Clone, E> Layer<S> for RetryLayer<T, C, E> {
    type Service = RetryService<S, T, C, E>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryService {
            inner,
            layer: self.clone(),
        }
    }
}

/// For requests whose body is `Clone`; for others see [`RetryLayer`].
impl<S, T: Clone> Layer<S> for HttpRetry<T> {
    type Service = RetryService<S, T>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryLayer::new(self.clone()).layer(inner)
    }
}

impl<S: Clone, T: Clone, C: Clone, E> Clone for RetryService<S, T, C, E> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            layer: self.layer.clone(),
        }
    }
}

impl<S: fmt::Debug, T, C, E> fmt::Debug for RetryService<S, T, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryService")
            .field("inner", &self.inner)
            .field("layer", &self.layer)
            .finish()
    }
}
