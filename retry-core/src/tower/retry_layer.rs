#[cfg(target_has_atomic = "64")]
mod breaking;

use core::fmt;

use tower_layer::Layer;

use super::{
    clone_request::{CloneAll, CloneRequest},
    request_run::BeginRun,
    retry_service::RetryService,
    service_run::ServiceRun,
};
#[cfg(feature = "tracing")]
use crate::observe::Shown;
use crate::{
    outcome::{IntoVerdict, JudgeEach, JudgeOutcome, Unset},
    policy::Policy,
    retry::{
        Budgeted, Closure, Configure, Event, JudgedOptions, LendsBudget, Options, Run, StartOptions,
    },
    time::{AsyncTimer, DefaultTimer},
};

/// A layer of tower that retries the requests to any service.
///
/// For HTTP use [`http::HttpRetry`](crate::http::HttpRetry), which is this layer with the rules of HTTP: what
/// may be sent twice, which statuses to retry, `Retry-After`.
///
/// | | by default |
/// |---|---|
/// | [`judge`](Self::judge) | every `Err` is retried, every `Ok` accepted |
/// | [`clone_request`](Self::clone_request) | requests are `Clone` |
/// | [`budget`](Self::budget) | that of the policy, or none |
/// | [`breaker`](Self::breaker) | none |
///
/// The service below must be `Clone`; `tower::buffer` makes a clone of every service. It is polled ready before
/// each attempt. Layers below this one, such as timeouts and concurrency limits, work for each attempt, and a
/// permit is free while the request waits. Layers above it see one request. The deadline counts from the call.
///
/// An error of the service below before it is ready ends the run, since tower says that such a service
/// cannot be used again. Hooks get it as one that is [not retryable](crate::StopReason::NotRetryable), unless the
/// service has failed before the request was there. A request that is dropped while it waits, or until the
/// service is ready, gives back what its retry took from the budget.
///
/// Hooks and the judge are cloned for each request. Share what they change in an `Arc`.
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Backoff, Policy, Verdict, tower::RetryLayer};
/// use tower::{ServiceBuilder, ServiceExt as _, service_fn};
///
/// const POLICY: Policy = Policy::new().attempts(5).backoff(Backoff::exponential(Duration::from_millis(1)));
///
/// enum QueueError { Full, TooLarge }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// # let calls = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
/// let queue = service_fn(move |job: String| {
///     # let number = calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
///     # #[cfg(any())]
///     let number = ..;
///     async move {
///         match (job.len(), number) {
///             (100.., _) => Err(QueueError::TooLarge),
///             (_, 0 | 1) => Err(QueueError::Full),
///             _ => Ok(number),
///         }
///     }
/// });
/// let layer = RetryLayer::new(POLICY).judge(|outcome: &Result<u32, QueueError>| match outcome {
///     Ok(_) => Verdict::Accept,
///     Err(QueueError::Full) => Verdict::Retry,
///     Err(QueueError::TooLarge) => Verdict::Stop,
/// });
/// let service = ServiceBuilder::new().layer(layer).service(queue);
/// assert!(service.clone().oneshot("x".repeat(100)).await.is_err());
/// # let _ = // The first job was the first call.
/// service.oneshot("mail".to_owned()).await;
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a layer does nothing before it is added to a service"]
pub struct RetryLayer<C = Options<Policy, JudgeEach<Unset, Unset>>, K = CloneAll, T = DefaultTimer>
{
    pub(super) options: C,
    pub(super) clone: K,
    pub(super) timer: T,
}

impl RetryLayer {
    /// A layer that retries every error.
    pub const fn new(policy: Policy) -> Self {
        Self {
            options: Options::new(policy, JudgeEach::ALL),
            clone: CloneAll,
            timer: DefaultTimer,
        }
    }
}

