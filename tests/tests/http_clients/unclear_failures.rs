//! Failures after which nobody knows whether the server has processed the request.

use http::Method;
use retry_core::{StopReason, http::FailureKind};
use retry_tests::{HTTP, REPEATABLE, Reply, millis};

use crate::{
    client_call::play,
    way::{EVERY, FETCH, Way},
};

#[test]
fn repeatable_requests_are_retried_after_every_unclear_failure() {
    for method in REPEATABLE {
        for unclear in [
            Reply::DropAfterRequest,
            Reply::ResetInHead,
            Reply::Status(503),
        ] {
            play(
                &EVERY,
                &HTTP,
                &method,
                &[unclear, Reply::Status(200)],
                |run, requests, row| {
                    assert_eq!(requests, [method.as_str(); 2], "{row}");
                    assert_eq!(run.end, Ok(200), "{row}");
                    assert_eq!(run.waits, millis([100]), "{row}");
                },
            );
        }
    }
}

#[test]
fn a_reset_before_the_request_was_read_is_an_unclear_failure() {
    play(
        &EVERY,
        &HTTP,
        &Method::GET,
        &[Reply::DropUnread, Reply::Status(200)],
        |run, requests, row| {
            assert_eq!(requests, ["unread", "GET"], "{row}");
            assert_eq!(run.end, Ok(200), "{row}");
        },
    );
    play(
        &EVERY,
        &HTTP,
        &Method::POST,
        &[Reply::DropUnread, Reply::Status(200)],
        |run, requests, row| {
            assert_eq!(requests, ["unread"], "{row}");
            assert_eq!(run.end, Err(FailureKind::MaybeSent), "{row}");
        },
    );
}

#[test]
fn a_timeout_of_reqwest_is_an_unclear_failure() {
    silence(&[Way::ReqwestSend, Way::ReqwestFetch]);
    silence(&[Way::Reqwest012Send, Way::Reqwest012Fetch]);
}

#[test]
fn a_timeout_of_ureq_is_an_unclear_failure() {
    silence(&[Way::UreqSend, Way::UreqFetch]);
}

fn silence(ways: &[Way]) {
    let script = [Reply::Silence, Reply::Status(200)];
    play(ways, &HTTP, &Method::GET, &script, |run, requests, row| {
        assert_eq!(requests, ["GET"; 2], "{row}");
        assert_eq!(run.end, Ok(200), "{row}");
    });
    play(ways, &HTTP, &Method::POST, &script, |run, requests, row| {
        assert_eq!(requests, ["POST"], "{row}");
        assert_eq!(run.end, Err(FailureKind::MaybeSent), "{row}");
    });
}

#[test]
fn a_body_that_breaks_off_is_retried_with_its_request() {
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        play(
            &FETCH,
            &HTTP,
            &method,
            &[Reply::ResetInBody, Reply::Status(200)],
            |run, requests, row| {
                assert_eq!(requests, [method.as_str(); 2], "{row}");
                assert_eq!(run.end, Ok(200), "{row}");
                assert_eq!(run.waits, millis([100]), "{row}");
            },
        );
    }
    play(
        &FETCH,
        &HTTP,
        &Method::POST,
        &[Reply::ResetInBody, Reply::Status(200)],
        |run, requests, row| {
            assert_eq!(requests, ["POST"], "{row}");
            assert_eq!(run.stop, StopReason::NotRetryable, "{row}");
        },
    );
}
