use core::{
    fmt,
    future::IntoFuture,
    mem,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    concluding::Concluding,
    http_run::{HttpRun, read_error},
    request_call::{RequestCall, RequestSending},
    retry_layer::{ResponseFuture, RetryLayer},
    service_errors::{ErrorSpace, ServiceErrors, Unboxed},
};
use crate::{
    http::{
        adapter::{ErrorForms, HedgedExchange, HedgedRetry, RequestBreaker},
        request::PerRequest,
    },
    limits::LendsHedge,
    retry::{Unguarded, hedge::HedgedFuture, retry},
    time::{AsyncTimer, DefaultTimer},
    tower::{self, CloneAll, CloneRequest, HedgedResponse, named_in_messages::Sends},
};

impl<T, C, E> RetryLayer<T, C, E> {
    /// Starts a further attempt while the first is still out, and takes the first answer that is accepted. Which
    /// requests are hedged is said at [`HttpRetry::hedge`](crate::http::HttpRetry::hedge); the others are retried as
    /// without. Give it last.
    ///
    /// A request that [cannot be copied](Self::clone_request) is not hedged. One that is hedged is copied for each
    /// attempt, so a closure that has copied it once must do so again.
    ///
    /// Each attempt polls its own clone of the service ready. An error of a service that is not ready is judged like
    /// one of its response.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{Breaker, Hedge, http::{HttpPolicy, HttpRetry, RetryLayer}};
    ///
    /// static BREAKER: Breaker = Breaker::consecutive(5);
    ///
    /// let retry = HttpRetry::new(HttpPolicy::new()).breaker("", &BREAKER);
    /// let hedge = Hedge::after(Duration::from_millis(50));
    /// let layer = RetryLayer::new(retry).boxed_errors().hedge(hedge);
    /// # let _ = layer;
    /// ```
    pub fn hedge<H>(self, hedge: H) -> HedgedLayer<H, T, C, E>
    where
        H: LendsHedge + Clone,
    {
        HedgedLayer {
            retries: self,
            hedge,
        }
    }
}

/// A layer of tower that retries and hedges HTTP requests. Made by [`RetryLayer::hedge`].
///
/// ```
/// use core::time::Duration;
/// use http::{Request, Response};
/// use retry_core::{Hedge, http::{HttpPolicy, HttpReport, HttpRetry, RetryLayer}};
/// use tower::{ServiceBuilder, ServiceExt as _, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let is_first = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
/// # let client = service_fn(move |_: Request<String>| {
/// #     let is_first = is_first.swap(false, std::sync::atomic::Ordering::SeqCst);
/// #     async move {
/// #         if is_first {
/// #             std::future::pending::<()>().await;
/// #         }
/// #         Ok::<_, std::io::Error>(Response::new(()))
/// #     }
/// # });
/// let layer = RetryLayer::new(HttpRetry::new(HttpPolicy::new()));
/// let hedged = layer.hedge(Hedge::after(Duration::from_millis(5)).at_most(2));
/// let service = ServiceBuilder::new().layer(hedged).service(client);
///
/// // The first attempt is never answered, and the second at once.
/// let response = service.oneshot(Request::get("/items").body(String::new())?).await?;
/// assert_eq!(response.extensions().get::<HttpReport>().unwrap().attempts, 2);
/// # Ok(()) }
/// ```
#[must_use = "a layer does nothing before it is added to a service"]
pub struct HedgedLayer<H, T = DefaultTimer, C = CloneAll, E = Unboxed> {
    retries: RetryLayer<T, C, E>,
    hedge: H,
}

/// # Panics
///
/// In the same case as [`RetryLayer`]: breakers, and errors that are not boxed.
impl<S, H: Clone, T: Clone, C: Clone, E: ErrorSpace> Layer<S> for HedgedLayer<H, T, C, E> {
    type Service = HedgedService<S, H, T, C, E>;

    fn layer(&self, inner: S) -> Self::Service {
        self.retries.check_errors();
        HedgedService {
            inner,
            layer: self.clone(),
        }
    }
}

