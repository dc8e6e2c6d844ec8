//! Which requests are sent only once, and what makes others safe to repeat.

use http::Method;
use retry_core::{
    StopReason,
    http::{FailureKind, HttpPolicy, IdempotencyKey},
};
use retry_tests::{HTTP, RefusingPort, Reply, ScriptedServer, millis};

use crate::{
    client_call::{ClientCall, play},
    way::{EVERY, SEND},
};

#[test]
fn post_and_patch_are_not_sent_twice() {
    for method in [Method::POST, Method::PATCH] {
        for unclear in [Reply::DropAfterRequest, Reply::ResetInHead, Reply::Silence] {
            play(
                &EVERY,
                &HTTP,
                &method,
                &[unclear, Reply::Status(200)],
                |run, requests, row| {
                    assert_eq!(requests, [method.as_str()], "{row}");
                    assert_eq!(run.end, Err(FailureKind::MaybeSent), "{row}");
                    assert_eq!(run.stop, StopReason::NotRetryable, "{row}");
                    assert_eq!(run.waits, [], "{row}");
                },
            );
        }
        let refused = [Reply::Status(503), Reply::Status(200)];
        play(&SEND, &HTTP, &method, &refused, |run, requests, row| {
            assert_eq!(requests, [method.as_str()], "{row}");
            assert_eq!(run.end, Ok(503), "returned: {row}");
            assert_eq!(run.stop, StopReason::NotRetryable, "{row}");
        });
    }
}

#[test]
fn post_is_retried_with_a_key_that_stays_the_same() {
    let key = IdempotencyKey::random();
    let sent = format!("POST {key}");
    for way in EVERY {
        let server = ScriptedServer::start([
            Reply::DropAfterRequest,
            Reply::Status(409),
            Reply::Status(200),
        ]);
        let call = HTTP.call(Method::POST).key(&key);
        let call_by_client = ClientCall {
            call,
            method: &Method::POST,
            url: &server.url(),
            key: Some(&key),
            meets_silence: false,
        };
        let run = call_by_client.run(way);
        assert_eq!(server.requests(), [&*sent; 3], "{way:?}");
        assert_eq!(run.end, Ok(200), "{way:?}");
        assert_eq!(run.waits, millis([100, 100]), "{way:?}");
    }
}

#[test]
fn post_is_retried_when_the_connection_was_refused_and_no_redirect_is_followed() {
    const STAYS: HttpPolicy = HTTP.no_redirects();
    let port = RefusingPort::take();
    for way in EVERY {
        let call_by_client = ClientCall {
            call: STAYS.call(Method::POST),
            method: &Method::POST,
            url: &port.url(),
            key: None,
            meets_silence: false,
        };
        let ran = call_by_client.run(way);
        assert_eq!(ran.end, Err(FailureKind::NeverSent), "{way:?}");
        assert_eq!(ran.stop, StopReason::Attempts, "{way:?}");
        assert_eq!(ran.waits, millis([100, 100]), "{way:?}");
    }
}

#[test]
fn post_is_not_retried_when_what_was_refused_may_be_a_redirect() {
    let port = RefusingPort::take();
    for way in EVERY {
        let call_by_client = ClientCall {
            call: HTTP.call(Method::POST),
            method: &Method::POST,
            url: &port.url(),
            key: None,
            meets_silence: false,
        };
        let run = call_by_client.run(way);
        assert_eq!(run.end, Err(FailureKind::NeverSent), "{way:?}");
        assert_eq!(run.stop, StopReason::NotRetryable, "{way:?}");
        assert_eq!(run.waits, [], "{way:?}");
    }
}

#[test]
fn post_is_retried_only_on_the_any_method_statuses() {
    const ANY: HttpPolicy = HTTP.any_method_statuses([429]);
    let script = [Reply::Status(429), Reply::Status(200)];
    play(
        &EVERY,
        &ANY,
        &Method::POST,
        &script,
        |run, requests, row| {
            assert_eq!(requests, ["POST"; 2], "{row}");
            assert_eq!(run.end, Ok(200), "{row}");
        },
    );
    let script = [Reply::Status(503), Reply::Status(200)];
    play(
        &EVERY,
        &ANY,
        &Method::POST,
        &script,
        |run, requests, row| {
            assert_eq!(requests, ["POST"], "{row}");
            assert_eq!(run.stop, StopReason::NotRetryable, "{row}");
        },
    );
}

#[test]
fn statuses_of_a_wrong_request_are_not_retried() {
    let key = IdempotencyKey::random();
    for status in [400, 401, 404, 409, 422] {
        for method in [Method::GET, Method::POST] {
            for way in EVERY {
                let server = ScriptedServer::start([Reply::Status(status), Reply::Status(200)]);
                // With a key, 409 is retried.
                let is_keyed = status != 409 && method == Method::POST;
                let key = is_keyed.then_some(&key);
                let call = HTTP.call(&method);
                let call = key.map_or(call, |key| call.key(key));
                let call_by_client = ClientCall {
                    call,
                    method: &method,
                    url: &server.url(),
                    key,
                    meets_silence: false,
                };
                let run = call_by_client.run(way);
                assert_eq!(server.requests().len(), 1, "{way:?} {method} {status}");
                if SEND.contains(&way) {
                    assert_eq!(run.end, Ok(status), "{way:?} {method}");
                    assert_eq!(run.stop, StopReason::Accepted, "{way:?} {method}");
                } else {
                    assert_eq!(run.stop, StopReason::NotRetryable, "{way:?} {method}");
                }
            }
        }
    }
}
