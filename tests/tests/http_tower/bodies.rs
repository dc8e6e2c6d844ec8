//! Requests whose body cannot be cloned are sent once, unless a closure clones them.

use bytes::Bytes;
use http::Request;
use http_body_util::{Full, combinators::UnsyncBoxBody};
use hyper_util::client::legacy::Error;
use retry_core::{StopReason, http::RetryLayer};
use retry_tests::{HTTP, Recorder, Reply, RequestRecord};

use crate::client::play_through;

/// A body that cannot be cloned.
type Stream = UnsyncBoxBody<Bytes, std::convert::Infallible>;

fn stream(script: &[Reply]) -> RequestRecord<String, Error> {
    let recorder = Recorder::new();
    let request = Request::put("/").body(Stream::new(Full::from("order")));
    let layer = RetryLayer::new(recorder.retry(HTTP)).clone_request(|_: &Request<Stream>| None);
    play_through(&recorder, layer, request.expect("a request"), script)
}

#[test]
fn a_stream_is_sent_once_and_the_report_says_why() {
    let record = stream(&[Reply::Status(200)]);
    assert_eq!(record.report().stop, StopReason::Accepted);
    assert_eq!(record.bodies, ["order"]);
    assert!(record.events.is_empty());

    let record = stream(&[Reply::Status(503), Reply::Status(200)]);
    assert_eq!(
        record.status(),
        Some(503),
        "a body that cannot be replayed is no error"
    );
    assert_eq!(record.report().stop, StopReason::NotReplayable);
    assert_eq!(record.report().attempts, 1);
    assert_eq!(record.bodies, ["order"], "it was not sent empty");
    assert_eq!(
        record.events,
        ["PUT page #1: 503: request cannot be sent again"]
    );

    let record = stream(&[Reply::DropAfterRequest, Reply::Status(200)]);
    assert!(record.result.is_err());
    assert_eq!(record.bodies, ["order"]);
}

#[test]
fn a_closure_can_clone_a_request_with_a_stream() {
    let recorder = Recorder::new();
    let layer = RetryLayer::new(recorder.retry(HTTP)).clone_request(|request: &Request<Stream>| {
        let mut clone = Request::new(Stream::new(Full::from("order")));
        *clone.method_mut() = request.method().clone();
        *clone.uri_mut() = request.uri().clone();
        *clone.headers_mut() = request.headers().clone();
        Some(clone)
    });
    let request = Request::put("/").body(Stream::new(Full::from("order")));
    let script = [
        Reply::Status(503),
        Reply::DropAfterRequest,
        Reply::Status(200),
    ];
    let record = play_through(&recorder, layer, request.expect("a request"), &script);
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.bodies, ["order"; 3]);
}
