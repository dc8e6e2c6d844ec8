use core::borrow::Borrow;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use super::{call::Call, http_event::HttpEvent};
use crate::{
    http::{
        gate::Gate,
        policy::HttpPolicy,
        request::{HttpRequest, PerRequest},
        routing::{ByPrefix, Mounts},
    },
    outcome::Verdict,
};

/// What all requests of a client share: policies, gates, a judge of the caller's own, and hooks.
#[derive(Clone)]
pub(super) struct ClientRules {
    pub(super) mounts: Mounts,
    pub(super) gates: ByPrefix<SharedGate>,
    pub(super) judge: Option<OwnJudge>,
    pub(super) on_retry: Option<Hook>,
    pub(super) on_stop: Option<Hook>,
}

/// A `&'static Gate`, an `Arc<Gate>`, or a gate of the client's own.
pub(super) type SharedGate = Arc<dyn Borrow<Gate> + Send + Sync>;

/// A judge of responses that is asked before the rules.
pub(super) type OwnJudge = Arc<dyn Fn(Call<'_>, StatusCode, &HeaderMap) -> Verdict + Send + Sync>;

pub(super) type Hook = Arc<dyn Fn(&HttpEvent<'_>) + Send + Sync>;

impl ClientRules {
    pub(super) const fn new(mounts: Mounts) -> Self {
        Self {
            mounts,
            gates: ByPrefix::new(),
            judge: None,
            on_retry: None,
            on_stop: None,
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

    /// Calls the hook for this event.
    pub(super) fn notify(&self, event: &HttpEvent<'_>) {
        let hook = match event.reason() {
            None => &self.on_retry,
            Some(_) => &self.on_stop,
        };
        if let Some(hook) = hook {
            hook(event);
        }
    }
}
