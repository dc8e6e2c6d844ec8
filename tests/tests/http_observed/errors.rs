//! Why a request failed, as its event shows it: its status, or what the client's error says of the request.

use std::{fmt::Display, io, ops::ControlFlow};

use bytes::Bytes;
use http::{HeaderMap, Request};
use http_body_util::Full;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use reqwest_middleware::ClientBuilder;
use retry_core::http::{Answer, FailureKind, HttpRetry, UreqSession};
use retry_tests::{
    HTTP, RefusingPort, Reply, ScriptedServer, block_on, logged, reqwest_client, status, ureq_agent,
};
use tower::{Layer as _, ServiceExt as _};

const GAVE_UP: &str = "WARN retry: gave up retry.attempt=1 retry.stop=no attempts left error.type=";

/// A retry whose requests have one event: the first attempt is the last.
fn once() -> HttpRetry {
    HttpRetry::new(HTTP.attempts(1))
}

#[test]
fn the_type_of_an_error_is_its_status_or_what_it_says_of_the_request() {
    let error = io::Error::other("no luck");
    let unavailable = Answer::of(status(503), &HeaderMap::new());
    let kinds = [
        (FailureKind::NeverSent, "never_sent"),
        (FailureKind::MaybeSent, "maybe_sent"),
        (FailureKind::ResponseCut, "response_cut"),
        (FailureKind::Answered(unavailable), "503"),
    ];
    for (kind, word) in kinds {
        let lines = logged(|| {
            let mut exchange = once().begin(&mut Request::new(()), None).expect("mounted");
            assert!(matches!(
                exchange.failed(kind, &error),
                ControlFlow::Break(_)
            ));
        });
        assert_eq!(lines, [format!("{GAVE_UP}\"{word}\" error=no luck")]);
    }
}

#[test]
fn an_error_that_says_nothing_of_the_request_is_another() {
    let error = io::Error::other("no luck");
    let lines = logged(|| {
        let mut exchange = once().begin(&mut Request::new(()), None).expect("mounted");
        let _ = exchange.failed(FailureKind::Other, &error);
    });
    let line = "WARN retry: gave up retry.attempt=1 retry.stop=not retryable error.type=\"other\" error=no luck";
    assert_eq!(lines, [line]);
}

/// Sends a request to this URL, and returns the error.
type Send = fn(&str) -> String;

const CLIENTS: [(&str, Send); 3] = [("tower", tower), ("reqwest", reqwest), ("ureq", ureq)];

fn tower(url: &str) -> String {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::get(url).body(Full::<Bytes>::default());
    let sent = once().layer(client).oneshot(request.expect("a request"));
    text(block_on(sent))
}

fn reqwest(url: &str) -> String {
    let client = ClientBuilder::new(reqwest_client()).with(once()).build();
    text(block_on(client.get(url).send()))
}

fn ureq(url: &str) -> String {
    text(UreqSession::new(ureq_agent(), once()).get(url).call())
}

fn text<R, E: Display>(sent: Result<R, E>) -> String {
    sent.err().expect("no response").to_string()
}

#[track_caller]
fn assert_each_client_shows(kind: &str, open: impl Fn() -> (String, Box<dyn std::any::Any>)) {
    for (name, send) in CLIENTS {
        let (url, _server) = open();
        let mut error = String::new();
        let lines = logged(|| error = send(&url));
        assert_eq!(
            lines,
            [format!("{GAVE_UP}\"{kind}\" error={error}")],
            "{name}"
        );
    }
}

#[test]
fn each_client_shows_a_connection_that_was_refused() {
    assert_each_client_shows("never_sent", || {
        let port = RefusingPort::take();
        (port.url(), Box::new(port))
    });
}

#[test]
fn each_client_shows_a_connection_that_broke() {
    assert_each_client_shows("maybe_sent", || {
        let server = ScriptedServer::start([Reply::DropAfterRequest]);
        (server.url(), Box::new(server))
    });
}
