//! A server that is down is not called.

use std::sync::Arc;

use retry_core::{Breaker, BreakerOpen, breaker::BreakerState, http::UreqSession};
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, millis, ureq_agent};
use ureq::Error;

#[test]
fn a_request_waits_for_the_probe_that_it_makes() {
    let breaker = Arc::new(Breaker::consecutive(2));
    let recorder = Recorder::new();
    let retry = recorder.retry(HTTP).breaker("", Arc::clone(&breaker));
    let session = UreqSession::new(ureq_agent(), retry);
    let server = ScriptedServer::start([503, 503, 200].map(Reply::Status));
    let response = session.get(server.url()).call().expect("a response");
    assert_eq!(response.status(), 200);
    assert_eq!(recorder.waits(), millis([100, 5000]));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_refused_request_is_not_sent_and_its_error_is_the_refusal() {
    let breaker = Arc::new(Breaker::consecutive(1));
    breaker.isolate();
    let recorder = Recorder::new();
    let retry = recorder.retry(HTTP).breaker("", breaker);
    let session = UreqSession::new(ureq_agent(), retry);
    let server = ScriptedServer::start([Reply::Status(200)]);
    let sent = session.get(server.url()).call();
    let Err(Error::Other(error)) = sent else {
        panic!("{sent:?}");
    };
    assert!(error.is::<BreakerOpen>());
    assert_eq!(recorder.events().len(), 1);
    assert_eq!(server.requests().len(), 0);
}
