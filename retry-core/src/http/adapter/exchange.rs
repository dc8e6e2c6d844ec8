use core::{error::Error, fmt, ops::ControlFlow, time::Duration};
use std::string::String;

use http::Extensions;

use super::{
    call::Call,
    client_rules::SharedGate,
    http_event::{AttemptResult, RequestFailure},
    http_report::HttpReport,
    request_budget::RequestBudget,
    request_options::RequestOptions,
};
use crate::{
    driver::{Attempt, StopReason},
    http::{
        failure::{FailureKind, Finding, HttpError},
        request::ResendCount,
        response::{Answer, HttpResponse},
    },
    observe::AttemptSpan,
    outcome::Verdict,
    policy::nanos,
    retry::{Pause, Run},
    time::{Clock, DefaultTimer},
};

/// One request under a policy, from its first attempt to its last. Made by
/// [`HttpRetry::begin`](crate::http::HttpRetry::begin); only authors of adapters need it.
///
/// It does not send anything. The adapter passes it the result of each attempt; it calls the hooks and
/// returns the pause before the next attempt, or the report of the end.
///
/// ```
/// use core::ops::ControlFlow;
/// use http::{Request, Response};
/// use retry_core::{StopReason, http::{ClientError, HttpPolicy, HttpRetry}};
///
/// let retry = HttpRetry::new(HttpPolicy::new());
/// let mut request = Request::get("https://example.com/").body(())?;
/// let mut exchange = retry.begin(&mut request, None).expect("mounted everywhere");
///
/// let error = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
/// let ControlFlow::Continue(pause) = exchange.failed(error.failure_kind(), &error) else {
///     panic!("a GET is sent again");
/// };
/// // An adapter waits here: `pause.await`, or `pause.block()`.
/// # let _ = pause;
/// let ControlFlow::Break(report) = exchange.answered(&Response::new(())) else {
///     panic!("200 is what the caller wants");
/// };
/// assert_eq!((report.attempts, report.stop), (2, StopReason::Accepted));
/// # Ok::<(), http::Error>(())
/// ```
#[must_use = "an exchange does nothing before it gets the result of an attempt"]
pub struct Exchange<T = DefaultTimer> {
    pub(super) run: Run<T, RequestOptions>,
    can_replay: bool,
    gate: Option<SharedGate>,
    /// How long the next attempt has waited at the gate.
    waited_at_gate: Duration,
    /// What the caller's own judge said about the last response.
    own_verdict: Option<Verdict>,
    /// The span of the attempt under way.
    pub(super) span: AttemptSpan,
}

impl<T: Clock + Clone> Exchange<T> {
    pub(super) fn new(options: RequestOptions, gate: Option<SharedGate>, timer: T) -> Self {
        Self {
            run: Run::new(options, DefaultTimer).timer(timer),
            can_replay: true,
            gate,
            waited_at_gate: Duration::ZERO,
            own_verdict: None,
            span: AttemptSpan::default(),
        }
    }

    /// Says that the body of the request can be read only once. The request is then sent once. If another
    /// attempt would have followed, the reason is [`StopReason::NotReplayable`].
    pub fn not_replayable(mut self) -> Self {
        self.can_replay = false;
        self
    }

    /// Says that the client follows no redirects, see
    /// [`HttpPolicy::no_redirects`](crate::http::HttpPolicy::no_redirects). For an adapter that can read the
    /// setting of its client.
    pub fn no_redirects(mut self) -> Self {
        let policy = &mut self.run.options.policy;
        *policy = policy.no_redirects();
        self
    }

    /// The pause that the [gate](crate::http::HttpRetry::gate) requires before the next attempt. Ask again
    /// after it; `None` means that the attempt may be sent.
    pub fn before(&mut self) -> Option<Pause<T, RequestBudget>> {
        let pause = self.pause_at_gate();
        if pause.is_none() {
            self.run.begin_attempt();
        }
        pause
    }

