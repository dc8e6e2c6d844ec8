use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use retry_core::{
    Backoff, Budget, Policy, StopReason,
    http::{FailureKind, HttpEvent, HttpPolicy, HttpRetry, Mounts, ResendCount},
};

use crate::{call::Site, request::number_of};

pub(crate) const ATTEMPTS: u32 = 4;

/// With waits as long as the times after which callers lose patience, so that some do while a retry waits.
const HTTP: HttpPolicy = HttpPolicy::new()
    .policy(
        Policy::new()
            .attempts(ATTEMPTS)
            .backoff(Backoff::exponential(Duration::from_millis(8))),
    )
    .no_redirects();

/// What the hooks were told about one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observed {
    pub(crate) retries: u32,
    /// How many attempts were known never to have reached the server.
    pub(crate) never_sent: u32,
    pub(crate) stops: u32,
    pub(crate) ends: Vec<(u32, StopReason)>,
}

impl Observed {
    fn note_failure(&mut self, event: &HttpEvent<'_>) {
        let was_never_sent = event.kind() == Some(FailureKind::NeverSent);
        self.never_sent += u32::from(was_never_sent);
    }
}

/// Watches the calls of one client, and pays for their retries.
#[derive(Clone, Debug)]
pub(crate) struct Observer {
    calls: Arc<Mutex<HashMap<u64, Observed>>>,
    pub(crate) budget: Arc<Budget>,
    resends: Arc<AtomicU32>,
}

impl Observer {
    pub(crate) fn new(budget: Budget) -> Self {
        Self {
            calls: Arc::default(),
            budget: Arc::new(budget),
            resends: Arc::default(),
        }
    }

    pub(crate) fn retry(&self, site: &Site) -> HttpRetry {
        let mut mounts = Mounts::new().mount("http://", HTTP);
        for prefix in site.keyed() {
            mounts = mounts.mount(&prefix, HTTP.make_keys(true));
        }
        HttpRetry::new(mounts)
            .budget("", Arc::clone(&self.budget))
            .on_retry(self.hook(|observed, event| {
                observed.retries += 1;
                observed.note_failure(event);
            }))
            .on_stop(self.hook(|observed, event| {
                observed.stops += 1;
                observed.note_failure(event);
            }))
            .on_end(self.hook(|observed, event| {
                let reason = event.reason().expect("a reason");
                observed.ends.push((event.attempt(), reason));
            }))
    }

    fn hook(
        &self,
        note: impl Fn(&mut Observed, &HttpEvent<'_>) + Send + Sync + 'static,
    ) -> impl Fn(&HttpEvent<'_>) + Send + Sync + 'static {
        let calls = Arc::clone(&self.calls);
        move |event| {
            let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
            let observed = calls.entry(number_of(event.url())).or_default();
            note(observed, event);
        }
    }

    /// Each attempt calls it, with the extensions of its request.
    pub(crate) fn count_resends(&self, extensions: &http::Extensions) {
        let is_resent = extensions.get::<ResendCount>().is_some();
        self.resends
            .fetch_add(u32::from(is_resent), Ordering::Relaxed);
    }

    /// How many retries were sent.
    pub(crate) fn resends(&self) -> u32 {
        self.resends.load(Ordering::Relaxed)
    }

    pub(crate) fn observed(&self, call: u64) -> Observed {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.get(&call).cloned().unwrap_or_default()
    }
}
