//! Bodies that cannot be cloned are sent once, cloned by a closure, or made again.

use bytes::Bytes;
use http::Request;
use http_body_util::{Full, combinators::UnsyncBoxBody};
use hyper_util::client::legacy::Error;
use retry_core::{
    StopReason,
    http::{PerRequest, RetryLayer},
};
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

/// Sends a stream that this makes again.
fn made(
    make: impl Fn() -> std::io::Result<Stream> + Send + Sync + 'static,
    script: &[Reply],
) -> RequestRecord<String, Error> {
    let recorder = Recorder::new();
    let layer = RetryLayer::new(recorder.retry(HTTP)).clone_request(|_: &Request<Stream>| None);
    let request = Request::put("/").extension(PerRequest::new().body_from(make));
    let request = request.body(Stream::new(Full::from("order 1")));
    play_through(&recorder, layer, request.expect("a request"), script)
}

#[test]
fn a_stream_is_made_again_for_each_attempt_after_the_first() {
    let number = std::sync::atomic::AtomicU32::new(2);
    let make = move || {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Ok(Stream::new(Full::from(format!("order {number}"))))
    };
    let script = [
        Reply::Status(503),
        Reply::DropAfterRequest,
        Reply::Status(200),
    ];
    let ran = made(make, &script);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.bodies, ["order 1", "order 2", "order 3"]);
}

#[test]
fn a_stream_that_cannot_be_made_again_returns_the_last_response() {
    let make = || Err(std::io::ErrorKind::NotFound.into());
    let ran = made(make, &[Reply::Status(503), Reply::Status(200)]);
    assert_eq!(ran.status(), Some(503));
    assert_eq!(ran.report().stop, StopReason::NotReplayable);
    assert_eq!(ran.bodies, ["order 1"]);
}
