use core::{fmt, marker::PhantomData};

use http::Request;
use tower_layer::Layer;

use super::{Boxed, Own, RetryService, Whole};
use crate::{http::HttpRetry, time::DefaultTimer};

/// A layer for tower that retries the requests of what is below it: hyper's client, a channel of tonic,
/// a router of axum (feature `tower`).
///
/// An [`HttpRetry`] is a layer by itself, for requests whose body is `Clone` and services whose error is
/// an `Error`. This is for the others.
///
/// A request says what it wants by a [`PerRequest`](crate::http::PerRequest) among its extensions, and
/// the [`HttpReport`](crate::http::HttpReport) is among those of the response. Of an error, hooks alone
/// tell how it was come to. Layers below run with each attempt, those above once. A body that breaks off
/// while the caller reads it is past the layer.
///
/// The errors of hyper and its client are understood with feature `hyper`. One that nobody understands
/// (that of a timeout's layer, for one) says nothing of the request and is not retried: map it to an
/// [`HttpError`](crate::http::HttpError) below this layer.
///
/// # gRPC
///
/// `UNAVAILABLE` counts as 503 and `RESOURCE_EXHAUSTED` as 429, where the server fails a call before its
/// first message. `grpc-retry-pushback-ms` is a hint; a negative or malformed one forbids the retry. Every
/// call is a POST: say which may be repeated by
/// [`PerRequest::idempotent`](crate::http::PerRequest::idempotent) among its extensions, or by
/// [`HttpPolicy::methods`](crate::http::HttpPolicy::methods) for a service of which all may. tonic's bodies can
/// be read only once, so collect those of unary calls into bytes above this layer.
///
/// # Example
///
/// ```
/// use http::{Request, Response};
/// use retry_core::http::{HttpPolicy, HttpReport, HttpRetry, RetryLayer};
/// # use retry_core::{Backoff, Policy};
/// use tower::{ServiceBuilder, ServiceExt as _, service_fn};
///
/// # const HTTP: HttpPolicy = HttpPolicy::new()
/// #     .policy(Policy::new().backoff(Backoff::constant(core::time::Duration::from_millis(1))));
/// # #[cfg(any())]
/// const HTTP: HttpPolicy = HttpPolicy::new();
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let statuses = std::sync::Arc::new(std::sync::Mutex::new([503, 200].into_iter()));
/// # let client = service_fn(move |_: Request<String>| {
/// #     let status = statuses.lock().unwrap().next().unwrap();
/// #     let response = Response::builder().status(status).body(String::new()).unwrap();
/// #     async { Ok::<_, std::io::Error>(response) }
/// # });
/// let service = ServiceBuilder::new().layer(HttpRetry::new(HTTP)).service(client);
/// let response = service.oneshot(Request::get("/items").body(String::new())?).await?;
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.extensions().get::<HttpReport>().unwrap().attempts, 2);
///
/// // A body that is not `Clone`: only requests without one are sent again.
/// struct Upload(Option<std::fs::File>);
/// let layer = RetryLayer::new(HttpRetry::new(HTTP)).clone_request(|request: &Request<Upload>| {
///     match request.body().0 {
///         None => Some(request.clone().map(|_| Upload(None))),
///         Some(_) => None,
///     }
/// });
/// # impl Clone for Upload { fn clone(&self) -> Self { Self(None) } }
/// # let _ = layer;
/// # Ok(()) }
/// ```
#[must_use = "a layer does nothing before it is put on a service"]
pub struct RetryLayer<T = DefaultTimer, C = Whole, E = Own> {
    pub(super) retry: HttpRetry<T>,
    pub(super) clone: C,
    errors: PhantomData<fn() -> E>,
}

impl<T> RetryLayer<T> {
    /// A layer that retries so, for requests that are `Clone`.
    pub const fn new(retry: HttpRetry<T>) -> Self {
        Self {
            retry,
            clone: Whole,
            errors: PhantomData,
        }
    }
}

impl<T, C, E> RetryLayer<T, C, E> {
    /// How a second request is made from the first, for bodies that are not `Clone`: `None` for one that
    /// can be sent only once. It then is, and the report says why there was no other attempt:
    /// [`NotReplayable`](crate::StopReason::NotReplayable).
    pub fn clone_request<F, B>(self, clone: F) -> RetryLayer<T, F, E>
    where
        F: Fn(&Request<B>) -> Option<Request<B>>,
    {
        RetryLayer {
            retry: self.retry,
            clone,
            errors: PhantomData,
        }
    }

    /// Boxes errors: for a service whose error is in a box already, and to have refused statuses as
    /// errors, which needs one that can hold them, see
    /// [`HttpPolicy::raise_on_status`](crate::http::HttpPolicy::raise_on_status).
    pub fn boxed_errors(self) -> RetryLayer<T, C, Boxed> {
        RetryLayer {
            retry: self.retry,
            clone: self.clone,
            errors: PhantomData,
        }
    }
}

impl<T: Clone, C: Clone, E> Clone for RetryLayer<T, C, E> {
    fn clone(&self) -> Self {
        Self {
            retry: self.retry.clone(),
            clone: self.clone.clone(),
            errors: PhantomData,
        }
    }
}

impl<T, C, E> fmt::Debug for RetryLayer<T, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryLayer")
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl<S, T: Clone, C: Clone, E> Layer<S> for RetryLayer<T, C, E> {
    type Service = RetryService<S, T, C, E>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryService::new(inner, self.clone())
    }
}

/// For requests whose body is `Clone`; for others see [`RetryLayer`].
impl<S, T: Clone> Layer<S> for HttpRetry<T> {
    type Service = RetryService<S, T>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryService::new(inner, RetryLayer::new(self.clone()))
    }
}
