//! The last response, returned or made into an error.

use std::time::Duration;

use http::{Method, StatusCode};
use retry_core::{
    http::{FailureKind, HttpError, HttpPolicy},
    retry,
    testing::ManualClock,
};
use retry_tests::{HTTP, Reply, ScriptedServer, block_on, reqwest_client, ureq_agent};

const RAISES: HttpPolicy = HTTP.raise_on_status(true);

fn busy() -> ScriptedServer {
    ScriptedServer::start([503; 3].map(Reply::Status))
}

fn is_raised(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::Answered(answer) if answer.status() == StatusCode::SERVICE_UNAVAILABLE
    )
}

#[test]
fn ureqs_last_response_becomes_an_http_error_inside_ureqs_error() {
    let agent = ureq_agent();
    let last = |policy: &HttpPolicy| {
        let server = busy();
        let last: Result<_, ureq::Error> = policy
            .call(Method::GET)
            .retry(|| agent.get(server.url()).call())
            .timer(ManualClock::new())
            .call();
        assert_eq!(server.requests(), ["GET"; 3]);
        last
    };
    let raised = last(&RAISES).expect_err("raised");
    assert!(is_raised(FailureKind::of(&raised)));
    assert_eq!(last(&HTTP).expect("returned").status(), 503);
}

#[test]
fn a_run_with_judge_and_exhausted_raises_by_the_same_rule() {
    let server = busy();
    let client = reqwest_client();
    let call = RAISES.call(Method::GET);
    let run = retry(|| async { client.get(server.url()).send().await })
        .on_outcome(call.judge())
        .exhausted(call.exhausted())
        .timer(ManualClock::new());
    let raised: reqwest::Error = block_on(run.into_future()).expect_err("raised");
    assert!(raised.is_status());

    let converted = HttpError::from(raised);
    assert_eq!(converted.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
}

#[test]
fn the_last_response_comes_back_or_an_error_made_from_it() {
    let script = [
        Reply::Status(503),
        Reply::Status(503),
        Reply::With(503, &["Retry-After: 5"]),
    ];
    let agent = ureq_agent();
    let last = |policy: &HttpPolicy| {
        let server = ScriptedServer::start(script);
        let call = policy.call(Method::GET);
        let last = retry(|| agent.get(server.url()).call().map_err(HttpError::from))
            .on_outcome(call.judge())
            .exhausted(call.exhausted())
            .timer(ManualClock::new())
            .call();
        assert_eq!(server.requests(), ["GET"; 3]);
        last
    };
    let mut response = last(&HTTP).expect("returned");
    assert_eq!(response.status(), 503);
    assert_eq!(
        response.body_mut().read_to_string().expect("readable"),
        "body"
    );

    let error = last(&HTTP.raise_on_status(true)).expect_err("raised");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}
