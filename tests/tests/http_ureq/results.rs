//! What the caller is given at the end.

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
    let ran = play(HTTP, &Method::GET, &script);
    assert_eq!((ran.status(), ran.waits), (Some(200), secs([7])));

    let script = [Reply::With(503, &["Retry-After: 3600"]), Reply::Status(200)];
    let ran = play(HTTP, &Method::GET, &script);
    let (asked, limit) = (Duration::from_secs(3600), Duration::from_secs(60));
    assert_eq!(ran.status(), Some(503));
    assert_eq!(ran.requests.len(), 1);
    assert_eq!(ran.waits, []);
    assert_eq!(ran.report().stop, StopReason::HintTooLong { asked, limit });
}

#[test]
fn the_caller_gets_the_last_response_or_an_error_made_from_it() {
    let script = [
        Reply::Status(503),
        Reply::Status(503),
        Reply::With(503, &["retry-after: 5"]),
    ];
    let ran = play(HTTP, &Method::GET, &script);
    assert_eq!(ran.report().stop, StopReason::Attempts);
    assert_eq!(ran.report().waited, Duration::from_millis(200));
    let mut response = ran.result.expect("handed back");
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "5");
    let body = response.body_mut().read_to_string();
    assert_eq!(body.expect("readable"), "body");

    let ran = play(HTTP.raise_on_status(true), &Method::GET, &script);
    let Err(Error::Other(error)) = ran.result else {
        panic!("raised")
    };
    let error: &HttpError = error.downcast_ref().expect("what was refused");
    assert_eq!(error.status().expect("an answer"), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}

#[test]
fn an_agent_with_statuses_as_errors_returns_them_after_the_last_attempt() {
    let play = |script: &[Reply]| {
        let agent = Agent::new_with_defaults();
        play_with(agent, HTTP, &Method::GET, script, (), as_it_is)
    };
    let ran = play(&[Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)]);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.waits, secs([7]), "the hint is not lost");

    let ran = play(&[Reply::Status(404)]);
    assert!(matches!(ran.result, Err(Error::StatusCode(404))));
    let ran = play(&[Reply::Status(503); 3]);
    assert_eq!(ran.requests.len(), 3);
    assert!(matches!(ran.result, Err(Error::StatusCode(503))));
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
