//! A server that is down is not called.

use std::sync::Arc;

use http::Request;
use retry_core::{
    Breaker, BreakerOpen,
    breaker::BreakerState,
    http::{HttpRetry, RetryLayer},
};
use retry_tests::{HTTP, Recorder, Reply, millis};
use tower::Layer as _;

use crate::client::{Body, client, play_through};

#[test]
fn a_request_waits_for_the_probe_that_it_makes() {
    let breaker = Arc::new(Breaker::consecutive(2));
    let recorder = Recorder::new();
    let retry = recorder.retry(HTTP).breaker("", Arc::clone(&breaker));
    let layer = RetryLayer::new(retry).boxed_errors();
    let script = [503, 503, 200].map(Reply::Status);
    let request = Request::new(Body::default());
    let record = play_through(&recorder, layer, request, &script);
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.waits, millis([100, 5000]));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_refused_request_is_not_sent_and_its_error_is_the_refusal() {
    let breaker = Arc::new(Breaker::consecutive(1));
    breaker.isolate();
    let recorder = Recorder::new();
    let layer = RetryLayer::new(recorder.retry(HTTP).breaker("", breaker)).boxed_errors();
    let request = Request::new(Body::default());
    let record = play_through(&recorder, layer, request, &[Reply::Status(200)]);
    let error = record.result.expect_err("refused");
    assert!(error.is::<BreakerOpen>());
    assert_eq!(record.requests.len(), 0);
}

#[test]
#[should_panic(expected = "write `RetryLayer::new(retry).boxed_errors()`")]
fn a_layer_whose_errors_are_not_boxed_is_refused() {
    let breaker = Arc::new(Breaker::consecutive(1));
    let retry = HttpRetry::new(HTTP).breaker("", breaker);
    let _ = retry.layer(client::<Body>());
}
