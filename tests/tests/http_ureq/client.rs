use http::Method;
use retry_core::{
    http::{Mounts, SessionRequest, UreqBody, UreqSession},
    testing::ManualClock,
};
use retry_tests::{Recorder, Reply, ScriptedServer, ureq_agent};
use ureq::{Agent, Body, Error};

pub(crate) type RequestRecord = retry_tests::RequestRecord<Body, Error>;

pub(crate) fn as_it_is(
    request: SessionRequest<'_, ManualClock>,
) -> SessionRequest<'_, ManualClock> {
    request
}

/// Sends a request, with a body if its method usually has one, to a server with this script.
pub(crate) fn play(mounts: impl Into<Mounts>, method: &Method, script: &[Reply]) -> RequestRecord {
    let body = match *method {
        Method::POST | Method::PUT | Method::PATCH => UreqBody::from("order"),
        _ => UreqBody::from(()),
    };
    play_with(ureq_agent(), mounts, method, script, body, as_it_is)
}

/// Sends a request with any body, changed by `prepare`, through any agent to a server with this script.
pub(crate) fn play_with<'b>(
    agent: Agent,
    mounts: impl Into<Mounts>,
    method: &Method,
    script: &[Reply],
    body: impl Into<UreqBody<'b>>,
    prepare: impl FnOnce(SessionRequest<'_, ManualClock>) -> SessionRequest<'_, ManualClock>,
) -> RequestRecord {
    let server = ScriptedServer::start(script.iter().copied());
    let recorder = Recorder::new();
    let session = UreqSession::new(agent, recorder.retry(mounts));
    let request = session.request(method.clone(), server.url());
    let sent = prepare(request).send(body);
    RequestRecord::new(sent, &server, &recorder)
}
