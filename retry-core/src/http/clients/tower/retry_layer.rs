use core::{fmt, marker::PhantomData};

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    http_run::HttpRun,
    request_copy::RequestCopy,
    service_errors::{Boxed, ErrorSpace, ServiceErrors, Unboxed},
};
use crate::{
    http::{
        adapter::{HttpRetry, RequestBudget},
        request::PerRequest,
    },
    time::{AsyncTimer, DefaultTimer},
    tower::{self, CloneAll, CloneRequest, named_in_messages::BeginRun},
};

/// A layer for tower that retries the requests of the service below it: hyper's client, a channel of
/// tonic, a router of axum (feature `tower`).
///
/// An [`HttpRetry`] is also a layer, for requests whose body is `Clone` and services whose error is an
/// `Error`. Use `RetryLayer` for all others.
///
/// A request can have settings of its own: a [`PerRequest`](crate::http::PerRequest) in its extensions.
/// The [`HttpReport`](crate::http::HttpReport) is in the extensions of the response; for errors, only hooks
/// see the history. A request that is sent again has its [`ResendCount`](crate::http::ResendCount) there.
/// Layers below this one run for each attempt, those above it run once. Add one
/// that follows redirects above this one: below it, a failed redirect looks like a failed request. The layer does
/// not see a body that breaks off while the caller reads it. A service that fails before it is ready cannot be
/// used again, so its error ends the run: hooks get it, unless the service failed before it was called.
///
/// Feature `hyper` adds the errors of hyper and its client. An unknown error (that of a timeout layer, for
/// example) says nothing about the request and is not retried: map it to an
/// [`HttpError`](crate::http::HttpError) below this layer.
///
/// # gRPC
///
/// `UNAVAILABLE` counts as 503 and `RESOURCE_EXHAUSTED` as 429, if the call fails before its first
/// message. `grpc-retry-pushback-ms` is a hint; a negative or malformed value forbids the retry. Every call
/// is a POST. To say which calls may be repeated, put
/// [`PerRequest::idempotent`](crate::http::PerRequest::idempotent) into their extensions, or, if all calls of
/// a service may be repeated, set [`HttpPolicy::methods`](crate::http::HttpPolicy::methods). The bodies of
/// tonic can be read only once, so collect those of unary calls into bytes above this layer.
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
/// // The body is not `Clone`: only requests without a file are sent again.
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
#[must_use = "a layer does nothing before it is added to a service"]
pub struct RetryLayer<T = DefaultTimer, C = CloneAll, E = Unboxed> {
    pub(super) retry: HttpRetry<T>,
    pub(super) clone: C,
    errors: PhantomData<fn() -> E>,
}

impl<T> RetryLayer<T> {
    /// A layer for requests whose body is `Clone`.
    pub const fn new(retry: HttpRetry<T>) -> Self {
        Self {
            retry,
            clone: CloneAll,
            errors: PhantomData,
        }
    }
}

impl<T, C, E> RetryLayer<T, C, E> {
    /// Sets how a request is copied for another attempt, for bodies that are not `Clone`. `None` means that
    /// the request can be sent only once; the report then says why no other attempt followed:
    /// [`NotReplayable`](crate::StopReason::NotReplayable). A request for which
    /// [`PerRequest::body_from`](crate::http::PerRequest::body_from) makes the bodies is not copied by it.
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

    /// Boxes the errors. Use it for a service whose error is a box already, and for a policy that
    /// [raises on a status](crate::http::HttpPolicy::raise_on_status): the service's own error cannot hold a
    /// status.
    pub fn boxed_errors(self) -> RetryLayer<T, C, Boxed> {
        RetryLayer {
            retry: self.retry,
            clone: self.clone,
            errors: PhantomData,
        }
    }
}

impl<T, C, E: ErrorSpace> RetryLayer<T, C, E> {
    pub(super) fn check_errors(&self) {
        assert!(
            E::HOLDS_REFUSALS || !self.retry.has_breakers(),
            "the error of a service cannot hold the refusal of a breaker: write `RetryLayer::new(retry).boxed_errors()`"
        );
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

impl<T, C, E, B, R, F> BeginRun<Request<B>, Response<R>, F> for RetryLayer<T, C, E>
where
    T: AsyncTimer + Clone,
    C: CloneRequest<Request<B>> + Clone,
    E: ServiceErrors<F>,
    B: 'static,
{
    type Run = HttpRun<T, C, E>;

    fn begin(&self, request: &mut Request<B>) -> HttpRun<T, C, E> {
        let settings = request.extensions().get::<PerRequest>().cloned();
        let exchange = self.retry.begin(request, settings.as_ref());
        HttpRun::new(exchange, self.clone.clone())
    }
}

/// # Panics
///
/// When the [`HttpRetry`] has [breakers](HttpRetry::breakers) and the errors are not
/// [boxed](RetryLayer::boxed_errors): the service's own error cannot hold the refusal of a breaker.
impl<S, T: Clone, C: Clone, E: ErrorSpace> Layer<S> for RetryLayer<T, C, E> {
    type Service = RetryService<S, T, C, E>;

    fn layer(&self, inner: S) -> Self::Service {
        self.check_errors();
        RetryService::new(inner, self.clone())
    }
}

/// For requests whose body is `Clone`; for others see [`RetryLayer`].
impl<S, T: Clone> Layer<S> for HttpRetry<T> {
    type Service = RetryService<S, T>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryLayer::new(self.clone()).layer(inner)
    }
}

/// The service of a [`RetryLayer`] or an [`HttpRetry`]. Its clones share policies, gates and hooks.
///
/// ```
/// use retry_core::http::{HttpPolicy, HttpRetry, RetryService};
/// use tower_layer::Layer as _;
///
/// let service: RetryService<&str> = HttpRetry::new(HttpPolicy::new()).layer("a client");
/// assert_eq!(service.get_ref(), &"a client");
/// ```
pub type RetryService<S, T = DefaultTimer, C = CloneAll, E = Unboxed> =
    tower::RetryService<S, RetryLayer<T, C, E>>;

/// The future of a [`RetryService`] for requests with a body of type `B`.
///
/// ```
/// use http::{Request, Response};
/// use retry_core::{http::{CloneAll, ResponseFuture, Unboxed}, time::DefaultTimer};
/// use tower_service::Service;
///
/// type Sent<S> = ResponseFuture<S, DefaultTimer, CloneAll, Unboxed, String>;
///
/// struct InFlight<S: Service<Request<String>>>(Sent<S>);
/// ```
pub type ResponseFuture<S, T, C, E, B> = tower::ResponseFuture<
    S,
    HttpRun<T, C, E>,
    Request<B>,
    <S as Service<Request<B>>>::Future,
    <T as AsyncTimer>::Sleep,
    RequestBudget,
    RequestCopy<B>,
>;
