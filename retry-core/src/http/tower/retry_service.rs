use core::{
    fmt, mem,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::{CloneRequest, Own, ResponseFuture, RetryLayer, ServiceErrors, Whole};
use crate::time::{AsyncTimer, DefaultTimer};

/// A service whose requests are retried; made by [`RetryLayer`].
///
/// Its clones share what the layer shares. It is ready when the service below is, and that is asked
/// again before each attempt.
///
/// ```
/// use retry_core::http::{HttpPolicy, HttpRetry, RetryService};
/// use tower_layer::Layer as _;
///
/// let service: RetryService<&str> = HttpRetry::new(HttpPolicy::new()).layer("a client");
/// assert_eq!(service.get_ref(), &"a client");
/// ```
pub struct RetryService<S, T = DefaultTimer, C = Whole, E = Own> {
    inner: S,
    layer: RetryLayer<T, C, E>,
}

impl<S, T, C, E> RetryService<S, T, C, E> {
    pub(super) const fn new(inner: S, layer: RetryLayer<T, C, E>) -> Self {
        Self { inner, layer }
    }

    /// The service below.
    pub const fn get_ref(&self) -> &S {
        &self.inner
    }

    /// The service below, to change it.
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
{
    type Response = Response<R>;
    type Error = E::Error;
    type Future = ResponseFuture<S, T, C, E, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), E::Error>> {
        self.inner.poll_ready(cx).map_err(E::convert)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // What was polled ready is what must be called: a clone has not been.
        let clone = self.inner.clone();
        let ready = mem::replace(&mut self.inner, clone);
        ResponseFuture::new(ready, &self.layer, request)
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