impl<C: Configure, K, T> RetryLayer<C, K, T> {
    fn with<D>(self, change: impl FnOnce(C) -> D) -> RetryLayer<D, K, T> {
        RetryLayer {
            options: change(self.options),
            clone: self.clone,
            timer: self.timer,
        }
    }

    /// Judges each outcome: a `bool` (`true` retries) or a [`Verdict`](crate::Verdict). Name the types of the
    /// service: `|outcome: &Result<Response, Error>| ..`. A second judge replaces the first.
    ///
    /// ```
    /// use retry_core::{Policy, tower::RetryLayer};
    ///
    /// // Poll until the job is done.
    /// let layer = RetryLayer::new(Policy::new()).judge(|outcome: &Result<Option<u32>, std::io::Error>| {
    ///     matches!(outcome, Ok(None))
    /// });
    /// # let _ = layer;
    /// ```
    pub fn judge<F, Response, Error, V>(
        self,
        judge: F,
    ) -> RetryLayer<C::WithJudge<JudgeOutcome<F>>, K, T>
    where
        F: Fn(&Result<Response, Error>) -> V + Clone,
        V: IntoVerdict,
    {
        self.with(|options| options.map_judge(|_| JudgeOutcome(judge)))
    }

    /// Copies a request before each attempt, where it is not `Clone`. `None` means that it can be sent only once:
    /// where a retry would follow, the run ends with [`NotReplayable`](crate::StopReason::NotReplayable).
    ///
    /// ```
    /// use retry_core::{Policy, tower::RetryLayer};
    ///
    /// enum Upload { Text(String), Stream(std::fs::File) }
    ///
    /// let layer = RetryLayer::new(Policy::new()).clone_request(|upload: &Upload| match upload {
    ///     Upload::Text(text) => Some(Upload::Text(text.clone())),
    ///     Upload::Stream(_) => None,
    /// });
    /// # let _ = layer;
    /// ```
    pub fn clone_request<F, Request>(self, clone: F) -> RetryLayer<C, F, T>
    where
        F: Fn(&Request) -> Option<Request> + Clone,
    {
        RetryLayer {
            options: self.options,
            clone,
            timer: self.timer,
        }
    }

