//! What the caller gets at the end, and what hooks get before.

use std::time::Duration;

use http::{Extensions, Method};
use retry_core::{
    StopReason,
    http::{HttpError, HttpReport},
};
use retry_tests::{HTTP, Recorder, RefusingPort, Reply, ScriptedServer, block_on};

use crate::client::{as_it_is, client, play};

#[test]
fn the_caller_gets_the_last_response() {
    let last = Reply::With(503, &["x-last: yes"]);
    let script = [Reply::Status(500), Reply::Status(502), last];
    let record = play(HTTP, &Method::GET, &script, as_it_is);
    let report = record.report();
    assert_eq!(report.attempts, 3);
    assert_eq!(report.stop, StopReason::Attempts);
    assert_eq!(report.waited, Duration::from_millis(200));

    let server = ScriptedServer::start(script);
    let client = client(Recorder::new().retry(HTTP));
    block_on(async {
        let response = client.get(server.url()).send().await;
        let response = response.expect("a response");
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["x-last"], "yes");
        assert_eq!(response.text().await.expect("a body"), "body");
    });
}

#[test]
fn raise_on_status_makes_an_error_of_a_refused_status() {
    let raising = HTTP.raise_on_status(true);
    let hinted = Reply::With(503, &["retry-after: 7"]);
    let record = play(raising, &Method::GET, &[hinted; 3], as_it_is);
    let error = record.result.expect_err("raised");
    let text = error.to_string();
    let (what, request) = text.split_once(": ").expect("two parts");
    assert_eq!(what, "the server answered 503 Service Unavailable");
    assert!(
        request.starts_with("GET http://127.0.0.1:") && request.ends_with("/page"),
        "{request}"
    );
    let reqwest_middleware::Error::Middleware(error) = error else {
        panic!("{error:?}");
    };
    let error: HttpError = error.downcast().expect("an HTTP error");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.body(), Some(&b"body"[..]));
    assert_eq!(record.requests.len(), 3);

    let script = [Reply::Status(404)];
    let record = play(raising, &Method::GET, &script, as_it_is);
    assert_eq!(record.status(), Some(404));
}

#[test]
fn hooks_get_each_wait_and_the_end() {
    let script = [
        Reply::DropAfterRequest,
        Reply::With(429, &["retry-after: 7"]),
        Reply::Status(500),
    ];
    let record = play(HTTP, &Method::GET, &script, as_it_is);
    assert_eq!(
        record.events,
        [
            "GET page #1: MaybeSent: 100ms",
            "GET page #2: 429: 7s",
            "GET page #3: 500: no attempts left",
        ]
    );
    let script = [Reply::Status(503), Reply::Status(200)];
    let record = play(HTTP, &Method::GET, &script, as_it_is);
    assert_eq!(record.events, ["GET page #1: 503: 100ms"]);
    let record = play(HTTP, &Method::POST, &script, as_it_is);
    assert_eq!(record.events, ["POST page #1: 503: not retryable"]);
}

#[test]
fn the_report_of_an_error_is_in_the_extensions_of_the_request() {
    let port = RefusingPort::take();
    let client = client(Recorder::new().retry(HTTP));
    let mut extensions = Extensions::new();
    let request = client.get(port.url()).build().expect("a request");
    let sent = client.execute_with_extensions(request, &mut extensions);
    assert!(block_on(sent).expect_err("refused").is_connect());
    let report: &HttpReport = extensions.get().expect("a report");
    assert_eq!(report.attempts, 3);
    assert_eq!(report.waited, Duration::from_millis(200));
    assert_eq!(report.stop, StopReason::Attempts);
}
