//! Requests of HTTP/2 that the server did not process.

use http::Method;
use retry_core::{
    http::{FailureKind, HttpPolicy},
    testing::ManualClock,
};
use retry_tests::{HTTP, Http2Server, StreamReply, block_on};

/// Sends a POST through a client of reqwest that retries nothing itself: the status or what the error says,
/// and the requests that came in.
fn post(policy: &HttpPolicy, script: [StreamReply; 2]) -> (Result<u16, FailureKind>, usize) {
    let server = Http2Server::start(script);
    let client = reqwest::Client::builder()
        .no_proxy()
        .http2_prior_knowledge()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()
        .expect("a client");
    let run = policy
        .call(Method::POST)
        .retry(|| client.post(server.url()).body("order").send());
    let result = block_on(run.timer(ManualClock::new()).into_future());
    let status = result.map(|response| response.status().as_u16());
    (
        status.map_err(|error| FailureKind::of(&error)),
        server.requests(),
    )
}

#[test]
fn reqwest_says_that_the_server_did_not_process_a_request() {
    const STAYS: HttpPolicy = HTTP.no_redirects();
    for refusal in [
        StreamReply::Refuse,
        StreamReply::GoAway(0),
        StreamReply::GoAway(2),
    ] {
        let script = [refusal, StreamReply::Answer];
        assert_eq!(post(&STAYS, script), (Ok(200), 2), "{refusal:?}");
        let once = (Err(FailureKind::NeverSent), 1);
        assert_eq!(
            post(&HTTP, script),
            once,
            "{refusal:?}: it may be that of a redirect"
        );
    }
    let script = [StreamReply::Reset, StreamReply::Answer];
    assert_eq!(post(&STAYS, script), (Err(FailureKind::MaybeSent), 1));
}

/// reqwest 0.12 sends such a request again by itself, and nothing turns that off.
#[test]
fn reqwest_012_says_it_when_its_own_repetitions_have_ended() {
    let post = |script: [StreamReply; 4]| {
        let server = Http2Server::start(script);
        let client = reqwest_012::Client::builder()
            .no_proxy()
            .http2_prior_knowledge()
            .build()
            .expect("a client");
        let run = HTTP
            .call(Method::POST)
            .retry(|| client.post(server.url()).body("order").send());
        let error = block_on(run.timer(ManualClock::new()).into_future()).expect_err("no answer");
        (FailureKind::of(&error), server.requests())
    };
    let refused = post([StreamReply::Refuse; 4]);
    assert_eq!(refused, (FailureKind::NeverSent, 3));
    assert_eq!(post([StreamReply::Reset; 4]), (FailureKind::MaybeSent, 1));
}
