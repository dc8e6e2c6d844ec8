use core::{borrow::Borrow, fmt};
use std::sync::Arc;

use http::HeaderValue;

use super::{
    Exchange, Gate, HttpEvent, HttpPolicy, HttpRequest, IdempotencyKey, Mounts, PerRequest,
    by_prefix::ByPrefix,
};
use crate::time::{Clock, DefaultTimer};

/// How the requests of one client are retried: policies mounted by URL prefix, and hooks. Every adapter
/// is given one.
///
/// Clones share all of it.
///
/// ```
/// use retry_core::{Policy, http::{HttpPolicy, HttpRetry, Mounts}};
///
/// const API: HttpPolicy = HttpPolicy::new().policy(Policy::new().attempts(5));
///
/// let everywhere = HttpRetry::new(API);
/// let mounted = HttpRetry::new(Mounts::new().mount("https://api.example.com/v2/", API))
///     .on_stop(|event| eprintln!("{} {}: {}", event.method(), event.url(), event.reason().unwrap()));
/// # let _ = (everywhere, mounted);
/// ```
///
/// # An adapter for another client
///
/// An adapter converts and sends; what to do next, it is told by an [`Exchange`]:
///
/// ```
/// use core::ops::ControlFlow;
/// use http::{Request, Response};
/// use retry_core::http::{ClientError, HttpRetry, PerRequest};
///
/// fn send<E: ClientError + 'static>(
///     retry: &HttpRetry,
///     mut request: Request<&'static str>,
///     send_once: impl Fn(Request<&'static str>) -> Result<Response<String>, E>,
/// ) -> Result<Response<String>, E> {
///     let wanted = request.extensions().get::<PerRequest>().cloned();
///     let Some(mut exchange) = retry.begin(&mut request, wanted.as_ref()) else {
///         return send_once(request);
///     };
///     loop {
///         while let Some(pause) = exchange.before() {
///             pause.block();
///         }
///         let outcome = send_once(request.clone());
///         let next = match &outcome {
///             Ok(response) => exchange.answered(response),
///             Err(error) => exchange.failed(error.failure_kind(), error),
///         };
///         match (next, outcome) {
///             (ControlFlow::Break(report), Ok(mut response)) => {
///                 response.extensions_mut().insert(report);
///                 return Ok(response);
///             }
///             (ControlFlow::Break(_), outcome) => return outcome,
///             (ControlFlow::Continue(pause), _) => pause.block(),
///         }
///     }
/// }
/// # use retry_core::{Backoff, Policy, http::{HttpPolicy, HttpReport}};
/// # let policy = Policy::new().backoff(Backoff::constant(core::time::Duration::ZERO));
/// # let retry = HttpRetry::new(HttpPolicy::new().policy(policy));
/// # let statuses = std::cell::RefCell::new([503, 200].into_iter());
/// # let response = send(&retry, Request::new(""), |_| {
/// #     let status = statuses.borrow_mut().next().unwrap();
/// #     Ok::<_, std::io::Error>(Response::builder().status(status).body(String::new()).unwrap())
/// # });
/// # assert_eq!(response.unwrap().extensions().get::<HttpReport>().unwrap().attempts, 2);
/// ```
#[derive(Clone)]
#[must_use = "it does nothing by itself: give it to an adapter"]
pub struct HttpRetry<T = DefaultTimer> {
    shared: Arc<Shared>,
    timer: T,
}

/// What all requests of a client share.
#[derive(Clone)]
pub(super) struct Shared {
    mounts: Mounts,
    gates: ByPrefix<SharedGate>,
    on_retry: Option<Hook>,
    on_stop: Option<Hook>,
}

pub(super) type SharedGate = Arc<dyn Borrow<Gate> + Send + Sync>;

