//! What the caller gets at the end.

use std::time::Duration;

use http::Method;
use retry_core::{
    StopReason,
    http::{HttpError, UreqSession},
};
use retry_tests::{HTTP, Recorder, Reply, secs, ureq_agent};
use ureq::{Agent, Error};

use crate::client::{as_it_is, play, play_with};

#[test]
fn a_hint_is_waited_for_and_one_above_the_limit_is_reported() {
    let script = [Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)];
    let record = play(HTTP, &Method::GET, &script);
    assert_eq!((record.status(), record.waits), (Some(200), secs([7])));

    let script = [Reply::With(503, &["Retry-After: 3600"]), Reply::Status(200)];
    let record = play(HTTP, &Method::GET, &script);
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
    let record = play(HTTP, &Method::GET, &script);
    assert_eq!(record.report().stop, StopReason::Attempts);
    assert_eq!(record.report().waited, Duration::from_millis(200));
    let mut response = record.result.expect("returned");
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "5");
    let body = response.body_mut().read_to_string();
    assert_eq!(body.expect("readable"), "body");

    let record = play(HTTP.raise_on_status(true), &Method::GET, &script);
    let Err(Error::Other(error)) = record.result else {
        panic!("raised")
    };
    let error: &HttpError = error.downcast_ref().expect("an HTTP error");
    assert_eq!(error.status().expect("a status"), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}

#[test]
fn an_agent_with_statuses_as_errors_returns_them_after_the_last_attempt() {
    let play = |script: &[Reply]| {
        let agent = Agent::new_with_defaults();
        play_with(agent, HTTP, &Method::GET, script, (), as_it_is)
    };
    let record = play(&[Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)]);
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.waits, secs([7]), "the hint was read");

    let record = play(&[Reply::Status(404)]);
    assert!(matches!(record.result, Err(Error::StatusCode(404))));
    let record = play(&[Reply::Status(503); 3]);
    assert_eq!(record.requests.len(), 3);
    assert!(matches!(record.result, Err(Error::StatusCode(503))));
}

#[test]
fn an_invalid_request_is_ureqs_error_and_is_not_retried() {
    let recorder = Recorder::new();
    let session = UreqSession::new(ureq_agent(), recorder.retry(HTTP));
    let error = session.get("not a URL").call().expect_err("no URL");
    assert!(matches!(error, Error::Http(_)), "{error:?}");
    assert_eq!(recorder.waits(), []);
    let error = session.get("http://a/").header("not a name", "").call();
    assert!(matches!(error, Err(Error::Http(_))));
}