    fn pause_at_gate(&mut self) -> Option<Pause<T, RequestBudget>> {
        let gate = (**self.gate.as_ref()?).borrow();
        let delay = gate.delay(self.run.clock(), self.waited_at_gate)?;
        // After a longer wait no attempt may begin, so it is sent now: the server's answer says more.
        let is_in_time = match self.run.attempt().remaining() {
            Some(remaining) => delay < remaining,
            None => true,
        };
        is_in_time.then(|| {
            self.waited_at_gate = self.waited_at_gate.saturating_add(delay);
            self.run.options.add_wait(delay);
            self.run.pause_for(nanos::from_duration(delay))
        })
    }

    /// The current attempt.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        self.run.attempt()
    }

    /// The call with this request's method and key.
    pub fn call(&self) -> Call<'_> {
        self.run.options.call()
    }

    /// Puts a [`ResendCount`] into the extensions of the request that is sent next, if it was sent before.
    pub fn mark_resend(&self, extensions: &mut Extensions) {
        ResendCount::mark(self.run.options.resends, extensions);
    }

    /// Takes the response of an attempt and returns what follows.
    pub fn answered<R: HttpResponse>(
        &mut self,
        response: &R,
    ) -> ControlFlow<HttpReport, Pause<T, RequestBudget>> {
        let can_replay = self.can_replay;
        self.after_response(response, || can_replay.then_some(()))
            .map_continue(|(pause, ())| pause)
    }

    /// Takes the error of an attempt, and what it says about the request, and returns what follows.
    pub fn failed(
        &mut self,
        kind: FailureKind,
        error: &(dyn Error + 'static),
    ) -> ControlFlow<HttpReport, Pause<T, RequestBudget>> {
        let can_replay = self.can_replay;
        self.after_error(kind, error, || can_replay.then_some(()))
            .map_continue(|(pause, ())| pause)
    }

    /// What the caller gets for the last response: an error if the policy raises on its status, see
    /// [`Call::exhausted`]. A response after which the request could not be sent again because of its body
    /// is always returned.
    ///
    /// # Errors
    ///
    /// The status and the hint of the response.
    pub fn conclude<R, E>(&self, response: R, report: &HttpReport) -> Result<R, E>
    where
        R: HttpResponse,
        E: From<HttpError>,
    {
        match self.raised(&response, report) {
            None => Ok(response),
            Some(error) => Err(error.into()),
        }
    }

    /// The error for the last response, if the policy raises on its status.
    pub(in crate::http) fn raised<R: HttpResponse>(
        &self,
        response: &R,
        report: &HttpReport,
    ) -> Option<HttpError> {
        if matches!(
            report.stop,
            StopReason::Accepted | StopReason::NotReplayable
        ) {
            return None;
        }
        let answer = self.call().raised_after(self.own_verdict, response)?;
        let RequestOptions { method, url, .. } = &self.run.options;
        Some(HttpError::from(answer).request(method.clone(), url))
    }

    /// The same as [`answered`](Self::answered) with the request for the next attempt, if there is a copy.
    pub(super) fn after_response<R: HttpResponse, Q>(
        &mut self,
        response: &R,
        copy: impl FnOnce() -> Option<Q>,
    ) -> ControlFlow<HttpReport, (Pause<T, RequestBudget>, Q)> {
        let verdicts = self.verdict_on_response(response);
        self.decide(verdicts, Ok(response.status()), copy)
    }

    /// The verdict on a response: that of the caller's own judge or of the rules. The gate learns from it.
    pub(super) fn verdict_on_response<R: HttpResponse>(&mut self, response: &R) -> Verdicts {
        let status = response.status();
        let judge = self.run.options.rules.judge.as_ref();
        let own = judge.map(|judge| judge(self.call(), status, response.headers()));
        self.own_verdict = own;
        if self.gate.is_none() && !self.call().can_reject(status) {
            return Verdicts::same(own.unwrap_or(Verdict::Accept));
        }
        let answer = Answer::of(status, response.headers());
        self.teach_gate(&answer);
        if let (Some(gate), Some(own)) = (&self.gate, own) {
            (**gate).borrow().learn_verdict(own, self.run.clock());
        }
        let mut verdict = self.call().answered(&answer);
        if self.was_redirected(response) {
            verdict = self.call().after_redirect(verdict);
        }
        Verdicts {
            of_request: own.unwrap_or(verdict),
            of_server: own.unwrap_or_else(|| self.call().idempotent().answered(&answer)),
        }
    }

    /// The same as [`failed`](Self::failed) with the request for the next attempt, if there is a copy.
    pub(super) fn after_error<Q>(
        &mut self,
        kind: FailureKind,
        error: &(dyn Error + 'static),
        copy: impl FnOnce() -> Option<Q>,
    ) -> ControlFlow<HttpReport, (Pause<T, RequestBudget>, Q)> {
        let verdicts = self.verdict_on_error(&kind, error);
        self.decide(verdicts, Err(RequestFailure { kind, error }), copy)
    }

    /// The verdict on an error of the client. The gate learns from it.
    pub(super) fn verdict_on_error(
        &self,
        kind: &FailureKind,
        error: &(dyn Error + 'static),
    ) -> Verdicts {
        if let FailureKind::Answered(answer) = kind {
            self.teach_gate(answer);
        }
        let may_be_redirected = Finding::of(error).is_some_and(|finding| finding.may_hide_redirect);
        Verdicts {
            of_request: self.call().failed_at(kind, may_be_redirected),
            of_server: self.call().idempotent().failed_at(kind, false),
        }
    }

    /// Whether the request may be sent twice at the same time, and no gate has to let each attempt through.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub(in crate::http) fn can_hedge(&self) -> bool {
        self.gate.is_none() && self.call().may_repeat()
    }

    /// Whether a verdict can depend on that a redirect was followed.
    #[cfg(feature = "ureq")]
    pub(in crate::http) fn needs_redirects(&self) -> bool {
        !self.call().may_repeat()
            && !self.run.options.policy.no_redirects
            && !self.run.options.policy.any_method_statuses.is_empty()
    }

    /// Whether the response is that of a redirect. One that leads back to the same URL is not seen.
    fn was_redirected<R: HttpResponse>(&self, response: &R) -> bool {
        let asked = self.run.options.url.split('#').next().unwrap_or_default();
        let is_elsewhere = |url: String| url.split('#').next() != Some(asked);
        response.was_redirected() || response.final_url().is_some_and(is_elsewhere)
    }

    fn teach_gate(&self, answer: &Answer) {
        if let Some(gate) = &self.gate {
            (**gate).borrow().learn_at(answer, self.run.clock());
        }
    }

    fn decide<Q>(
        &mut self,
        verdicts: Verdicts,
        result: AttemptResult<'_>,
        copy: impl FnOnce() -> Option<Q>,
    ) -> ControlFlow<HttpReport, (Pause<T, RequestBudget>, Q)> {
        self.waited_at_gate = Duration::ZERO;
        self.span = AttemptSpan::default();
        self.run.report(&verdicts.of_server);
        let mut request = None;
        let next = self.run.ended(&result, verdicts.of_request, || {
            request = copy();
            request.is_some()
        });
        match (next, request) {
            (Ok(wait), Some(request)) => ControlFlow::Continue((self.run.pause_for(wait), request)),
            _ => ControlFlow::Break(self.run.options.report),
        }
    }
}

/// The verdicts on an attempt.
#[derive(Clone, Copy)]
pub(super) struct Verdicts {
    /// What the run does.
    pub(super) of_request: Verdict,
    /// The same if the request may be sent twice. It says how the server does, so the breaker gets it.
    of_server: Verdict,
}

impl Verdicts {
    const fn same(verdict: Verdict) -> Self {
        Self {
            of_request: verdict,
            of_server: verdict,
        }
    }
}

impl<T> fmt::Debug for Exchange<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("method", &self.run.options.method)
            .field("url", &self.run.options.url)
            .field("policy", &self.run.options.policy)
            .finish_non_exhaustive()
    }
}
