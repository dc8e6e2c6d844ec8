use core::{borrow::Borrow, fmt};
use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode};

use super::{
    call::Call, client_rules::ClientRules, exchange::Exchange, http_event::HttpEvent,
    request_options::RequestOptions,
};
use crate::{
    http::{
        gate::Gate,
        policy::HttpPolicy,
        request::{HttpRequest, IdempotencyKey, PerRequest},
        routing::Mounts,
    },
    limits::Budget,
    outcome::Verdict,
    time::{Clock, DefaultTimer},
};

/// How the requests of one client are retried: policies, gates and budgets by URL prefix, a judge, and hooks.
/// Every adapter takes one.
///
/// Clones share their contents.
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
/// # Budget
///
/// When a server is down, every caller retries, and the retries keep it down. So a [`Budget`] pays for the
/// retries. A request that it does not pay for gets its last response or error, and the report and the
/// hooks say [`StopReason::Budget`](crate::StopReason::Budget). These may pay, the first one that there is:
///
/// | budget | set with | pays for the requests |
/// |---|---|---|
/// | of a URL prefix | [`budget`](Self::budget) | to the URLs with this prefix |
/// | of the policy | [`Policy::budget`](crate::Policy::budget) | of all runs under the policy |
/// | the default | nothing | of this client that match the same mount and go to the same host and port |
///
/// [`without_budget`](Self::without_budget) leaves out the default. A retry that was granted and is not sent
/// gives back what it took: because the body cannot be sent again, because the future was dropped while it
/// waited, or because a hook took until the deadline or panicked.
///
/// # Breaker
///
/// [`breakers`](Self::breakers) and [`breaker`](Self::breaker) stop sending to a server that is down. By default
/// there is none.
///
/// # An adapter for another client
///
/// An adapter sends the request and waits. An [`Exchange`] decides what follows each attempt:
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
///     let settings = request.extensions().get::<PerRequest>().cloned();
///     let Some(mut exchange) = retry.begin(&mut request, settings.as_ref()) else {
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
#[must_use = "it does nothing on its own: pass it to an adapter"]
pub struct HttpRetry<T = DefaultTimer> {
    rules: Arc<ClientRules>,
    timer: T,
}

impl HttpRetry {
    /// Retries with the mounted policies, or with one policy for every URL.
    pub fn new(mounts: impl Into<Mounts>) -> Self {
        Self {
            rules: Arc::new(ClientRules::new(mounts.into())),
            timer: DefaultTimer,
        }
    }
}

