use core::{
    fmt, mem,
    task::{Context, Poll},
};

use tower_layer::Layer;
use tower_service::Service;

use super::{
    clone_request::CloneRequest,
    hedged_response::HedgedResponse,
    request_run::BeginRun,
    response_future::ResponseFuture,
    retry_layer::RetryLayer,
    service_call::{Sending, Sends, ServiceCall},
};
use crate::{
    limits::LendsHedge,
    retry::{
        AsyncOptions, Configure, HedgedOptions, JudgedOptions, RunOptions, StartOptions,
        TakesHedge, hedge::HedgedFuture, retry,
    },
    time::{AsyncTimer, CustomTimer, Task},
};

impl<C, K, T> RetryLayer<C, K, T> {
    /// Starts a further attempt while the first is still out, and takes the first that is accepted. The rules are
    /// those of [`Retry::hedge`](crate::Retry::hedge). Give it last.
    ///
    /// A request that [cannot be copied](Self::clone_request) is not hedged. One that is hedged is copied for each
    /// attempt, so a closure that has copied it once must do so again.
    ///
    /// Each attempt polls its own clone of the service ready. An error of a service that is not ready is an outcome
    /// of that attempt, which the judge gets.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{Hedge, Policy, tower::RetryLayer};
    ///
    /// let layer = RetryLayer::new(Policy::new()).hedge(Hedge::after(Duration::from_millis(50)));
    /// # let _ = layer;
    /// ```
    pub fn hedge<H>(self, hedge: H) -> HedgedLayer<C, K, T, H>
    where
        H: LendsHedge + Clone,
    {
        HedgedLayer {
            retries: self,
            hedge,
        }
    }
}

/// A layer of tower that hedges the requests to any service. Made by [`RetryLayer::hedge`].
#[derive(Clone)]
#[must_use = "a layer does nothing before it is added to a service"]
pub struct HedgedLayer<C, K, T, H> {
    retries: RetryLayer<C, K, T>,
    hedge: H,
}

impl<S, C: Clone, K: Clone, T: Clone, H: Clone> Layer<S> for HedgedLayer<C, K, T, H> {
    type Service = HedgedService<S, C, K, T, H>;

    fn layer(&self, inner: S) -> Self::Service {
        HedgedService {
            inner,
            layer: self.clone(),
        }
    }
}

/// A service whose requests are hedged. Made by a [`HedgedLayer`].
#[derive(Clone)]
pub struct HedgedService<S, C, K, T, H> {
    inner: S,
    layer: HedgedLayer<C, K, T, H>,
}

/// The options `C` with the timer `T`.
type Timed<C, T> = <C as Configure>::WithTimer<CustomTimer<T>>;

/// The outcome of an attempt.
type OutcomeOf<S, Request> =
    Result<<S as Service<Request>>::Response, <S as Service<Request>>::Error>;

/// The run of a request that is not hedged.
type RunOf<S, C, K, T, Request> = <RetryLayer<C, K, T> as BeginRun<
    Request,
    <S as Service<Request>>::Response,
    <S as Service<Request>>::Error,
>>::Run;

impl<S, C, K, T, H, Request> Service<Request> for HedgedService<S, C, K, T, H>
where
    S: Service<Request> + Clone,
    C: JudgedOptions<OutcomeOf<S, Request>> + Configure + Clone,
    Timed<C, T>: HedgedOptions<OutcomeOf<S, Request>>
        + TakesHedge
        + RunOptions<OutcomeOf<S, Request>, Task, Output = OutcomeOf<S, Request>>,
    K: CloneRequest<Request> + Clone,
    T: AsyncTimer + Clone,
    H: LendsHedge + Clone,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = HedgedResponse<
        ResponseFuture<
            S,
            RunOf<S, C, K, T, Request>,
            Request,
            S::Future,
            T::Sleep,
            C::Budget,
            Option<Request>,
        >,
        HedgedFuture<
            Sends,
            ServiceCall<S, K, Request>,
            Sending<S, Request, S::Future>,
            <Timed<C, T> as AsyncOptions<OutcomeOf<S, Request>>>::Sleep,
            <Timed<C, T> as AsyncOptions<OutcomeOf<S, Request>>>::Guard,
            H,
            <Timed<C, T> as HedgedOptions<OutcomeOf<S, Request>>>::Breaker,
            Timed<C, T>,
        >,
    >;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        // The service that was polled ready must be called, and a clone was not.
        let clone = self.inner.clone();
        let ready = mem::replace(&mut self.inner, clone);
        let HedgedLayer { retries, hedge } = &self.layer;
        if retries.clone.clone_request(&request).is_none() {
            let run = retries.begin(&mut request);
            return HedgedResponse::single(ResponseFuture::new(ready, run, request));
        }
        let call = ServiceCall::new(ready, retries.clone.clone(), request);
        let timer = CustomTimer(retries.timer.clone());
        let options = retries.options.clone().with_timer(timer);
        let run = retry(call).with(|_| options).hedge(hedge.clone());
        HedgedResponse::hedged(run.into_future())
    }
}

impl<C: StartOptions, K, T, H> fmt::Debug for HedgedLayer<C, K, T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedLayer")
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

impl<S, C: StartOptions, K, T, H> fmt::Debug for HedgedService<S, C, K, T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedService")
            .field("layer", &self.layer)
            .finish_non_exhaustive()
    }
}