/// For requests whose body is `Clone`; for others see [`RetryLayer::hedge`].
impl<S, H: Clone, T: Clone> Layer<S> for HedgedRetry<H, T> {
    type Service = HedgedService<S, H, T>;

    fn layer(&self, inner: S) -> Self::Service {
        let layer = HedgedLayer {
            retries: RetryLayer::new(self.retry.clone()),
            hedge: self.hedge.clone(),
        };
        layer.layer(inner)
    }
}

/// A service whose requests are retried and hedged. Made by a [`HedgedLayer`] or a [`HedgedRetry`].
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Hedge, http::{HedgedService, HttpPolicy, HttpRetry}};
/// use tower_layer::Layer as _;
///
/// let hedged = HttpRetry::new(HttpPolicy::new()).hedge(Hedge::after(Duration::from_millis(50)));
/// let service: HedgedService<&str, Hedge> = hedged.layer("a client");
/// # let _ = service;
/// ```
pub struct HedgedService<S, H, T = DefaultTimer, C = CloneAll, E = Unboxed> {
    inner: S,
    layer: HedgedLayer<H, T, C, E>,
}

/// The future of a request that is hedged.
type Hedged<S, H, T, C, E, B, F, X> = HedgedFuture<
    Sends,
    RequestCall<S, C, B, E>,
    RequestSending<S, Request<B>, F, E>,
    <T as AsyncTimer>::Sleep,
    Unguarded,
    H,
    RequestBreaker,
    HedgedExchange<T, X>,
>;

impl<S, H, T, C, E, B, R> Service<Request<B>> for HedgedService<S, H, T, C, E>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    H: LendsHedge + Clone,
    T: AsyncTimer + Clone,
    C: CloneRequest<Request<B>> + Clone,
    E: ServiceErrors<S::Error>,
    B: 'static,
{
    type Response = Response<R>;
    type Error = E::Error;
    type Future = HedgedResponse<
        ResponseFuture<S, T, C, E, B>,
        Concluding<Hedged<S, H, T, C, E, B, S::Future, E::Error>, E, S::Error>,
    >;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), E::Error>> {
        self.inner.poll_ready(cx).map_err(E::convert)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The service that was polled ready must be called, and a clone was not.
        let clone = self.inner.clone();
        let ready = mem::replace(&mut self.inner, clone);
        let HedgedLayer { retries, hedge } = &self.layer;
        let settings = request.extensions().get::<PerRequest>().cloned();
        let makes_body = settings.as_ref().is_some_and(|it| it.body.is_some());
        let exchange = retries.retry.begin(&mut request, settings.as_ref());
        let clone = retries.clone.clone();
        match exchange {
            Some(exchange)
                if !makes_body
                    && exchange.can_hedge()
                    && clone.clone_request(&request).is_some() =>
            {
                let errors = ErrorForms {
                    read: read_error::<E, S::Error>,
                    refused: E::refused,
                };
                let options = exchange.into_hedged(errors);
                let call = RequestCall::new(ready, clone, request);
                let run = retry(call).with(|_| options).hedge(hedge.clone());
                HedgedResponse::hedged(Concluding::new(run.into_future()))
            }
            exchange => {
                let run = HttpRun::new(exchange, clone);
                HedgedResponse::single(tower::ResponseFuture::new(ready, run, request))
            }
        }
    }
}

impl<H: Clone, T: Clone, C: Clone, E> Clone for HedgedLayer<H, T, C, E> {
    fn clone(&self) -> Self {
        Self {
            retries: self.retries.clone(),
            hedge: self.hedge.clone(),
        }
    }
}

impl<S: Clone, H: Clone, T: Clone, C: Clone, E> Clone for HedgedService<S, H, T, C, E> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            layer: self.layer.clone(),
        }
    }
}

impl<H, T, C, E> fmt::Debug for HedgedLayer<H, T, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedLayer")
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

impl<S, H, T, C, E> fmt::Debug for HedgedService<S, H, T, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedService")
            .field("layer", &self.layer)
            .finish_non_exhaustive()
    }
}
