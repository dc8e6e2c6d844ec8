//! The layer for tower, over real sockets: for each row the exact requests that the server saw, and the
//! exact waits.

mod client;
mod grpc;
mod pool;
mod readiness;
mod router;

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full, combinators::UnsyncBoxBody};
use retry_core::{
    StopReason,
    http::{
        BoxError, FailureKind, Gate, HttpError, HttpPolicy, HttpReport, IdempotencyKey, Mounts,
        PerRequest, RetryLayer,
    },
};
use retry_tests::{
    HTTP, Ran, Recorder, RefusingPort, Reply, ScriptedServer, block_on, millis, secs,
};
use tower::{Layer as _, ServiceExt as _};

use client::{Body, as_it_is, client, play, play_through, with_order};

#[test]
fn what_may_be_repeated_is_retried_after_every_unclear_failure() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        for unclear in [
            Reply::DropUnread,
            Reply::DropAfterRequest,
            Reply::ResetInHead,
            Reply::Status(503),
        ] {
            let ran = play(HTTP, &method, &[unclear, Reply::Status(200)], as_it_is);
            let row = format!("{method} {unclear:?}");
            assert_eq!(ran.status(), Some(200), "{row}");
            assert_eq!(ran.requests.len(), 2, "{row}");
            assert_eq!(ran.waits, millis([100]), "{row}");
            assert_eq!(ran.report().attempts, 2, "{row}");
            assert_eq!(ran.report().stop, StopReason::Accepted, "{row}");
        }
    }
}

#[test]
fn post_is_not_sent_twice() {
    for unclear in [
        Reply::DropUnread,
        Reply::DropAfterRequest,
        Reply::ResetInHead,
        Reply::Status(503),
    ] {
        let script = [unclear, Reply::Status(200)];
        let ran = play(HTTP, &Method::POST, &script, with_order);
        assert_eq!(ran.requests.len(), 1, "{unclear:?}");
        assert_eq!(ran.waits, [], "{unclear:?}");
        assert_eq!(ran.log.len(), 1, "{unclear:?}");
        assert!(ran.log[0].ends_with("not retryable"), "{:?}", ran.log);
    }
}

#[test]
fn post_is_retried_where_it_may_be() {
    let script = [Reply::Status(429), Reply::Status(200)];
    let ran = play(
        HTTP.any_method_statuses([429]),
        &Method::POST,
        &script,
        with_order,
    );
    assert_eq!(ran.bodies, ["order"; 2]);

    let script = [
        Reply::DropAfterRequest,
        Reply::Status(409),
        Reply::Status(200),
    ];
    let ran = play(HTTP.make_keys(true), &Method::POST, &script, with_order);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.bodies, ["order"; 3]);
    assert!(ran.requests[0].len() > "POST ".len(), "it has a key");
    assert!(
        ran.requests
            .iter()
            .all(|request| *request == ran.requests[0])
    );

    let key: IdempotencyKey = "order-7".parse().expect("a key");
    let ran = play(HTTP, &Method::POST, &script, |request| {
        request.extensions_mut().insert(PerRequest::new().key(key));
    });
    assert_eq!(ran.requests, ["POST order-7"; 3]);
}

#[test]
fn post_is_retried_when_the_connection_was_refused() {
    let port = RefusingPort::take();
    let recorder = Recorder::new();
    let request = Request::post(port.url()).body(Body::from("order"));
    let service = recorder.retry(HTTP).layer(client());
    let error = block_on(service.oneshot(request.expect("a request"))).expect_err("refused");
    assert!(error.is_connect(), "the client's own");
    assert_eq!(FailureKind::of(&error), FailureKind::NeverSent);
    assert_eq!(recorder.waits(), millis([100, 100]));
    assert_eq!(
        recorder.log(),
        [
            "POST page #1: NeverSent: 100ms",
            "POST page #2: NeverSent: 100ms",
            "POST page #3: NeverSent: no attempts left",
        ]
    );
}

#[test]
fn statuses_that_say_no_are_never_retried() {
    for status in [400, 401, 404, 422] {
        for method in [Method::GET, Method::POST] {
            let script = [Reply::Status(status), Reply::Status(200)];
            let ran = play(HTTP.make_keys(true), &method, &script, as_it_is);
            assert_eq!(ran.status(), Some(status), "{method}");
            assert_eq!(ran.requests.len(), 1, "{method} {status}");
            assert_eq!(ran.report().stop, StopReason::Accepted, "{method} {status}");
        }
    }
}

#[test]
fn a_hint_is_waited_for_and_one_above_the_limit_is_reported() {
    let script = [Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)];
    let ran = play(HTTP, &Method::GET, &script, as_it_is);
    assert_eq!((ran.status(), ran.waits), (Some(200), secs([7])));

    let script = [Reply::With(503, &["Retry-After: 3600"]), Reply::Status(200)];
    let ran = play(HTTP, &Method::GET, &script, as_it_is);
    let (asked, limit) = (Duration::from_secs(3600), Duration::from_secs(60));
    assert_eq!(ran.status(), Some(503));
    assert_eq!(ran.requests.len(), 1);
    assert_eq!(ran.waits, []);
    assert_eq!(ran.report().stop, StopReason::HintTooLong { asked, limit });
}

