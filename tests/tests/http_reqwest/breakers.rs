//! A server that is down is not called.

use std::sync::Arc;

use reqwest_middleware::{ClientBuilder, Error};
use retry_core::{Breaker, BreakerOpen, StopReason, breaker::BreakerState, http::HttpReport};
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, block_on, millis, reqwest_client};

#[test]
fn a_request_waits_for_the_probe_that_it_makes() {
    let breaker = Arc::new(Breaker::consecutive(2));
    let recorder = Recorder::new();
    let retry = recorder.retry(HTTP).breaker("", Arc::clone(&breaker));
    let client = ClientBuilder::new(reqwest_client()).with(retry).build();
    let server = ScriptedServer::start([503, 503, 200].map(Reply::Status));
    let response = block_on(client.get(server.url()).send()).expect("a response");
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
    let client = ClientBuilder::new(reqwest_client()).with(retry).build();
    let server = ScriptedServer::start([Reply::Status(200)]);
    let mut extensions = http::Extensions::new();
    let request = client.get(server.url()).build().expect("a request");
    let sent = block_on(client.execute_with_extensions(request, &mut extensions));
    let Err(Error::Middleware(error)) = sent else {
        panic!("{sent:?}");
    };
    assert!(error.is::<BreakerOpen>());
    let report = extensions.get::<HttpReport>().expect("a report");
    assert_eq!(report.attempts, 1);
    assert!(matches!(report.stop, StopReason::BreakerOpen { .. }));
    assert_eq!(server.requests().len(), 0);
}