impl<T> HttpRetry<T> {
    /// Calls this hook before each wait. A second hook replaces the first.
    pub fn on_retry(self, hook: impl Fn(&HttpEvent<'_>) + Send + Sync + 'static) -> Self {
        self.change(|rules| rules.on_retry = Some(Arc::new(hook)))
    }

    /// Calls this hook once for each request that ends without an accepted response: with an error, or
    /// with a response that was still rejected. A second hook replaces the first.
    pub fn on_stop(self, hook: impl Fn(&HttpEvent<'_>) + Send + Sync + 'static) -> Self {
        self.change(|rules| rules.on_stop = Some(Arc::new(hook)))
    }

    /// Calls this hook once at the end of each request, after a success too, and after
    /// [`on_stop`](Self::on_stop). A second hook replaces the first.
    ///
    /// ```
    /// use retry_core::http::{HttpPolicy, HttpRetry};
    ///
    /// let retry = HttpRetry::new(HttpPolicy::new()).name("items").on_end(|event| {
    ///     if event.recovered() {
    ///         eprintln!("{}: {} attempts", event.name().unwrap_or("?"), event.attempt());
    ///     }
    /// });
    /// # let _ = retry;
    /// ```
    pub fn on_end(self, hook: impl Fn(&HttpEvent<'_>) + Send + Sync + 'static) -> Self {
        self.change(|rules| rules.on_end = Some(Arc::new(hook)))
    }

    /// The name of the client in events. The default is none.
    pub fn name(self, name: &'static str) -> Self {
        self.change(|rules| rules.name = Some(name))
    }

    /// Asks this judge about each response, before the rules. It gets the call, the status and the headers.
    /// To leave a response to the rules, return [`call.verdict(status, headers)`](Call::verdict). A second
    /// judge replaces the first.
    ///
    /// It can reject what the rules accept, so check whether the [call may be repeated](Call::may_repeat).
    /// Errors are left to the rules. So is a status of which the client itself made an error, because that
    /// has no headers. Under gRPC the status is that of HTTP for the code, as in the rules. A policy that
    /// [raises on a status](HttpPolicy::raise_on_status) also raises one that this judge retries to the end.
    ///
    /// ```
    /// use http::StatusCode;
    /// use retry_core::{Verdict, http::{Answer, HttpPolicy, HttpRetry}};
    ///
    /// // GitHub answers 403 when a limit is used up, and when the caller lacks a permission.
    /// let retry = HttpRetry::new(HttpPolicy::new()).judge(|call, status, headers| {
    ///     let is_limit = headers.get("x-ratelimit-remaining").is_some_and(|left| left == "0");
    ///     match status {
    ///         StatusCode::FORBIDDEN if is_limit => {
    ///             Verdict::Throttled(Answer::of(status, headers).retry_after())
    ///         }
    ///         _ => call.verdict(status, headers),
    ///     }
    /// });
    /// # let _ = retry;
    /// ```
    pub fn judge(
        self,
        judge: impl Fn(Call<'_>, StatusCode, &HeaderMap) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        self.change(|rules| rules.judge = Some(Arc::new(judge)))
    }

    /// Puts a [`Gate`] before the URLs with this prefix: a `&'static Gate`, an `Arc<Gate>`, or a gate of
    /// the client's own. Prefixes work as in [`Mounts`]; the empty one is for every URL.
    ///
    /// The gate learns from each answer and delays every attempt, also the first, of requests that have a
    /// policy. Time at the gate counts as waited and towards the deadline; a wait that would reach the
    /// deadline is left out, and the request is sent.
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
    /// When the prefix is not valid, or has a gate already.
    pub fn gate(self, prefix: &str, gate: impl Borrow<Gate> + Send + Sync + 'static) -> Self {
        self.change(|rules| {
            if let Err(refusal) = rules.gates.add(prefix, Arc::new(gate)) {
                panic!("{refusal}");
            }
        })
    }

    /// Gives the URLs with this prefix a [budget](Self#budget) of your own: a `&'static Budget`, an
    /// `Arc<Budget>`, or one of the client's own. Prefixes work as in [`Mounts`]; the empty one is for every URL.
    ///
    /// ```
    /// use retry_core::{Budget, http::{HttpPolicy, HttpRetry}};
    ///
    /// static BUDGET: Budget = Budget::aws();
    ///
    /// let retry = HttpRetry::new(HttpPolicy::new()).budget("https://api.example.com/", &BUDGET);
    /// # let _ = retry;
    /// ```
    ///
    /// # Panics
    ///
    /// When the prefix is not valid, or has a budget already.
    pub fn budget(self, prefix: &str, budget: impl Borrow<Budget> + Send + Sync + 'static) -> Self {
        self.change(|rules| {
            if let Err(refusal) = rules.budgets.add(prefix, Arc::new(budget)) {
                panic!("{refusal}");
            }
        })
    }

    /// Leaves out the default [budget](Self#budget), so that only attempts and deadlines limit the retries.
    pub fn without_budget(self) -> Self {
        self.change(|rules| rules.default_budgets = None)
    }

    #[cfg(feature = "tower")]
    pub(in crate::http) fn has_breakers(&self) -> bool {
        self.rules.has_breakers()
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
            rules: self.rules,
            timer,
        }
    }

    /// Begins a request: adds an idempotency key if the policy or the settings require one, and returns
    /// the [`Exchange`] that decides what follows each attempt. `None` means that the request is not
    /// retried: send it once.
    pub fn begin<R: HttpRequest>(
        &self,
        request: &mut R,
        settings: Option<&PerRequest>,
    ) -> Option<Exchange<T>>
    where
        T: Clock + Clone,
    {
        let no_settings = PerRequest::new();
        let settings = settings.unwrap_or(&no_settings);
        let policy = self.rules.policy(request, settings);
        add_key(request, settings, policy);
        let gate = self.rules.gate(request);
        let options = RequestOptions::new(Arc::clone(&self.rules), policy?, settings, request);
        Some(Exchange::new(options, gate, self.timer.clone()))
    }

    pub(super) fn change(mut self, change: impl FnOnce(&mut ClientRules)) -> Self {
        change(Arc::make_mut(&mut self.rules));
        self
    }
}

/// Adds the key from the settings, or one that the policy makes. A key of the request's own stays.
fn add_key<R: HttpRequest>(request: &mut R, settings: &PerRequest, policy: Option<&HttpPolicy>) {
    let make_key = || {
        let policy = policy.filter(|_| !settings.is_idempotent)?;
        policy.key_for(request.method(), request.headers())
    };
    if let Some(key) = settings.key.clone().or_else(make_key) {
        request
            .headers_mut()
            .entry(IdempotencyKey::HEADER)
            .or_insert_with(|| HeaderValue::from(&key));
    }
}

impl<T> fmt::Debug for HttpRetry<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRetry")
            .field("mounts", &self.rules.mounts)
            .finish_non_exhaustive()
    }
}
