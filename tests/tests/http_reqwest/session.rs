use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Method;
use reqwest::Response;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, RequestBuilder};
use retry_core::{
    Backoff, Jitter, Policy,
    http::{HttpEvent, HttpPolicy, HttpReport, HttpRetry, Mounts},
    testing::ManualClock,
};
use retry_tests::{Reply, ScriptedServer, event_line};

/// Waits of 100 ms.
pub(crate) const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(100)))
        .jitter(Jitter::None),
);

pub(crate) type Sent = reqwest_middleware::Result<Response>;

/// A client with a policy, on a clock that keeps the waits, and with hooks that keep what they were
/// told.
pub(crate) struct Session {
    pub(crate) client: ClientWithMiddleware,
    clock: ManualClock,
    log: Arc<Mutex<Vec<String>>>,
}

impl Session {
    pub(crate) fn new(mounts: impl Into<Mounts>) -> Self {
        let clock = ManualClock::new();
        let log = Arc::<Mutex<Vec<String>>>::default();
        let hook = || {
            let log = Arc::clone(&log);
            move |event: &HttpEvent<'_>| log.lock().expect("no panic").push(event_line(event))
        };
        let retry = HttpRetry::new(mounts)
            .on_retry(hook())
            .on_stop(hook())
            .timer(clock.clone());
        Self {
            client: ClientBuilder::new(plain_client()).with(retry).build(),
            clock,
            log,
        }
    }

    pub(crate) fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.clock.waits()
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().expect("no panic").clone()
    }
}

pub(crate) fn plain_client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client")
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// What came of one request to a server that plays a script.
pub(crate) struct Ran {
    pub(crate) sent: Sent,
    pub(crate) requests: Vec<String>,
    pub(crate) bodies: Vec<String>,
    pub(crate) waits: Vec<Duration>,
    pub(crate) log: Vec<String>,
}

impl Ran {
    /// The status, if there is a response.
    pub(crate) fn status(&self) -> Option<u16> {
        self.sent
            .as_ref()
            .ok()
            .map(|response| response.status().as_u16())
    }

    pub(crate) fn report(&self) -> HttpReport {
        let response = self.sent.as_ref().expect("a response");
        *response.extensions().get().expect("a report")
    }
}

/// Sends one request, with what `prepare` does to it, to a server that plays this script.
pub(crate) fn play(
    policy: impl Into<Mounts>,
    method: &Method,
    script: &[Reply],
    prepare: impl FnOnce(RequestBuilder) -> RequestBuilder,
) -> Ran {
    let server = ScriptedServer::start(script.iter().copied());
    let session = Session::new(policy);
    let request = session.client.request(method.clone(), server.url());
    let sent = block_on(async { prepare(request).send().await });
    Ran {
        sent,
        requests: server.requests(),
        bodies: server.bodies(),
        waits: session.waits(),
        log: session.log(),
    }
}