    /// Called before each wait. Name the type of the event: `|event: &Event<'_, Result<Response, Error>>| ..`.
    ///
    /// ```
    /// use retry_core::{Event, Policy, tower::RetryLayer};
    ///
    /// let layer = RetryLayer::new(Policy::new())
    ///     .name("enqueue")
    ///     .on_retry(|event: &Event<'_, Result<u32, std::io::Error>>| {
    ///         eprintln!("attempt {}, again in {:?}", event.attempt(), event.delay());
    ///     });
    /// # let _ = layer;
    /// ```
    pub fn on_retry<F, Response, Error>(
        self,
        hook: F,
    ) -> RetryLayer<C::WithOnRetry<Closure<F>>, K, T>
    where
        F: Fn(&Event<'_, Result<Response, Error>>) + Clone,
    {
        self.with(|options| options.with_on_retry(Closure(hook)))
    }

    /// Called once for each request that ends without an accepted outcome.
    ///
    /// ```
    /// use retry_core::{Event, Policy, tower::RetryLayer};
    ///
    /// let layer = RetryLayer::new(Policy::new()).on_stop(|event: &Event<'_, Result<u32, String>>| {
    ///     eprintln!("gave up: {}", event.reason().unwrap());
    /// });
    /// # let _ = layer;
    /// ```
    pub fn on_stop<F, Response, Error>(self, hook: F) -> RetryLayer<C::WithOnStop<Closure<F>>, K, T>
    where
        F: Fn(&Event<'_, Result<Response, Error>>) + Clone,
    {
        self.with(|options| options.with_on_stop(Closure(hook)))
    }

    /// Called once at the end of each request, after a success too, and after [`on_stop`](Self::on_stop).
    ///
    /// ```
    /// use retry_core::{Event, Policy, tower::RetryLayer};
    ///
    /// let layer = RetryLayer::new(Policy::new()).on_end(|event: &Event<'_, Result<u32, String>>| {
    ///     eprintln!("{} attempts in {:?}", event.attempt(), event.elapsed());
    /// });
    /// # let _ = layer;
    /// ```
    pub fn on_end<F, Response, Error>(self, hook: F) -> RetryLayer<C::WithOnEnd<Closure<F>>, K, T>
    where
        F: Fn(&Event<'_, Result<Response, Error>>) + Clone,
    {
        self.with(|options| options.with_on_end(Closure(hook)))
    }

    /// The name of the runs, in hooks, events and metrics. The default is that of the policy.
    ///
    /// ```
    /// use retry_core::{Policy, tower::RetryLayer};
    ///
    /// let layer = RetryLayer::new(Policy::new()).name("enqueue");
    /// # let _ = layer;
    /// ```
    pub fn name(self, name: &'static str) -> RetryLayer<C::WithName<&'static str>, K, T> {
        self.with(|options| options.with_name(name))
    }

    /// The [budget](crate::Budget) that pays for the retries of all requests, in place of that of the policy: a
    /// reference or an `Arc`.
    ///
    /// ```
    /// use retry_core::{Budget, Policy, tower::RetryLayer};
    ///
    /// static BUDGET: Budget = Budget::ratio(0.2);
    ///
    /// let layer = RetryLayer::new(Policy::new()).budget(&BUDGET);
    /// # let _ = layer;
    /// ```
    pub fn budget<B>(self, budget: B) -> RetryLayer<C::WithBudget<Budgeted<B>>, K, T>
    where
        B: LendsBudget + Clone,
    {
        self.with(|options| options.with_budget(Budgeted(budget)))
    }

    /// Shows the error in the events of feature `tracing`, as [`Retry::show_error`](crate::Retry::show_error) does.
    /// The error of the service then implements `Display`.
    ///
    /// ```
    /// use retry_core::{Policy, tower::RetryLayer};
    ///
    /// let layer = RetryLayer::new(Policy::new()).show_error();
    /// # let _ = layer;
    /// ```
    #[cfg(feature = "tracing")]
    pub fn show_error(self) -> RetryLayer<C::WithErrorView<Shown>, K, T> {
        self.with(|options| options.with_error_view(Shown))
    }

    /// Replaces clock and sleep.
    ///
    /// ```
    /// use retry_core::{Policy, testing::ManualClock, tower::RetryLayer};
    ///
    /// let layer = RetryLayer::new(Policy::new()).timer(ManualClock::new());
    /// # let _ = layer;
    /// ```
    pub fn timer<U>(self, timer: U) -> RetryLayer<C, K, U> {
        RetryLayer {
            options: self.options,
            clone: self.clone,
            timer,
        }
    }
}

impl<C: StartOptions + Clone, K, T: AsyncTimer + Clone> RetryLayer<C, K, T> {
    /// The run of a request that begins now.
    pub(super) fn run(&self) -> Run<T, C> {
        Run::new(self.options.clone(), DefaultTimer).timer(self.timer.clone())
    }
}

impl<S, C: Clone, K: Clone, T: Clone> Layer<S> for RetryLayer<C, K, T> {
    type Service = RetryService<S, Self>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryService::new(inner, self.clone())
    }
}

impl<C, K, T, Request, Response, Error> BeginRun<Request, Response, Error> for RetryLayer<C, K, T>
where
    C: JudgedOptions<Result<Response, Error>> + Clone,
    K: CloneRequest<Request> + Clone,
    T: AsyncTimer + Clone,
{
    type Run = ServiceRun<C, K, T>;

    fn begin(&self, _: &mut Request) -> Self::Run {
        ServiceRun::new(self.run(), self.clone.clone())
    }
}

impl<C: StartOptions, K, T> fmt::Debug for RetryLayer<C, K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryLayer")
            .field("policy", self.options.policy())
            .finish_non_exhaustive()
    }
}
