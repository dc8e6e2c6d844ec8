use core::borrow::Borrow;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use super::{
    call::Call,
    default_budgets::DefaultBudgets,
    http_event::HttpEvent,
    request_breaker::{RequestBreaker, ServerBreakers, SharedBreaker},
    request_budget::{RequestBudget, SharedBudget},
};
use crate::{
    http::{
        gate::Gate,
        policy::HttpPolicy,
        request::{HttpRequest, PerRequest},
        routing::{ByPrefix, Mounts},
    },
    outcome::Verdict,
};

/// What all requests of a client share: policies, gates, budgets, a judge of the caller's own, and hooks.
#[derive(Clone)]
pub(super) struct ClientRules {
    pub(super) mounts: Mounts,
    pub(super) gates: ByPrefix<SharedGate>,
    pub(super) budgets: ByPrefix<SharedBudget>,
    pub(super) breakers: ByPrefix<SharedBreaker>,
    /// Those of requests to other URLs.
    pub(super) server_breakers: Option<ServerBreakers>,
    /// Those of requests that have no other budget.
    pub(super) default_budgets: Option<Arc<DefaultBudgets>>,
    pub(super) judge: Option<OwnJudge>,
    pub(super) name: Option<&'static str>,
    pub(super) on_retry: Option<SharedHook>,
    pub(super) on_stop: Option<SharedHook>,
    pub(super) on_end: Option<SharedHook>,
}

/// A `&'static Gate`, an `Arc<Gate>`, or a gate of the client's own.
pub(super) type SharedGate = Arc<dyn Borrow<Gate> + Send + Sync>;

/// A judge of responses that is asked before the rules.
pub(super) type OwnJudge = Arc<dyn Fn(Call<'_>, StatusCode, &HeaderMap) -> Verdict + Send + Sync>;

pub(super) type SharedHook = Arc<dyn Fn(&HttpEvent<'_>) + Send + Sync>;

impl ClientRules {
    pub(super) fn new(mounts: Mounts) -> Self {
        Self {
            mounts,
            gates: ByPrefix::new(),
            budgets: ByPrefix::new(),
            breakers: ByPrefix::new(),
            server_breakers: None,
            default_budgets: Some(Arc::new(DefaultBudgets::new())),
            judge: None,
            name: None,
            on_retry: None,
            on_stop: None,
            on_end: None,
        }
    }

    /// The policy for a request; `None` if it is not retried.
    pub(super) fn policy<'a, R: HttpRequest>(
        &'a self,
        request: &R,
        settings: &'a PerRequest,
    ) -> Option<&'a HttpPolicy> {
        match &settings.policy {
            _ if settings.is_never => None,
            Some(policy) => Some(policy),
            None => self.mounts.find(request.target()),
        }
    }

    pub(super) fn gate<R: HttpRequest>(&self, request: &R) -> Option<SharedGate> {
        self.gates.find(&request.target()).cloned()
    }

    /// The budget of a request under this policy: one for its URL, or that of the policy, or the default.
    pub(super) fn budget<R: HttpRequest>(&self, request: &R, policy: &HttpPolicy) -> RequestBudget {
        let url = request.target();
        let of_url = self.budgets.find(&url).cloned();
        let default = || -> Option<SharedBudget> {
            let budgets = self.default_budgets.as_ref()?;
            let is_needed = policy.policy.budget.is_none();
            is_needed.then(|| budgets.get(self.mounts.place(&url), &url) as SharedBudget)
        };
        RequestBudget(of_url.or_else(default))
    }

    /// The breaker that the attempts of a request ask: one for its URL, or that of its server.
    pub(super) fn breaker<R: HttpRequest>(&self, request: &R) -> RequestBreaker {
        let url = request.target();
        let of_url = self.breakers.find(&url).cloned();
        let of_server = || SharedBreaker::of_server(self.server_breakers.as_ref()?, &url);
        RequestBreaker::new(of_url.or_else(of_server))
    }

    #[cfg(feature = "tower")]
    pub(super) fn has_breakers(&self) -> bool {
        self.server_breakers.is_some() || !self.breakers.is_empty()
    }
}
