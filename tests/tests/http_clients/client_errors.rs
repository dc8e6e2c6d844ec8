//! The kind of failure of the errors of clients, in every wrapping.

use std::{cell::Cell, error::Error};

use http::Method;
use retry_core::{
    Verdict,
    http::{ClientError, FailureKind, HttpError},
    retry,
    testing::ManualClock,
};
use retry_tests::{BoxError, HTTP, Reply, ScriptedServer, block_on, reqwest_client};

use crate::own_error::OwnError;

#[test]
fn each_error_of_ureq_has_its_kind_of_failure() {
    use ureq::{Error, Timeout};

    let io = |kind| Error::Io(std::io::Error::from(kind));
    let rows = [
        (Error::HostNotFound, FailureKind::NeverSent),
        (Error::ConnectionFailed, FailureKind::NeverSent),
        (
            Error::ConnectProxyFailed("407".into()),
            FailureKind::NeverSent,
        ),
        (Error::Timeout(Timeout::Resolve), FailureKind::NeverSent),
        (Error::Timeout(Timeout::Connect), FailureKind::NeverSent),
        (
            io(std::io::ErrorKind::ConnectionRefused),
            FailureKind::NeverSent,
        ),
        (
            io(std::io::ErrorKind::ConnectionReset),
            FailureKind::MaybeSent,
        ),
        (Error::Timeout(Timeout::Global), FailureKind::MaybeSent),
        (Error::Timeout(Timeout::PerCall), FailureKind::MaybeSent),
        (Error::Timeout(Timeout::SendBody), FailureKind::MaybeSent),
        (
            Error::Timeout(Timeout::RecvResponse),
            FailureKind::MaybeSent,
        ),
        (Error::Timeout(Timeout::RecvBody), FailureKind::ResponseCut),
        (Error::BadUri("x".into()), FailureKind::Other),
        (Error::TooManyRedirects, FailureKind::Other),
        (Error::RedirectFailed, FailureKind::Other),
    ];
    for (error, kind) in rows {
        assert_eq!(error.failure_kind(), kind, "{error}");
    }
}

#[test]
fn a_reqwest_body_that_breaks_off_between_frames_is_a_cut_response() {
    use http_body_util::BodyExt as _;

    let server = ScriptedServer::start([Reply::ResetInBody]);
    let error = block_on(async {
        let response = reqwest_client().get(server.url()).send().await;
        let body = reqwest::Body::from(response.expect("a head"));
        body.collect().await.expect_err("a body that breaks off")
    });
    assert_eq!(FailureKind::of(&error), FailureKind::ResponseCut);
}

/// How often an operation is called that always fails with this error.
fn attempts<E>(judge: impl Fn(&E) -> Verdict, error: impl Fn() -> E) -> u32 {
    let calls = Cell::new(0);
    retry(|| {
        calls.set(calls.get() + 1);
        Err::<(), E>(error())
    })
    .on(judge)
    .timer(ManualClock::new())
    .call()
    .expect_err("it always fails");
    calls.get()
}

#[test]
fn errors_of_clients_are_found_in_every_wrapping() {
    let refused = || std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    let call = HTTP.call(Method::POST);
    assert_eq!(attempts(call.errors(), refused), 3);
    assert_eq!(attempts(call.errors(), || HttpError::from(refused())), 3);
    assert_eq!(
        attempts(call.errors(), || OwnError::Http(refused().into())),
        3
    );
    assert_eq!(attempts(call.errors(), || ureq::Error::Io(refused())), 1);
    let stays = HTTP.no_redirects();
    let stays = stays.call(Method::POST);
    assert_eq!(attempts(stays.errors(), || ureq::Error::Io(refused())), 3);
    assert_eq!(
        attempts(call.errors(), || Box::<dyn Error>::from(refused())),
        3
    );
    assert_eq!(attempts(call.errors(), || BoxError::from(refused())), 3);
    assert_eq!(
        attempts(call.errors(), || anyhow::Error::new(refused())
            .context("sending")),
        3
    );
    assert_eq!(
        attempts(call.errors(), || anyhow::anyhow!("not of a request")),
        1
    );
}
