use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use http::{Method, Response};
use retry_core::{
    Backoff, Jitter, Policy,
    http::{
        HttpEvent, HttpPolicy, HttpReport, HttpRetry, Mounts, SessionRequest, UreqBody, UreqSession,
    },
    testing::ManualClock,
};
use retry_tests::{Reply, ScriptedServer, event_line};
use ureq::{Agent, Body, Error};

/// Waits of 100 ms.
pub(crate) const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(100)))
        .jitter(Jitter::None),
);

/// An agent that hands back responses whatever their status.
pub(crate) fn agent() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None);
    config.build().into()
}

/// A session on a clock that keeps the waits, with hooks that keep what they were told.
pub(crate) struct Session {
    pub(crate) ureq: UreqSession<ManualClock>,
    clock: ManualClock,
    log: Arc<Mutex<Vec<String>>>,
}

impl Session {
    pub(crate) fn new(agent: Agent, mounts: impl Into<Mounts>) -> Self {
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
        let ureq = UreqSession::new(agent, retry);
        Self { ureq, clock, log }
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.clock.waits()
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().expect("no panic").clone()
    }
}

/// What came of one request to a server that plays a script.
pub(crate) struct Ran {
    pub(crate) sent: Result<Response<Body>, Error>,
    pub(crate) requests: Vec<String>,
    pub(crate) bodies: Vec<String>,
    pub(crate) waits: Vec<Duration>,
    pub(crate) log: Vec<String>,
}

impl Ran {
    /// The status, if there is a response.
    pub(crate) fn status(&self) -> Option<u16> {
        let response = self.sent.as_ref().ok()?;
        Some(response.status().as_u16())
    }

    pub(crate) fn report(&self) -> HttpReport {
        let response = self.sent.as_ref().expect("a response");
        *response.extensions().get().expect("a report")
    }
}

/// Sends one request, with what `prepare` does to it, and this body.
pub(crate) fn play_with<'b>(
    session: &Session,
    method: &Method,
    script: &[Reply],
    body: impl Into<UreqBody<'b>>,
    prepare: impl FnOnce(SessionRequest<'_, ManualClock>) -> SessionRequest<'_, ManualClock>,
) -> Ran {
    let server = ScriptedServer::start(script.iter().copied());
    let request = session.ureq.request(method.clone(), server.url());
    let sent = prepare(request).send(body);
    Ran {
        sent,
        requests: server.requests(),
        bodies: server.bodies(),
        waits: session.waits(),
        log: session.log(),
    }
}

pub(crate) fn play(mounts: impl Into<Mounts>, method: &Method, script: &[Reply]) -> Ran {
    let body = match *method {
        Method::POST | Method::PUT | Method::PATCH => UreqBody::from("order"),
        _ => UreqBody::from(()),
    };
    play_with(
        &Session::new(agent(), mounts),
        method,
        script,
        body,
        |request| request,
    )
}
