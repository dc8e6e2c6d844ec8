//! Which requests are repeated, and with what body and key.

use http::Method;
use reqwest::Body;
use reqwest_middleware::RequestBuilder;
use retry_core::{
    StopReason,
    http::{ClientError, FailureKind, IdempotencyKey, PerRequest},
};
use retry_tests::{FAILURES, HTTP, REPEATABLE, Recorder, RefusingPort, Reply, block_on, millis};

use crate::client::{as_it_is, client, play, with_order};

#[test]
fn repeatable_requests_are_retried_after_every_unclear_failure() {
    for method in REPEATABLE {
        for unclear in FAILURES {
            let record = play(HTTP, &method, &[unclear, Reply::Status(200)], as_it_is);
            let row = format!("{method} {unclear:?}");
            record.assert_repeated_once(&row);
        }
    }
}

#[test]
fn post_and_patch_are_not_sent_twice() {
    for method in [Method::POST, Method::PATCH] {
        for unclear in [
            Reply::DropUnread,
            Reply::DropAfterRequest,
            Reply::ResetInHead,
        ] {
            let record = play(HTTP, &method, &[unclear, Reply::Status(200)], with_order);
            let error = record.result.expect_err("an error");
            assert_eq!(error.failure_kind(), FailureKind::MaybeSent, "{unclear:?}");
            assert_eq!(record.requests.len(), 1, "{method} {unclear:?}");
        }
        let script = [Reply::Status(503), Reply::Status(200)];
        let record = play(HTTP, &method, &script, with_order);
        assert_eq!(record.status(), Some(503), "returned");
        assert_eq!(record.report().stop, StopReason::NotRetryable);
        assert_eq!(record.requests, [method.as_str()]);
    }
}

#[test]
fn post_is_retried_where_the_server_has_not_acted() {
    let busy = HTTP.any_method_statuses([429]);
    let script = [Reply::Status(429), Reply::Status(200)];
    let record = play(busy, &Method::POST, &script, with_order);
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.bodies, ["order", "order"]);

    let port = RefusingPort::take();
    let recorder = Recorder::new();
    let client = client(recorder.retry(HTTP.no_redirects()));
    let error = block_on(client.post(port.url()).body("order").send());
    let kind = error.expect_err("refused").failure_kind();
    assert_eq!(kind, FailureKind::NeverSent);
    assert_eq!(recorder.waits(), millis([100, 100]));
}

#[test]
fn post_is_retried_with_a_key_that_stays_the_same() {
    let script = [
        Reply::DropAfterRequest,
        Reply::Status(409),
        Reply::Status(200),
    ];
    let keyed = HTTP.make_keys(true);
    let made = play(keyed, &Method::POST, &script, with_order);
    let key: IdempotencyKey = "order-17".parse().expect("a key");
    let in_headers = play(HTTP, &Method::POST, &script, |request| {
        with_order(request).header(IdempotencyKey::HEADER, &key)
    });
    let per_request = PerRequest::new().key(key);
    let in_extensions = play(HTTP, &Method::POST, &script, |request| {
        with_order(request).with_extension(per_request)
    });
    assert_eq!(in_headers.requests[0], "POST order-17");
    assert_eq!(in_extensions.requests[0], "POST order-17");
    for record in [made, in_headers, in_extensions] {
        assert_eq!(record.status(), Some(200));
        assert!(record.requests[0].len() > "POST ".len());
        assert_eq!(record.requests, vec![record.requests[0].clone(); 3]);
        assert_eq!(record.bodies, ["order"; 3]);
    }
}

#[test]
fn statuses_of_a_wrong_request_are_not_retried() {
    for status in [400, 401, 404, 422] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let script = [Reply::Status(status), Reply::Status(200)];
            let record = play(HTTP.make_keys(true), &method, &script, as_it_is);
            assert_eq!(record.status(), Some(status));
            assert_eq!(record.requests.len(), 1, "{method} {status}");
            assert_eq!(record.report().stop, StopReason::Accepted);
            assert!(record.events.is_empty());
        }
    }
}

#[test]
fn a_delete_done_by_an_unanswered_attempt_returns_404() {
    let script = [Reply::DropAfterRequest, Reply::Status(404)];
    let record = play(HTTP, &Method::DELETE, &script, as_it_is);
    assert_eq!(record.status(), Some(404));
    assert_eq!(record.report().attempts, 2);
}

#[test]
fn a_stream_is_sent_once_and_the_report_says_why() {
    let streaming = |request: RequestBuilder| request.body(Body::wrap("order".to_owned()));

    let record = play(HTTP, &Method::PUT, &[Reply::Status(200)], streaming);
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.report().stop, StopReason::Accepted);
    assert_eq!(record.bodies, ["order"]);
    assert!(record.events.is_empty());

    let script = [Reply::Status(503), Reply::Status(200)];
    for policy in [HTTP, HTTP.raise_on_status(true)] {
        let record = play(policy, &Method::PUT, &script, streaming);
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
    }

    let script = [Reply::DropAfterRequest, Reply::Status(200)];
    let record = play(HTTP, &Method::PUT, &script, streaming);
    assert!(
        record
            .result
            .expect_err("an error of the client")
            .is_request()
    );
    assert_eq!(record.bodies, ["order"]);
}

#[test]
fn bodies_are_sent_whole_with_each_attempt() {
    let script = [
        Reply::DropAfterRequest,
        Reply::Status(503),
        Reply::Status(200),
    ];
    let record = play(HTTP, &Method::PUT, &script, with_order);
    assert_eq!(record.bodies, ["order"; 3]);
}
