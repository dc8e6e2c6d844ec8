//! The session around an agent of ureq, over real sockets: for each row the exact requests that the
//! server saw, and the exact waits.

mod bodies;
mod client;
mod pool;

use std::time::Duration;

use http::{HeaderValue, Method};
use retry_core::{
    StopReason,
    http::{
        FailureKind, Gate, HttpError, HttpReport, IdempotencyKey, Mounts, PerRequest, UreqSession,
    },
};
use retry_tests::{HTTP, Recorder, RefusingPort, Reply, ScriptedServer, millis, secs};
use ureq::{Agent, Error};

use client::{agent, as_it_is, play, play_with};

#[test]
fn what_may_be_repeated_is_retried_after_every_unclear_failure() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        for unclear in [
            Reply::DropUnread,
            Reply::DropAfterRequest,
            Reply::ResetInHead,
            Reply::Status(503),
        ] {
            let ran = play(HTTP, &method, &[unclear, Reply::Status(200)]);
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
fn post_and_patch_are_not_sent_twice() {
    for method in [Method::POST, Method::PATCH] {
        for unclear in [
            Reply::DropUnread,
            Reply::DropAfterRequest,
            Reply::ResetInHead,
            Reply::Status(503),
        ] {
            let ran = play(HTTP, &method, &[unclear, Reply::Status(200)]);
            assert_eq!(ran.requests.len(), 1, "{method} {unclear:?}");
            assert_eq!(ran.waits, [], "{method} {unclear:?}");
            assert!(ran.log[0].ends_with("not retryable"), "{:?}", ran.log);
        }
    }
}

#[test]
fn post_is_retried_where_it_may_be() {
    let script = [Reply::Status(429), Reply::Status(200)];
    let ran = play(HTTP.any_method_statuses([429]), &Method::POST, &script);
    assert_eq!(ran.bodies, ["order"; 2]);

    let script = [
        Reply::DropAfterRequest,
        Reply::Status(409),
        Reply::Status(200),
    ];
    let ran = play(HTTP.make_keys(true), &Method::POST, &script);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.bodies, ["order"; 3]);
    assert!(ran.requests[0].len() > "POST ".len(), "it has a key");
    assert!(
        ran.requests
            .iter()
            .all(|request| *request == ran.requests[0])
    );

    let key: IdempotencyKey = "order-7".parse().expect("a key");
    let key = HeaderValue::from(&key);
    let ran = play_with(agent(), HTTP, &Method::POST, &script, "order", |request| {
        request.header(IdempotencyKey::HEADER, key)
    });
    assert_eq!(ran.requests, ["POST order-7"; 3]);
}

#[test]
fn post_is_retried_when_the_connection_was_refused() {
    let port = RefusingPort::take();
    let recorder = Recorder::new();
    let session = UreqSession::new(agent(), recorder.retry(HTTP));
    let error = session.post(port.url()).send("order").expect_err("refused");
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
            let ran = play(HTTP.make_keys(true), &method, &script);
            assert_eq!(ran.status(), Some(status), "{method}");
            assert_eq!(ran.requests.len(), 1, "{method} {status}");
            assert_eq!(ran.report().stop, StopReason::Accepted, "{method} {status}");
        }
    }
}

#[test]
fn a_delete_that_was_done_by_an_unanswered_attempt_is_handed_back_as_404() {
    let script = [Reply::DropAfterRequest, Reply::Status(404)];
    let ran = play(HTTP, &Method::DELETE, &script);
    assert_eq!(ran.status(), Some(404));
    assert_eq!(ran.report().attempts, 2);
}

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
fn the_last_response_is_what_the_caller_gets_or_an_error_made_from_it() {
    let script = [
        Reply::Status(503),
        Reply::Status(503),
        Reply::With(503, &["retry-after: 5"]),
    ];
    let ran = play(HTTP, &Method::GET, &script);
    assert_eq!(ran.report().stop, StopReason::Attempts);
    assert_eq!(ran.report().waited, Duration::from_millis(200));
    let mut response = ran.sent.expect("handed back");
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "5");
    let body = response.body_mut().read_to_string();
    assert_eq!(body.expect("readable"), "body");

    let ran = play(HTTP.raise_on_status(true), &Method::GET, &script);
    let Err(Error::Other(error)) = ran.sent else {
        panic!("raised")
    };
    let error: &HttpError = error.downcast_ref().expect("what was refused");
    assert_eq!(error.status().expect("an answer"), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}

#[test]
fn an_agent_that_makes_errors_of_statuses_makes_them_at_the_end() {
    let play = |script: &[Reply]| {
        let agent = Agent::new_with_defaults();
        play_with(agent, HTTP, &Method::GET, script, (), as_it_is)
    };
    let ran = play(&[Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)]);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.waits, secs([7]), "the hint is not lost");

    let ran = play(&[Reply::Status(404)]);
    assert!(matches!(ran.sent, Err(Error::StatusCode(404))));
    let ran = play(&[Reply::Status(503); 3]);
    assert_eq!(ran.requests.len(), 3);
    assert!(matches!(ran.sent, Err(Error::StatusCode(503))));
}

#[test]
fn nothing_outside_of_a_mount_is_ever_retried() {
    let elsewhere = || Mounts::new().mount("https://api.example.com/", HTTP.make_keys(true));
    let script = [Reply::Status(503), Reply::Status(200)];
    let ran = play(elsewhere(), &Method::POST, &script);
    assert_eq!(ran.status(), Some(503));
    assert_eq!(ran.requests, ["POST"], "without a key");
    let response = ran.sent.expect("a response");
    assert!(response.extensions().get::<HttpReport>().is_none());

    let wants = |mounts: Mounts, wanted: PerRequest| {
        play_with(agent(), mounts, &Method::GET, &script, (), |request| {
            request.extension(wanted)
        })
    };
    assert_eq!(wants(elsewhere(), PerRequest::with(HTTP)).requests.len(), 2);
    assert_eq!(wants(HTTP.into(), PerRequest::never()).requests.len(), 1);

    let agent = Agent::new_with_defaults();
    let ran = play_with(agent, Mounts::new(), &Method::GET, &script, (), as_it_is);
    assert!(
        matches!(ran.sent, Err(Error::StatusCode(503))),
        "as the agent has it"
    );
}

#[test]
fn what_is_wrong_with_a_request_is_an_error_of_its_own() {
    let recorder = Recorder::new();
    let session = UreqSession::new(agent(), recorder.retry(HTTP));
    let error = session.get("not a URL").call().expect_err("no URL");
    assert!(matches!(error, Error::Http(_)), "{error:?}");
    assert_eq!(recorder.waits(), []);
    let error = session.get("http://a/").header("not a name", "").call();
    assert!(matches!(error, Err(Error::Http(_))));
}

#[test]
fn a_gate_holds_the_calls_that_come_after() {
    let recorder = Recorder::new();
    let once = HTTP.policy(HTTP.as_policy().attempts(1));
    let session = UreqSession::new(agent(), recorder.retry(once).gate("", Gate::new()));
    let server =
        ScriptedServer::start([Reply::With(429, &["retry-after: 30"]), Reply::Status(200)]);
    let response = session.get(server.url()).call().expect("a response");
    assert_eq!(response.status(), 429);
    assert_eq!(recorder.waits(), []);
    let response = session.get(server.url()).call().expect("a response");
    assert_eq!(response.status(), 200);
    let waits = recorder.waits();
    assert_eq!(waits.len(), 1);
    assert!((30.0..=33.0).contains(&waits[0].as_secs_f64()), "{waits:?}");
}
