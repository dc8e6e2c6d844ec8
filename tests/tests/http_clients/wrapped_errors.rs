//! The first error that says something decides, wherever it sits and however it is wrapped.

use std::{
    cell::Cell,
    error::Error,
    io::{self, ErrorKind, Read as _, Write as _},
    net::TcpListener,
    thread,
};

use http::{Method, StatusCode};
use retry_core::{
    CausedBy as _, Retryable, Verdict,
    http::{Answer, ClientError, FailureKind, HttpError, check},
    retry,
    testing::ManualClock,
};
use retry_tests::{
    BoxError, HTTP, RefusingPort, Reply, SECOND, ScriptedServer, block_on, reqwest_client,
    response, ureq_agent,
};

#[derive(Debug, thiserror::Error)]
enum Transparent {
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Any(#[from] anyhow::Error),
}

fn busy() -> HttpError {
    check(response(503, &[("retry-after", "5")])).expect_err("rejected")
}

fn cut() -> HttpError {
    HttpError::new(FailureKind::ResponseCut, "half a page")
}

fn refused() -> io::Error {
    ErrorKind::ConnectionRefused.into()
}

fn reset_by_reqwest() -> reqwest::Error {
    let server = ScriptedServer::start([Reply::DropAfterRequest]);
    block_on(reqwest_client().get(server.url()).send()).expect_err("no answer")
}

fn is_busy(kind: FailureKind) -> bool {
    let FailureKind::Answered(answer) = kind else {
        return false;
    };
    answer.status() == StatusCode::SERVICE_UNAVAILABLE && answer.retry_after() == Some(SECOND * 5)
}

#[test]
fn an_answer_is_found_with_its_hint_in_every_wrapping() {
    let rows: Vec<(&str, BoxError)> = vec![
        ("itself", busy().into()),
        ("io", io::Error::other(busy()).into()),
        (
            "io of io",
            io::Error::other(io::Error::other(busy())).into(),
        ),
        (
            "io converted again",
            HttpError::from(io::Error::other(busy())).into(),
        ),
        ("transparent", Transparent::from(busy()).into()),
        (
            "io of transparent",
            io::Error::other(Transparent::from(busy())).into(),
        ),
        (
            "transparent io",
            Transparent::from(io::Error::other(busy())).into(),
        ),
        ("ureq", ureq::Error::from(busy()).into()),
        (
            "ureq of io",
            ureq::Error::from(io::Error::other(busy())).into(),
        ),
        ("middleware", reqwest_middleware::Error::from(busy()).into()),
        (
            "io of middleware",
            io::Error::other(reqwest_middleware::Error::from(busy())).into(),
        ),
        (
            "anyhow",
            anyhow::Error::new(busy()).context("fetching").into(),
        ),
        (
            "transparent anyhow",
            Transparent::from(anyhow::Error::new(busy())).into(),
        ),
    ];
    for (row, error) in rows {
        let kind = FailureKind::of(&*error);
        assert!(is_busy(kind), "{row}: {kind:?}");
    }
}

#[test]
fn what_a_client_says_is_found_in_an_io_error() {
    let kinds = [
        FailureKind::of(&io::Error::other(reset_by_reqwest())),
        HttpError::from(io::Error::other(reset_by_reqwest())).kind(),
        FailureKind::of(&ureq::Error::from(io::Error::other(reset_by_reqwest()))),
        io::Error::other(io::Error::other(reset_by_reqwest())).failure_kind(),
    ];
    assert_eq!(kinds, [FailureKind::MaybeSent; 4]);
    let never = io::Error::other(ureq::Error::HostNotFound);
    assert_eq!(never.failure_kind(), FailureKind::NeverSent);
}

#[test]
fn the_outer_one_of_two_decides() {
    let error = HttpError::new(FailureKind::MaybeSent, refused());
    assert_eq!(FailureKind::of(&error), FailureKind::MaybeSent);
    let error = HttpError::new(FailureKind::Other, io::Error::from(ErrorKind::TimedOut));
    assert_eq!(
        FailureKind::of(&io::Error::other(error)),
        FailureKind::Other
    );
}

#[test]
fn a_kind_that_its_source_does_not_say_is_not_lost_by_transparent() {
    let kind = |error: HttpError| FailureKind::of(&Transparent::from(error));
    assert_eq!(kind(cut()), FailureKind::ResponseCut);
    let stated = HttpError::new(FailureKind::MaybeSent, refused());
    assert_eq!(kind(stated), FailureKind::MaybeSent);
    assert!(is_busy(kind(busy())));
    let kept = Transparent::from(HttpError::new(FailureKind::MaybeSent, refused()));
    assert!(
        kept.caused_by::<io::Error>().is_some(),
        "the cause is found too"
    );
}

#[test]
fn an_answer_is_the_source_of_its_error() {
    let error = busy();
    let source = error.source().expect("a source");
    let answer: &Answer = source.downcast_ref().expect("an answer");
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        source.to_string(),
        "status 503 Service Unavailable, retry after 5s"
    );
}

/// Calls an operation that always fails so, as a GET, by the attempts that it makes.
fn attempts(error: impl Fn() -> Transparent) -> u32 {
    let calls = Cell::new(0);
    let clock = ManualClock::new();
    let result = HTTP
        .call(Method::GET)
        .retry_checked(|| {
            calls.set(calls.get() + 1);
            Err::<(), _>(error())
        })
        .timer(&clock)
        .call();
    result.expect_err("it always fails");
    calls.get()
}

