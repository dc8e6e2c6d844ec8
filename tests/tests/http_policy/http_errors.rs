//! The errors that are made from refused responses and failed calls.

use std::{error::Error, io};

use retry_core::http::{Answer, ClientError, FailureKind, HttpError, check};
use retry_tests::{SECOND, response, status};

#[test]
fn check_refuses_400_to_599_and_keeps_what_a_retry_needs() {
    for code in 100..=999 {
        let response = response(code, &[("retry-after", "5")]);
        let answer = Answer::of(response.status(), response.headers());
        match check(response.map(|()| "page")) {
            Ok(response) => {
                assert!(!(400..600).contains(&code), "{code}");
                assert_eq!(*response.body(), "page");
            }
            Err(error) => {
                assert!((400..600).contains(&code), "{code}");
                assert_eq!(error.status(), Some(status(code)));
                assert_eq!(error.retry_after(), Some(SECOND * 5));
                assert!(matches!(error.kind(), FailureKind::Answered(_)));
                let source = error.source().expect("the answer");
                assert_eq!(source.downcast_ref(), Some(&answer));
            }
        }
    }
}

#[test]
fn errors_say_what_happened_and_name_their_source() {
    let rows = [
        (
            io::ErrorKind::ConnectionRefused,
            FailureKind::NeverSent,
            "the request never reached the server",
        ),
        (
            io::ErrorKind::ConnectionReset,
            FailureKind::MaybeSent,
            "the server did not answer",
        ),
        (
            io::ErrorKind::HostUnreachable,
            FailureKind::MaybeSent,
            "the server did not answer",
        ),
        (
            io::ErrorKind::UnexpectedEof,
            FailureKind::MaybeSent,
            "the server did not answer",
        ),
        (
            io::ErrorKind::PermissionDenied,
            FailureKind::Other,
            "the call failed",
        ),
    ];
    for (cause, kind, message) in rows {
        assert_eq!(io::Error::from(cause).failure_kind(), kind);
        let error = HttpError::from(io::Error::from(cause));
        assert_eq!(error.kind(), kind, "{cause}");
        assert_eq!(error.to_string(), message);
        assert_eq!((error.status(), error.retry_after()), (None, None));
        let source = error
            .source()
            .and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(cause));
    }
    let cut = HttpError::new(FailureKind::ResponseCut, "half a page");
    assert_eq!(cut.to_string(), "the server's answer broke off");
    let wrapped = io::Error::other(cut);
    assert_eq!(FailureKind::of(&wrapped), FailureKind::ResponseCut);
}
