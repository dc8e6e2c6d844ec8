//! Which requests are repeated, and with what body and key.

use http::{HeaderValue, Method};
use retry_core::{
    StopReason,
    http::{FailureKind, IdempotencyKey, UreqSession},
};
use retry_tests::{FAILURES, HTTP, REPEATABLE, Recorder, RefusingPort, Reply, millis, ureq_agent};

use crate::client::{play, play_with};

#[test]
fn repeatable_requests_are_retried_after_every_unclear_failure() {
    for method in REPEATABLE {
        for unclear in FAILURES {
            let record = play(HTTP, &method, &[unclear, Reply::Status(200)]);
            let row = format!("{method} {unclear:?}");
            record.assert_repeated_once(&row);
        }
    }
}

#[test]
fn post_and_patch_are_not_sent_twice() {
    for method in [Method::POST, Method::PATCH] {
        for unclear in FAILURES {
            let record = play(HTTP, &method, &[unclear, Reply::Status(200)]);
            assert_eq!(record.requests.len(), 1, "{method} {unclear:?}");
            assert_eq!(record.waits, [], "{method} {unclear:?}");
            assert!(
                record.events[0].ends_with("not retryable"),
                "{:?}",
                record.events
            );
        }
    }
}

#[test]
fn post_is_retried_where_it_may_be() {
    let script = [Reply::Status(429), Reply::Status(200)];
    let record = play(HTTP.any_method_statuses([429]), &Method::POST, &script);
    assert_eq!(record.bodies, ["order"; 2]);

    let script = [
        Reply::DropAfterRequest,
        Reply::Status(409),
        Reply::Status(200),
    ];
    let record = play(HTTP.make_keys(true), &Method::POST, &script);
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.bodies, ["order"; 3]);
    assert!(record.requests[0].len() > "POST ".len(), "it has a key");
    assert!(
        record
            .requests
            .iter()
            .all(|request| *request == record.requests[0])
    );

    let key: IdempotencyKey = "order-7".parse().expect("a key");
    let key = HeaderValue::from(&key);
    let record = play_with(
        ureq_agent(),
        HTTP,
        &Method::POST,
        &script,
        "order",
        |request| request.header(IdempotencyKey::HEADER, key),
    );
    assert_eq!(record.requests, ["POST order-7"; 3]);
}

#[test]
fn post_is_retried_when_the_connection_was_refused() {
    let port = RefusingPort::take();
    let recorder = Recorder::new();
    let session = UreqSession::new(ureq_agent(), recorder.retry(HTTP.no_redirects()));
    let error = session.post(port.url()).send("order").expect_err("refused");
    assert_eq!(FailureKind::of(&error), FailureKind::NeverSent);
    assert_eq!(recorder.waits(), millis([100, 100]));
    assert_eq!(
        recorder.events(),
        [
            "POST page #1: NeverSent: 100ms",
            "POST page #2: NeverSent: 100ms",
            "POST page #3: NeverSent: no attempts left",
        ]
    );
}

#[test]
fn statuses_of_a_wrong_request_are_not_retried() {
    for status in [400, 401, 404, 422] {
        for method in [Method::GET, Method::POST] {
            let script = [Reply::Status(status), Reply::Status(200)];
            let record = play(HTTP.make_keys(true), &method, &script);
            assert_eq!(record.status(), Some(status), "{method}");
            assert_eq!(record.requests.len(), 1, "{method} {status}");
            assert_eq!(
                record.report().stop,
                StopReason::Accepted,
                "{method} {status}"
            );
        }
    }
}

#[test]
fn a_delete_done_by_an_unanswered_attempt_returns_404() {
    let script = [Reply::DropAfterRequest, Reply::Status(404)];
    let record = play(HTTP, &Method::DELETE, &script);
    assert_eq!(record.status(), Some(404));
    assert_eq!(record.report().attempts, 2);
}