#[test]
fn wrapped_errors_are_retried() {
    assert_eq!(attempts(|| busy().into()), 3);
    assert_eq!(attempts(|| io::Error::other(busy()).into()), 3);
    assert_eq!(attempts(|| cut().into()), 3);
    assert_eq!(attempts(|| anyhow::anyhow!("no request in it").into()), 1);
}

#[test]
fn an_error_that_is_its_own_cause_is_not_retried() {
    #[derive(Debug, thiserror::Error)]
    #[error("a circle")]
    struct Circle;

    #[derive(Debug)]
    struct Own;

    impl std::fmt::Display for Own {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            Circle.fmt(f)
        }
    }

    impl Error for Own {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(self)
        }
    }

    assert_eq!(FailureKind::of(&Own), FailureKind::Other);
    assert_eq!(FailureKind::of(&io::Error::other(Own)), FailureKind::Other);
    let calls = Cell::new(0);
    let run = retry(|| {
        calls.set(calls.get() + 1);
        Err::<(), _>(Own)
    });
    let result = run.on(HTTP.call(Method::GET).errors());
    result.call().expect_err("it always fails");
    assert_eq!(calls.get(), 1);
}

#[test]
fn the_error_of_the_middleware_answers_caused_by() {
    let error = reqwest_middleware::Error::from(busy());
    let found: &HttpError = error.caused_by().expect("an HTTP error");
    assert_eq!(found.retry_after(), Some(SECOND * 5));
    let error = reqwest_middleware::Error::from(reset_by_reqwest());
    assert!(error.caused_by::<reqwest::Error>().is_some());
}

#[test]
fn the_error_of_ureq_answers_caused_by() {
    assert!(ureq::Error::from(busy()).caused_by::<HttpError>().is_some());
    assert!(
        ureq::Error::Io(refused())
            .caused_by::<io::Error>()
            .is_some()
    );
}

/// Serves one connection: reads a request, and answers with this.
fn serve(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a connection");
        let _ = connection
            .read(&mut [0; 4096])
            .and_then(|_| connection.write_all(answer));
    });
    url
}

#[test]
fn json_of_ureq_is_cut_or_malformed() {
    let json = |answer| {
        let mut response = ureq_agent().get(serve(answer)).call().expect("a head");
        let error = response
            .body_mut()
            .read_json::<Vec<u32>>()
            .expect_err("no list");
        (format!("{error:?}"), FailureKind::of(&error))
    };
    let (text, kind) = json(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n[1, 2");
    assert!(text.starts_with("Json("), "{text}");
    assert_eq!(kind, FailureKind::ResponseCut, "{text}");
    for malformed in [
        &b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n[1;\r\n0\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n\"a\"\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n[1\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[1",
    ] {
        let (text, kind) = json(malformed);
        assert_eq!(kind, FailureKind::Other, "{text}");
    }
}

#[test]
fn a_compressed_body_of_ureq_is_cut_or_malformed() {
    let text = |answer| {
        let mut response = ureq_agent().get(serve(answer)).call().expect("a head");
        let error = response.body_mut().read_to_string().expect_err("no text");
        (format!("{error:?}"), FailureKind::of(&error))
    };
    let (debug, kind) = text(
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 30\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03",
    );
    assert_eq!(kind, FailureKind::ResponseCut, "{debug}");
    let (debug, kind) = text(
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\nit is not compressed",
    );
    assert!(debug.starts_with("Decompress("), "{debug}");
    assert_eq!(kind, FailureKind::Other, "{debug}");
}

#[derive(Debug, thiserror::Error, Retryable)]
enum ApiError {
    #[error(transparent)]
    #[retry(transparent)]
    Http(#[from] HttpError),
    #[error(transparent)]
    #[retry(transparent)]
    Reqwest(#[from] reqwest::Error),
    #[error(transparent)]
    #[retry(transparent)]
    Ureq(#[from] ureq::Error),
    #[error(transparent)]
    #[retry(transparent)]
    Middleware(#[from] reqwest_middleware::Error),
}

#[test]
fn errors_of_clients_are_retryable_as_a_call_that_may_be_repeated() {
    let answered = |code| HttpError::from(Answer::from(retry_tests::status(code)));
    let port = RefusingPort::take();
    let refused = block_on(reqwest_client().get(port.url()).send()).expect_err("refused");
    let rows = [
        (ApiError::from(busy()), Verdict::Throttled(Some(SECOND * 5))),
        (answered(404).into(), Verdict::Stop),
        (answered(502).into(), Verdict::Retry),
        (cut().into(), Verdict::Retry),
        (reset_by_reqwest().into(), Verdict::Retry),
        (refused.into(), Verdict::Retry),
        (ureq::Error::StatusCode(503).into(), Verdict::Retry),
        (ureq::Error::StatusCode(404).into(), Verdict::Stop),
        (ureq::Error::BadUri("x".into()).into(), Verdict::Stop),
        (
            reqwest_middleware::Error::from(answered(502)).into(),
            Verdict::Retry,
        ),
    ];
    for (error, verdict) in rows {
        assert_eq!(error.verdict(), verdict, "{error:?}");
    }
}
