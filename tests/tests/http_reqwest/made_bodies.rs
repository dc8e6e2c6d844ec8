//! Bodies that a closure makes again for each attempt.

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use http::{Extensions, Method, header::CONTENT_TYPE};
use reqwest::{Body, Request, Response};
use reqwest_middleware::{ClientBuilder, Middleware, Next, RequestBuilder};
use retry_core::{
    StopReason,
    http::{ClientError as _, FailureKind, HttpPolicy, Mounts, PerRequest},
};
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, block_on, reqwest_client};

use crate::client::play;

/// A body that can be read only once.
fn stream(text: String) -> Body {
    Body::wrap(text)
}

/// Makes `order 1`, then `order 2`, and so on.
fn numbered() -> PerRequest {
    let number = AtomicU32::new(0);
    PerRequest::new().body_from(move || {
        let number = number.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(stream(format!("order {number}")))
    })
}

#[test]
fn a_stream_is_made_again_for_each_attempt() {
    let script = [
        Reply::Status(503),
        Reply::DropAfterRequest,
        Reply::Status(200),
    ];
    let made = |request: RequestBuilder| request.with_extension(numbered());
    let ran = play(HTTP, &Method::PUT, &script, made);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.bodies, ["order 1", "order 2", "order 3"]);

    // A body of the request's own gives way.
    let ran = play(HTTP, &Method::PUT, &script, |request| {
        made(request.body("other"))
    });
    assert_eq!(ran.bodies, ["order 1", "order 2", "order 3"]);
}

#[test]
fn a_body_is_also_made_for_a_request_that_is_not_retried() {
    let script = [Reply::Status(503), Reply::Status(200)];
    for mounts in [Mounts::new(), HTTP.into()] {
        let once = numbered();
        let ran = play(mounts, &Method::POST, &script, |request| {
            request.with_extension(once)
        });
        assert_eq!(ran.status(), Some(503));
        assert_eq!(ran.bodies, ["order 1"]);
    }
}

#[test]
fn a_closure_that_fails_is_the_error_of_the_attempt() {
    let attempts = |kind: io::ErrorKind| {
        let calls = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&calls);
        let failing = PerRequest::new().body_from(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            io::Result::<Body>::Err(kind.into())
        });
        let ran = play(HTTP, &Method::PUT, &[Reply::Status(200)], |request| {
            request.with_extension(failing)
        });
        ran.result.expect_err("no body");
        assert_eq!(ran.requests, [""; 0], "and never an empty body");
        calls.load(Ordering::SeqCst)
    };
    assert_eq!(attempts(io::ErrorKind::NotFound), 1);
    assert_eq!(attempts(io::ErrorKind::TimedOut), 3);
}

#[test]
fn a_body_of_another_client_is_refused() {
    let wrong = PerRequest::new().body_from(|| Ok("order"));
    let ran = play(HTTP, &Method::PUT, &[Reply::Status(200)], |request| {
        request.with_extension(wrong)
    });
    let error = ran.result.expect_err("refused");
    assert_eq!(error.failure_kind(), FailureKind::Other);
    let message = format!("{error:?}");
    assert!(message.contains("makes a `&str`"), "{message}");
    assert_eq!(ran.requests, [""; 0]);
}

/// Keeps the content type of each request.
#[derive(Clone, Default)]
struct ContentTypes(Arc<Mutex<Vec<String>>>);

#[async_trait::async_trait]
impl Middleware for ContentTypes {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let types = request.headers().get_all(CONTENT_TYPE).into_iter();
        let line: Vec<_> = types.map(|value| value.to_str().expect("text")).collect();
        self.0.lock().expect("a lock").push(line.join(", "));
        next.run(request, extensions).await
    }
}

#[test]
fn a_form_is_made_with_its_headers() {
    const NEVER: HttpPolicy = HTTP.attempts(1);
    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let types = ContentTypes::default();
    let client = ClientBuilder::new(reqwest_client())
        .with(Recorder::new().retry(NEVER))
        .with(types.clone())
        .build();
    let (forms, url) = (AtomicU32::new(0), server.url());
    // As `multipart` does it: a boundary of its own, and a body that says so.
    let form = move || {
        let number = forms.fetch_add(1, Ordering::SeqCst) + 1;
        let form = reqwest_client()
            .post(&url)
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={number}"),
            )
            .body(stream(format!("--{number}--")));
        form.build().map_err(io::Error::other)
    };
    let settings = PerRequest::with(HTTP).idempotent().body_from(form);
    let request = client
        .post(server.url())
        .header(CONTENT_TYPE, "text/plain")
        .with_extension(settings);
    let response = block_on(request.send()).expect("a response");
    assert_eq!(response.status(), 200);
    assert_eq!(server.bodies(), ["--1--", "--2--"]);
    assert_eq!(
        *types.0.lock().expect("a lock"),
        [
            "multipart/form-data; boundary=1",
            "multipart/form-data; boundary=2"
        ]
    );
    let report: &retry_core::http::HttpReport = response.extensions().get().expect("a report");
    assert_eq!(report.stop, StopReason::Accepted);
}
