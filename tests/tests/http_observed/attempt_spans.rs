use retry_core::http::HttpPolicy;
use retry_tests::{HTTP, logged};

use crate::{
    adapters::{reqwest, tower, ureq},
    inner::Inner,
};

const TRACED: HttpPolicy = HTTP.attempts(2).attempt_spans();

const OPENED: &str = "open INFO retry.attempt retry.name=\"fetch\" retry.attempt=1";
const OPENED_AGAIN: &str =
    "open INFO retry.attempt retry.name=\"fetch\" retry.attempt=2 http.request.resend_count=1";
const FAILED: &str = "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt=1 retry.delay=0.1 s \
     error.type=\"503\" error=503 Service Unavailable";
const WAITS: &str = "INFO test: waits";
const RECOVERED: &str = "DEBUG retry: recovered retry.name=\"fetch\" retry.attempt=2";

/// Two attempts, each with these lines between the opening of its span and its closing.
fn two_attempts(attempt: &[&'static str]) -> Vec<&'static str> {
    [
        &[OPENED],
        attempt,
        &["close retry.attempt", FAILED, WAITS, OPENED_AGAIN],
        attempt,
        &["close retry.attempt", RECOVERED],
    ]
    .concat()
}

#[test]
fn a_service_inside_of_the_layer_is_in_the_span_of_its_attempt() {
    let attempt = [
        "enter retry.attempt",
        "open INFO request",
        "exit retry.attempt",
        "enter retry.attempt",
        "enter request",
        "exit request",
        "exit retry.attempt",
        "enter retry.attempt",
        "enter request",
        "INFO test: sent",
        "exit request",
        "exit retry.attempt",
        // What has sent the request is dropped in its span, before the retry is decided.
        "enter request",
        "exit request",
        "close request",
    ];
    let lines = logged(|| tower(&TRACED, &Inner::default()));
    assert_eq!(lines, two_attempts(&attempt));
}

#[test]
fn a_middleware_after_the_retry_is_in_the_span_of_its_attempt() {
    let attempt = [
        "enter retry.attempt",
        "open INFO request",
        "enter request",
        "exit request",
        "exit retry.attempt",
        "enter retry.attempt",
        "enter request",
        "INFO test: sent",
        "exit request",
        "enter request",
        "exit request",
        "close request",
        "exit retry.attempt",
    ];
    let lines = logged(|| reqwest(&TRACED, &Inner::default()));
    assert_eq!(lines, two_attempts(&attempt));
}

#[test]
fn a_middleware_of_the_agent_is_in_the_span_of_its_attempt() {
    let attempt = [
        "enter retry.attempt",
        "open INFO request",
        "enter request",
        "INFO test: sent",
        "exit request",
        "close request",
        "exit retry.attempt",
    ];
    let lines = logged(|| ureq(&TRACED, &Inner::default()));
    assert_eq!(lines, two_attempts(&attempt));
}

#[test]
fn a_request_that_is_dropped_closes_the_span_of_its_attempt() {
    for send in [tower, reqwest] {
        let lines = logged(|| send(&TRACED, &Inner::that_hangs()));
        assert_eq!(lines[0], OPENED);
        let end = [
            "enter retry.attempt",
            "enter request",
            "exit request",
            "exit retry.attempt",
            "enter request",
            "exit request",
            "close request",
            "close retry.attempt",
        ];
        assert!(lines.ends_with(&end.map(str::to_owned)), "{lines:?}");
    }
}

#[test]
fn a_request_that_panics_closes_the_span_of_its_attempt() {
    let lines = logged(|| ureq(&TRACED, &Inner::that_hangs()));
    assert_eq!(
        lines,
        [
            OPENED,
            "enter retry.attempt",
            "open INFO request",
            "enter request",
            "exit request",
            "close request",
            "exit retry.attempt",
            "close retry.attempt",
        ]
    );
}

#[test]
fn a_policy_for_http_sets_the_level_of_its_retries() {
    const LOUD: HttpPolicy = HTTP.attempts(2).retry_level(tracing::Level::INFO);
    for send in [tower, reqwest, ureq] {
        let lines = logged(|| send(&LOUD, &Inner::default()));
        let events: Vec<_> = lines
            .iter()
            .filter(|line| line.contains("retry:"))
            .collect();
        assert_eq!(events, [&FAILED.replace("DEBUG", "INFO"), RECOVERED]);
    }
}

#[test]
fn a_policy_without_spans_opens_none() {
    let policy = HTTP.attempts(2).suppress_nested();
    for send in [tower, reqwest, ureq] {
        let lines = logged(|| send(&policy, &Inner::default()));
        let spans = lines.iter().filter(|line| line.starts_with("open "));
        assert_eq!(spans.collect::<Vec<_>>(), ["open INFO request"; 2]);
    }
}