type Hook = Arc<dyn Fn(&HttpEvent<'_>) + Send + Sync>;

impl HttpRetry {
    /// Retries by what is mounted, or by one policy for every URL.
    pub fn new(mounts: impl Into<Mounts>) -> Self {
        let shared = Shared {
            mounts: mounts.into(),
            gates: ByPrefix::new(),
            on_retry: None,
            on_stop: None,
        };
        Self {
            shared: Arc::new(shared),
            timer: DefaultTimer,
        }
    }
}

impl<T> HttpRetry<T> {
    /// Calls this before each wait. A hook that is given twice is called as it was given last.
    pub fn on_retry(self, hook: impl Fn(&HttpEvent<'_>) + Send + Sync + 'static) -> Self {
        self.with(|shared| shared.on_retry = Some(Arc::new(hook)))
    }

    /// Calls this once for each request that ends without an accepted response: with an error, or with a
    /// response that was still refused.
    pub fn on_stop(self, hook: impl Fn(&HttpEvent<'_>) + Send + Sync + 'static) -> Self {
        self.with(|shared| shared.on_stop = Some(Arc::new(hook)))
    }

    /// Puts a [`Gate`] before the URLs with this prefix: a `&'static Gate`, an `Arc<Gate>`, or one of
    /// the client's own. Prefixes are those of [`Mounts`]; the empty one is before every URL.
    ///
    /// The gate learns from each answer and holds each attempt, the first too, of the requests that a
    /// policy is mounted for. Time at the gate counts as waited, and towards the deadline; it holds
    /// nothing up to the deadline.
    ///
    /// ```
    /// use retry_core::http::{Gate, HttpPolicy, HttpRetry};
    ///
    /// static QUOTA: Gate = Gate::new();
    ///
    /// let retry = HttpRetry::new(HttpPolicy::new()).gate("https://api.example.com/", &QUOTA);
    /// # let _ = retry;
    /// ```
    ///
    /// # Panics
    ///
    /// When the prefix is none, or has a gate already.
    pub fn gate(mut self, prefix: &str, gate: impl Borrow<Gate> + Send + Sync + 'static) -> Self {
        let gates = &mut Arc::make_mut(&mut self.shared).gates;
        if let Err(refusal) = gates.add(prefix, Arc::new(gate)) {
            panic!("{refusal}");
        }
        self
    }

    /// Replaces clock and sleep.
    ///
    /// ```
    /// use retry_core::{http::{HttpPolicy, HttpRetry}, testing::ManualClock};
    ///
    /// let clock = ManualClock::new();
    /// let retry = HttpRetry::new(HttpPolicy::new()).timer(clock.clone());
    /// # let _ = retry;
    /// ```
    pub fn timer<U>(self, timer: U) -> HttpRetry<U> {
        HttpRetry {
            shared: self.shared,
            timer,
        }
    }

    /// Begins a request: adds the key that it wants and has not, and gives the [`Exchange`] that says
    /// what follows each attempt. `None` for a request that is not to be retried: send it once.
    pub fn begin<R: HttpRequest>(
        &self,
        request: &mut R,
        wanted: Option<&PerRequest>,
    ) -> Option<Exchange<T>>
    where
        T: Clock + Clone,
    {
        let unsaid = PerRequest::new();
        let wanted = wanted.unwrap_or(&unsaid);
        let policy = self.policy_for(request, wanted);
        add_key(request, wanted, policy);
        Some(Exchange::new(
            Arc::clone(&self.shared),
            policy?,
            wanted.is_idempotent,
            request,
            self.timer.clone(),
        ))
    }

    fn policy_for<'a, R: HttpRequest>(
        &'a self,
        request: &R,
        wanted: &'a PerRequest,
    ) -> Option<&'a HttpPolicy> {
        match &wanted.policy {
            _ if wanted.is_never => None,
            Some(policy) => Some(policy),
            None => self.shared.mounts.find(request.target()),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Shared)) -> Self {
        change(Arc::make_mut(&mut self.shared));
        self
    }
}

/// Adds the key that was given, or one that the policy makes.
fn add_key<R: HttpRequest>(request: &mut R, wanted: &PerRequest, policy: Option<&HttpPolicy>) {
    let made = || {
        let policy = policy.filter(|_| !wanted.is_idempotent)?;
        policy.key_for(request.method(), request.headers())
    };
    if let Some(key) = wanted.key.clone().or_else(made) {
        request
            .headers_mut()
            .entry(IdempotencyKey::HEADER)
            .or_insert_with(|| HeaderValue::from(&key));
    }
}

impl Shared {
    pub(super) fn gate(&self, request: &impl HttpRequest) -> Option<SharedGate> {
        self.gates.find(&request.target()).cloned()
    }

    pub(super) fn on_retry(&self) -> Option<&dyn Fn(&HttpEvent<'_>)> {
        Some(&**self.on_retry.as_ref()?)
    }

    pub(super) fn on_stop(&self) -> Option<&dyn Fn(&HttpEvent<'_>)> {
        Some(&**self.on_stop.as_ref()?)
    }
}

impl<T> fmt::Debug for HttpRetry<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRetry")
            .field("mounts", &self.shared.mounts)
            .finish_non_exhaustive()
    }
}
