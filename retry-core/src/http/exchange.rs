use core::{error::Error, fmt, ops::ControlFlow, time::Duration};
use std::{string::String, sync::Arc};

use http::Method;

use super::{
    Answer, Call, FailureKind, HttpError, HttpEvent, HttpPolicy, HttpReport, HttpRequest,
    HttpResponse, IdempotencyKey,
    http_event::Came,
    http_retry::{Shared, SharedGate},
};
use crate::{
    Attempt, Pause, Run, StopReason, Verdict,
    event::Next,
    nanos,
    progress::Decision,
    time::{Clock, DefaultTimer},
};

/// One request under a policy, from its first attempt to what is handed back; made by
/// [`HttpRetry::begin`](super::HttpRetry::begin).
///
/// It sends nothing. It is told what each attempt came to, calls the hooks, and answers with the pause
/// before the next attempt, or with the report of the end. Only who writes an adapter meets it.
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
#[must_use = "an exchange waits to be told what each attempt came to"]
pub struct Exchange<T = DefaultTimer> {
    shared: Arc<Shared>,
    policy: HttpPolicy,
    method: Method,
    url: String,
    is_idempotent: bool,
    key: Option<IdempotencyKey>,
    can_replay: bool,
    run: Run<T>,
    waited: Duration,
    gate: Option<SharedGate>,
    /// How long the gate has held the attempt about to be made.
    held: Duration,
}

impl<T: Clock + Clone> Exchange<T> {
    pub(super) fn new<R: HttpRequest>(
        shared: Arc<Shared>,
        policy: &HttpPolicy,
        is_idempotent: bool,
        request: &R,
        timer: T,
    ) -> Self {
        Self {
            gate: shared.gate(request),
            held: Duration::ZERO,
            shared,
            method: request.method().clone(),
            url: request.url_text(),
            is_idempotent,
            key: IdempotencyKey::find(request.headers()),
            can_replay: true,
            run: policy.as_policy().start().timer(timer),
            waited: Duration::ZERO,
            policy: *policy,
        }
    }

    /// Says that the body can be read only once. The request is sent once; where another attempt was
    /// due, the reason is [`StopReason::NotReplayable`].
    pub fn not_replayable(mut self) -> Self {
        self.can_replay = false;
        self
    }

    /// The pause that the [gate](super::HttpRetry::gate) asks for before the attempt about to be made:
    /// ask again after it, and send when there is none.
    pub fn before(&mut self) -> Option<Pause<T>> {
        let gate = (**self.gate.as_ref()?).borrow();
        let delay = gate.delay(self.run.clock(), self.held)?;
        // Held for so long, an attempt would begin when none may: let the server say what it has to.
        let is_in_time = match self.run.attempt().remaining() {
            Some(remaining) => delay < remaining,
            None => true,
        };
        is_in_time.then(|| {
            self.held = self.held.saturating_add(delay);
            self.waited = self.waited.saturating_add(delay);
            self.run.pause_for(nanos::from_duration(delay))
        })
    }

    /// The attempt under way.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        self.run.attempt()
    }

    /// The request, as the rules see it.
    pub fn call(&self) -> Call<'_> {
        let call = self.policy.call(&self.method);
        let call = if self.is_idempotent {
            call.idempotent()
        } else {
            call
        };
        match &self.key {
            Some(key) => call.key(key),
            None => call,
        }
    }

    /// The server answered: what follows.
    pub fn answered<R: HttpResponse>(&mut self, response: &R) -> ControlFlow<HttpReport, Pause<T>> {
        let status = response.status();
        self.learn(|| Answer::of(status, response.headers()));
        let verdict = self.call().verdict(status, response.headers());
        self.follow(verdict, Came::Answer(status))
    }

    /// The attempt failed with this error, which says this of the request: what follows.
    pub fn failed(
        &mut self,
        kind: FailureKind,
        error: &(dyn Error + 'static),
    ) -> ControlFlow<HttpReport, Pause<T>> {
        if let FailureKind::Answered(answer) = kind {
            self.learn(|| answer);
        }
        let verdict = self.call().failed(&kind);
        self.follow(verdict, Came::Failure(kind, error))
    }

    /// What becomes of the response after which nothing follows: an error if the policy raises on its
    /// status, see [`Call::exhausted`]. One that could not be retried because of its request's body is
    /// handed back in any case: nothing was exhausted.
    ///
    /// # Errors
    ///
    /// The response's status and hint.
    pub fn conclude<R, E>(&self, response: R, report: &HttpReport) -> Result<R, E>
    where
        R: HttpResponse,
        E: From<HttpError>,
    {
        match report.stop {
            StopReason::Accepted | StopReason::NotReplayable => Ok(response),
            _ => self.call().exhausted()(response),
        }
    }

    fn learn(&self, answer: impl FnOnce() -> Answer) {
        if let Some(gate) = &self.gate {
            (**gate).borrow().learn_at(&answer(), self.run.clock());
        }
    }

    fn follow(&mut self, verdict: Verdict, came: Came<'_>) -> ControlFlow<HttpReport, Pause<T>> {
        self.held = Duration::ZERO;
        if verdict == Verdict::Accept {
            let attempt = self.run.attempt();
            return ControlFlow::Break(HttpReport {
                attempts: attempt.number(),
                elapsed: attempt.elapsed(),
                waited: self.waited,
                stop: StopReason::Accepted,
            });
        }
        let Decision {
            step,
            failed,
            elapsed,
            restarted,
            ..
        } = self.run.decide(verdict);
        if restarted {
            self.waited = Duration::ZERO;
        }
        let event = |next| HttpEvent {
            method: &self.method,
            url: &self.url,
            came,
            attempt: failed,
            elapsed,
            next,
        };
        let reason = match step {
            Ok(wait) if self.can_replay => {
                if let Some(hook) = self.shared.on_retry() {
                    hook(&event(Next::Retry { wait }));
                }
                self.waited = self.waited.saturating_add(nanos::to_duration(wait));
                return ControlFlow::Continue(self.run.pause_for(wait));
            }
            Ok(_) => StopReason::NotReplayable,
            Err(reason) => reason,
        };
        if let Some(hook) = self.shared.on_stop() {
            hook(&event(Next::Stop { reason }));
        }
        ControlFlow::Break(HttpReport {
            attempts: failed,
            elapsed: nanos::to_duration(elapsed),
            waited: self.waited,
            stop: reason,
        })
    }
}

impl<T> fmt::Debug for Exchange<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
