//! What the caller gets at the end.

use std::time::Duration;

use http::{Method, Request};
use retry_core::{
    StopReason,
    http::{BoxError, HttpError, HttpPolicy, RetryLayer},
};
use retry_tests::{HTTP, Recorder, Reply, RequestRecord, secs};

use crate::client::{Body, as_it_is, play, play_through};

#[test]
fn a_hint_is_waited_for_and_one_above_the_limit_is_reported() {
    let script = [Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)];
    let record = play(HTTP, &Method::GET, &script, as_it_is);
    assert_eq!((record.status(), record.waits), (Some(200), secs([7])));

    let script = [Reply::With(503, &["Retry-After: 3600"]), Reply::Status(200)];
    let record = play(HTTP, &Method::GET, &script, as_it_is);
    let (asked, limit) = (Duration::from_secs(3600), Duration::from_secs(60));
    assert_eq!(record.status(), Some(503));
    assert_eq!(record.requests.len(), 1);
    assert_eq!(record.waits, []);
    assert_eq!(
        record.report().stop,
        StopReason::HintTooLong { asked, limit }
    );
}

#[test]
fn the_caller_gets_the_last_response_or_an_error_made_from_it() {
    let script = [
        Reply::Status(503),
        Reply::Status(503),
        Reply::With(503, &["retry-after: 5"]),
    ];
    for policy in [HTTP, HTTP.raise_on_status(true)] {
        let record = play(policy, &Method::GET, &script, as_it_is);
        assert_eq!(record.report().stop, StopReason::Attempts);
        assert_eq!(record.report().waited, Duration::from_millis(200));
        let response = record
            .result
            .expect("an error of hyper cannot hold a status");
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "5");
        assert_eq!(response.body(), "body");
    }

    let boxed = |policy: HttpPolicy| -> RequestRecord<String, BoxError> {
        let recorder = Recorder::new();
        let layer = RetryLayer::new(recorder.retry(policy)).boxed_errors();
        play_through(&recorder, layer, Request::new(Body::default()), &script)
    };
    assert_eq!(boxed(HTTP).status(), Some(503));
    let error = boxed(HTTP.raise_on_status(true))
        .result
        .expect_err("raised");
    let error: &HttpError = error.downcast_ref().expect("an HTTP error");
    assert_eq!(error.status().expect("a status"), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}
