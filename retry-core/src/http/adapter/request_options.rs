use core::{mem, time::Duration};
use std::{string::String, sync::Arc};

use http::Method;

use super::{
    call::Call,
    client_rules::{ClientRules, SharedHook},
    http_event::{AttemptResult, HttpEvent},
    http_report::HttpReport,
    request_breaker::RequestBreaker,
    request_budget::RequestBudget,
};
use crate::{
    driver::{Driver, StopReason},
    http::{
        policy::HttpPolicy,
        request::{HttpRequest, IdempotencyKey, PerRequest},
    },
    limits::Charge,
    observe::{ErrorFacts, ErrorView},
    outcome::Unset,
    policy::{Policy, nanos},
    retry::{
        AfterAttempt, Event, FailedAttempt, Grant, HandDriven, Hook, MaybeBreaker as _,
        StartOptions,
    },
    time::Clock,
};
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
use crate::{limits::Budget, retry::MaybeBudget as _};

/// The options of a request's run: the request, its policy and budget, and the hooks of its client. It
/// keeps the report of the request.
pub(super) struct RequestOptions {
    pub(super) rules: Arc<ClientRules>,
    pub(super) policy: HttpPolicy,
    pub(super) method: Method,
    pub(super) url: String,
    is_idempotent: bool,
    key: Option<IdempotencyKey>,
    pub(super) name: Option<&'static str>,
    budget: RequestBudget,
    pub(super) breaker: RequestBreaker,
    /// How often the request is sent again, counted over resets too.
    pub(super) resends: u32,
    /// What has happened so far. Only the end tells why the run stopped.
    pub(super) report: HttpReport,
}

impl RequestOptions {
    pub(super) fn new<R: HttpRequest>(
        rules: Arc<ClientRules>,
        policy: &HttpPolicy,
        settings: &PerRequest,
        request: &R,
    ) -> Self {
        Self {
            name: settings.name.or(rules.name),
            budget: rules.budget(request, policy),
            breaker: rules.breaker(request),
            rules,
            policy: *policy,
            method: request.method().clone(),
            url: request.url_text(),
            is_idempotent: settings.is_idempotent,
            key: IdempotencyKey::find(request.headers()),
            resends: 0,
            report: HttpReport {
                attempts: 0,
                elapsed: Duration::ZERO,
                waited: Duration::ZERO,
                stop: StopReason::Accepted,
            },
        }
    }

    /// The call with this request's method and key.
    pub(super) fn call(&self) -> Call<'_> {
        let mut call = self.policy.call(&self.method);
        if self.is_idempotent {
            call = call.idempotent();
        }
        if let Some(key) = &self.key {
            call = call.key(key);
        }
        call
    }

    /// Counts a wait in the report.
    pub(super) fn add_wait(&mut self, wait: Duration) {
        self.report.waited = self.report.waited.saturating_add(wait);
    }

    /// The budget that pays for the retries.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub(super) fn budget_in_force(&self) -> Option<&Budget> {
        self.budget.budget().or(self.policy.policy.budget)
    }

    pub(super) fn end(&mut self, driver: &Driver, elapsed: u64, stop: StopReason) {
        self.report.attempts = driver.attempt();
        self.report.elapsed = nanos::to_duration(elapsed);
        self.report.stop = stop;
    }

    pub(super) fn after_attempt<X>(&mut self, then: impl FnOnce(AfterRequest<'_, '_>) -> X) -> X {
        // The hooks borrow the request meanwhile.
        let mut breaker = mem::take(&mut self.breaker);
        let request = &*self;
        let result = then(AfterAttempt {
            policy: &request.policy.policy,
            schedule: &mut Unset,
            on_retry: &mut HttpHook::new(request, request.rules.on_retry.as_ref()),
            on_stop: &mut HttpHook::new(request, request.rules.on_stop.as_ref()),
            on_end: &mut HttpHook::new(request, request.rules.on_end.as_ref()),
            name: &request.name,
            budget: &request.budget,
            error_view: &RequestError,
            timer: &(),
            breaker: &mut breaker,
        });
        self.breaker = breaker;
        result
    }
}

pub(super) type AfterRequest<'a, 'h> = AfterAttempt<
    'a,
    Policy,
    Unset,
    HttpHook<'h>,
    HttpHook<'h>,
    HttpHook<'h>,
    Option<&'static str>,
    RequestBudget,
    (),
    RequestError,
    RequestBreaker,
>;

/// Shows why a request failed: its status, or the kind and the text of the client's error.
pub(super) struct RequestError;

impl<'r> ErrorView<AttemptResult<'r>> for RequestError {
    fn view<'a>(&self, outcome: &'a AttemptResult<'r>) -> ErrorFacts<'a> {
        match outcome {
            Ok(status) => ErrorFacts {
                kind: Some(status.as_str()),
                text: Some(status),
            },
            Err(failure) => ErrorFacts {
                kind: Some(failure.kind()),
                text: Some(failure),
            },
        }
    }
}

/// A hook of the client, if it has it, for the events of this request.
pub(super) struct HttpHook<'a> {
    hook: Option<&'a SharedHook>,
    request: &'a RequestOptions,
}

impl<'a> HttpHook<'a> {
    const fn new(request: &'a RequestOptions, hook: Option<&'a SharedHook>) -> Self {
        Self { hook, request }
    }
}

impl<'r> Hook<AttemptResult<'r>> for HttpHook<'_> {
    const IS_SET: bool = true;

    fn call(&mut self, event: &Event<'_, AttemptResult<'r>>) {
        if let Some(hook) = self.hook {
            hook(&HttpEvent {
                method: &self.request.method,
                url: &self.request.url,
                result: event.outcome(),
                facts: event.facts,
            });
        }
    }
}

impl StartOptions for RequestOptions {
    type Budget = RequestBudget;

    fn policy(&self) -> &Policy {
        &self.policy.policy
    }

    fn grant(&self, charge: Option<Charge>) -> Grant<RequestBudget> {
        Grant::new(self.budget.clone(), self.policy.policy.budget, charge)
    }
}

impl<'r> HandDriven<AttemptResult<'r>> for RequestOptions {
    fn failed(
        &mut self,
        driver: &mut Driver,
        clock: &dyn Clock,
        failed: &FailedAttempt<'_, AttemptResult<'r>>,
        can_repeat: impl FnOnce() -> bool,
    ) -> Result<u64, StopReason> {
        // The attempt has started the run over.
        if driver.attempt() == 1 && self.resends > 0 {
            self.report.waited = Duration::ZERO;
        }
        let was_sent = self.breaker.refusal().is_none();
        let next =
            self.after_attempt(|after| after.failed(&mut *driver, clock, failed, can_repeat));
        match next {
            Ok(wait) => {
                self.resends = self.resends.saturating_add(was_sent.into());
                self.add_wait(nanos::to_duration(wait));
            }
            Err(reason) => self.end(driver, failed.elapsed, reason),
        }
        next
    }

    fn accepted(
        &mut self,
        driver: &Driver,
        clock: &dyn Clock,
        outcome: &AttemptResult<'r>,
        elapsed: u64,
    ) {
        self.after_attempt(|after| after.accepted(driver, clock, outcome, elapsed));
        self.end(driver, elapsed, StopReason::Accepted);
    }
}
