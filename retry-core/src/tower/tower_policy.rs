use core::{fmt, future::IntoFuture};

use super::{CloneAll, CloneRequest, RetryLayer};
use crate::{
    outcome::{JudgeEach, Unset},
    policy::Policy,
    retry::{Grant, JudgedOptions, Options, Pausing, Run, StartOptions},
    time::{AsyncTimer, DefaultTimer},
};

/// A policy for the retry layer of the crate `tower`: for a builder that takes a `tower::retry::Policy`, such as
/// that of a worker of apalis (feature `tower-policy`). Where you can add a layer, use [`RetryLayer`].
///
/// [`new`](Self::new) retries every error. Otherwise build a [`RetryLayer`], and make the policy from it. Judge,
/// hooks, budget, events and metrics are then the same. The layer of tower calls the service itself, which leaves
/// four differences:
///
/// - A request that cannot be copied is sent once, and tower does not say what becomes of it: no hook gets it.
/// - An error of the service before it is ready goes to the caller. No hook gets that either.
/// - A [breaker](RetryLayer::breaker) of the layer is neither asked nor told: tower cannot be kept from the call.
/// - Attempts have no [spans](Policy::attempt_spans), and runs inside of them are not
///   [nested](Policy::suppress_nested).
///
/// A retry that is not made gives back what it took from the budget, as everywhere. Each request has its own run,
/// which is in tower's clone of the policy.
///
/// # Waits and shutdowns
///
/// A service that waits for its requests before it shuts down also waits for their retries. apalis 1.0 does: its
/// worker ends when its last task does, and a task that waits for a retry is under way. With a delay of minutes
/// the shutdown hangs for minutes. Keep the waits short, or set `Monitor::shutdown_timeout`, which drops such tasks.
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Backoff, Policy, Verdict, tower::{RetryLayer, TowerPolicy}};
/// use tower::{ServiceBuilder, ServiceExt as _, retry, service_fn};
///
/// const POLICY: Policy = Policy::new().attempts(5).backoff(Backoff::constant(Duration::from_millis(1)));
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let send = service_fn(|mail: &'static str| async move {
///     if mail.is_empty() { Err("empty") } else { Ok(mail.len()) }
/// });
/// let layer = RetryLayer::new(POLICY).judge(|outcome: &Result<usize, &str>| match outcome {
///     Err(error) if *error == "empty" => Verdict::Stop,
///     Err(_) => Verdict::Retry,
///     Ok(_) => Verdict::Accept,
/// });
/// let service = ServiceBuilder::new()
///     .layer(retry::RetryLayer::new(TowerPolicy::from(layer)))
///     .service(send);
/// assert_eq!(service.clone().oneshot("hello").await, Ok(5));
/// assert_eq!(service.oneshot("").await, Err("empty"));
/// # }
/// ```
#[must_use = "a policy does nothing before a service has it"]
pub struct TowerPolicy<
    C: StartOptions = Options<Policy, JudgeEach<Unset, Unset>>,
    K = CloneAll,
    T = DefaultTimer,
> {
    layer: RetryLayer<C, K, T>,
    /// `None` between two requests.
    run: Option<Run<T, C>>,
    /// The retry that is granted and not sent yet. Not in the wait, since tower polls the service ready after it.
    retry: Option<Grant<C::Budget>>,
}

impl TowerPolicy {
    /// A policy that retries every error of requests that are `Clone`.
    ///
    /// ```
    /// use retry_core::{Policy, tower::TowerPolicy};
    ///
    /// let layer = tower::retry::RetryLayer::new(TowerPolicy::new(Policy::new()));
    /// # let _ = layer;
    /// ```
    pub const fn new(policy: Policy) -> Self {
        Self {
            layer: RetryLayer::new(policy),
            run: None,
            retry: None,
        }
    }
}

/// With the judge, the hooks and the budget of the layer.
impl<C: StartOptions, K, T> From<RetryLayer<C, K, T>> for TowerPolicy<C, K, T> {
    fn from(layer: RetryLayer<C, K, T>) -> Self {
        Self {
            layer,
            run: None,
            retry: None,
        }
    }
}

impl<C, K, T, Request, Response, Error> ::tower::retry::Policy<Request, Response, Error>
    for TowerPolicy<C, K, T>
where
    C: JudgedOptions<Result<Response, Error>> + Clone,
    K: CloneRequest<Request>,
    T: AsyncTimer + Clone,
{
    type Future = Pausing<T::Sleep>;

    fn retry(
        &mut self,
        _: &mut Request,
        outcome: &mut Result<Response, Error>,
    ) -> Option<Self::Future> {
        let run = self.run.get_or_insert_with(|| self.layer.run());
        let Ok(wait) = run.after(outcome, || true) else {
            self.run = None;
            return None;
        };
        let (pause, retry) = run.pause_for(wait).split();
        self.retry = Some(retry);
        Some(pause.into_future())
    }

    fn clone_request(&mut self, request: &Request) -> Option<Request> {
        let copy = self.layer.clone.clone_request(request);
        if let Some(mut retry) = self.retry.take() {
            retry.spend();
        }
        match &mut self.run {
            // The request is sent again.
            Some(run) if run.attempt_number() > 1 => run.begin_attempt(),
            run => *run = Some(self.layer.run()),
        }
        copy
    }
}

/// The clone has the run of the request, if there is one. Its retry is paid once, so that stays here.
impl<C: StartOptions + Clone, K: Clone, T: Clone> Clone for TowerPolicy<C, K, T> {
    fn clone(&self) -> Self {
        Self {
            layer: self.layer.clone(),
            run: self.run.clone(),
            retry: None,
        }
    }
}

impl<C: StartOptions, K, T> fmt::Debug for TowerPolicy<C, K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerPolicy")
            .field("layer", &self.layer)
            .finish_non_exhaustive()
    }
}
