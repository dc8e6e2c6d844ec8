//! Requests of HTTP/2 that the server did not process.

use http::Request;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use retry_core::http::FailureKind;
use retry_tests::{HTTP, Http2Server, Recorder, StreamReply, block_on};
use tower::{Layer as _, ServiceExt as _};

use crate::client::Body;

/// Sends a POST through hyper's client: the status or what the error says, and the requests that came in.
fn post(script: [StreamReply; 2]) -> (Result<u16, FailureKind>, usize) {
    let server = Http2Server::start(script);
    let layer = Recorder::new().retry(HTTP);
    let request = Request::post(server.url()).body(Body::from("order"));
    let result = block_on(async {
        let client = Client::builder(TokioExecutor::new())
            .http2_only(true)
            .build_http();
        layer
            .layer(client)
            .oneshot(request.expect("a request"))
            .await
    });
    let status = result.map(|response| response.status().as_u16());
    (
        status.map_err(|error| FailureKind::of(&error)),
        server.requests(),
    )
}

#[test]
fn a_refused_stream_was_never_processed() {
    assert_eq!(
        post([StreamReply::Refuse, StreamReply::Answer]),
        (Ok(200), 2)
    );
    assert_eq!(
        post([StreamReply::Reset, StreamReply::Answer]),
        (Err(FailureKind::MaybeSent), 1)
    );
    let always = [StreamReply::Refuse; 2];
    assert_eq!(post(always), (Ok(200), 3), "the third is answered");
}

#[test]
fn a_stream_after_the_last_one_of_a_goaway_was_never_processed() {
    for code in [0, 2, 11] {
        let script = [StreamReply::GoAway(code), StreamReply::Answer];
        assert_eq!(post(script), (Ok(200), 2), "error code {code}");
    }
}

#[test]
fn the_error_of_one_request_says_that_it_was_never_processed() {
    let server = Http2Server::start([StreamReply::Refuse]);
    let request = Request::post(server.url()).body(Body::default());
    let error = block_on(async {
        let client = Client::builder(TokioExecutor::new())
            .http2_only(true)
            .build_http();
        client.request(request.expect("a request")).await
    });
    let error = error.expect_err("refused");
    assert_eq!(FailureKind::of(&error), FailureKind::NeverSent);
    let wrapped = std::io::Error::other(error);
    assert_eq!(FailureKind::of(&wrapped), FailureKind::NeverSent);
}