#[test]
fn the_last_response_is_what_the_caller_gets_or_an_error_made_from_it() {
    let script = [
        Reply::Status(503),
        Reply::Status(503),
        Reply::With(503, &["retry-after: 5"]),
    ];
    for policy in [HTTP, HTTP.raise_on_status(true)] {
        let ran = play(policy, &Method::GET, &script, as_it_is);
        assert_eq!(ran.report().stop, StopReason::Attempts);
        assert_eq!(ran.report().waited, Duration::from_millis(200));
        let response = ran.sent.expect("hyper's error cannot hold a status");
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "5");
        assert_eq!(response.body(), "body");
    }

    let boxed = |policy: HttpPolicy| -> Ran<String, BoxError> {
        let recorder = Recorder::new();
        let layer = RetryLayer::new(recorder.retry(policy)).boxed_errors();
        play_through(&recorder, layer, Request::new(Body::default()), &script)
    };
    assert_eq!(boxed(HTTP).status(), Some(503));
    let error = boxed(HTTP.raise_on_status(true)).sent.expect_err("raised");
    let error: &HttpError = error.downcast_ref().expect("it is no error of hyper");
    assert_eq!(error.status().expect("an answer"), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}

/// A body that cannot be cloned.
type Stream = UnsyncBoxBody<Bytes, std::convert::Infallible>;

fn stream(script: &[Reply]) -> Ran<String, hyper_util::client::legacy::Error> {
    let recorder = Recorder::new();
    let request = Request::put("/").body(Stream::new(Full::from("order")));
    let layer = RetryLayer::new(recorder.retry(HTTP)).clone_request(|_: &Request<Stream>| None);
    play_through(&recorder, layer, request.expect("a request"), script)
}

#[test]
fn a_stream_is_sent_once_and_the_report_says_why() {
    let ran = stream(&[Reply::Status(200)]);
    assert_eq!(ran.report().stop, StopReason::Accepted);
    assert_eq!(ran.bodies, ["order"]);
    assert!(ran.log.is_empty());

    let ran = stream(&[Reply::Status(503), Reply::Status(200)]);
    assert_eq!(ran.status(), Some(503), "it is no error by itself");
    assert_eq!(ran.report().stop, StopReason::NotReplayable);
    assert_eq!(ran.report().attempts, 1);
    assert_eq!(ran.bodies, ["order"], "and never sent empty");
    assert_eq!(ran.log, ["PUT page #1: 503: request cannot be sent again"]);

    let ran = stream(&[Reply::DropAfterRequest, Reply::Status(200)]);
    assert!(ran.sent.is_err());
    assert_eq!(ran.bodies, ["order"]);
}

#[test]
fn a_closure_may_clone_some_requests_and_not_others() {
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
    let ran = play_through(&recorder, layer, request.expect("a request"), &script);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.bodies, ["order"; 3]);
}

#[test]
fn nothing_outside_of_a_mount_is_ever_retried() {
    let elsewhere = Mounts::new().mount("https://api.example.com/", HTTP.make_keys(true));
    let script = [Reply::Status(503), Reply::Status(200)];
    let ran = play(elsewhere.clone(), &Method::POST, &script, as_it_is);
    assert_eq!(ran.status(), Some(503));
    assert_eq!(ran.requests, ["POST"], "without a key");
    let response = ran.sent.expect("a response");
    assert!(response.extensions().get::<HttpReport>().is_none());

    let ran = play(elsewhere, &Method::GET, &script, |request| {
        request.extensions_mut().insert(PerRequest::with(HTTP));
    });
    assert_eq!(ran.status(), Some(200), "unless it asks for it");

    let ran = play(HTTP, &Method::GET, &script, |request| {
        request.extensions_mut().insert(PerRequest::never());
    });
    assert_eq!(ran.requests.len(), 1);
}

#[test]
fn a_gate_holds_the_calls_that_come_after() {
    let recorder = Recorder::new();
    let once = HTTP.policy(HTTP.as_policy().attempts(1));
    let server =
        ScriptedServer::start([Reply::With(429, &["retry-after: 30"]), Reply::Status(200)]);
    let service = recorder.retry(once).gate("", Gate::new()).layer(client());
    let send = || {
        let request = Request::get(server.url()).body(Body::default());
        block_on(service.clone().oneshot(request.expect("a request"))).expect("a response")
    };
    assert_eq!(send().status(), 429);
    assert_eq!(recorder.waits(), []);
    let response = send();
    assert_eq!(response.status(), 200);
    let report: &HttpReport = response.extensions().get().expect("a report");
    let waits = recorder.waits();
    assert_eq!(waits.len(), 1);
    assert!((30.0..=33.0).contains(&waits[0].as_secs_f64()), "{waits:?}");
    assert_eq!(report.waited, waits[0]);
}

/// What a task of its own asks for: everything that it holds can change threads.
#[tokio::test]
async fn requests_can_be_spawned_and_wait_on_the_timer_of_the_runtime() {
    use retry_core::{Backoff, Policy, http::HttpRetry};

    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let policy = Policy::new().backoff(Backoff::constant(Duration::from_millis(1)));
    let service = HttpRetry::new(HttpPolicy::new().policy(policy)).layer(client());
    let request = Request::get(server.url()).body(Body::default());
    let sent = tokio::spawn(service.oneshot(request.expect("a request"))).await;
    let response = sent.expect("no panic").expect("a response");
    assert_eq!(response.status(), 200);
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(body.to_bytes(), "body");
}
