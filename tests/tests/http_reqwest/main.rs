//! The middleware of reqwest, over real sockets: for each row the exact requests that the server saw,
//! and the exact waits.

mod hints;
mod pool;
mod session;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use http::{Extensions, Method};
use reqwest::{Body, Request};
use reqwest_middleware::{ClientBuilder, Next, RequestBuilder};
use retry_core::{
    Backoff, Policy, StopReason,
    http::{
        ClientError, FailureKind, HttpError, HttpPolicy, HttpReport, HttpRetry, IdempotencyKey,
        Mounts, PerRequest,
    },
    retry,
};
use retry_tests::{RefusingPort, Reply, ScriptedServer, millis};

use session::{HTTP, Session, block_on, plain_client, play};

fn as_it_is(request: RequestBuilder) -> RequestBuilder {
    request
}

fn with_order(request: RequestBuilder) -> RequestBuilder {
    request.body("order")
}

#[test]
fn what_may_be_repeated_is_retried_after_every_unclear_failure() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        for unclear in [
            Reply::DropUnread,
            Reply::DropAfterRequest,
            Reply::ResetInHead,
            Reply::Status(503),
        ] {
            let ran = play(HTTP, &method, &[unclear, Reply::Status(200)], as_it_is);
            let row = format!("{method} {unclear:?}");
            assert_eq!(ran.status(), Some(200), "{row}");
            assert_eq!(ran.requests.len(), 2, "{row}");
            assert_eq!(ran.waits, millis([100]), "{row}");
            assert_eq!(ran.report().attempts, 2, "{row}");
            assert_eq!(ran.report().stop, StopReason::Accepted, "{row}");
        }
    }
}

#[test]
fn post_and_patch_are_not_sent_twice() {
    for method in [Method::POST, Method::PATCH] {
        for unclear in [
            Reply::DropUnread,
            Reply::DropAfterRequest,
            Reply::ResetInHead,
        ] {
            let ran = play(HTTP, &method, &[unclear, Reply::Status(200)], with_order);
            let error = ran.sent.expect_err("an error");
            assert_eq!(error.failure_kind(), FailureKind::MaybeSent, "{unclear:?}");
            assert_eq!(ran.requests.len(), 1, "{method} {unclear:?}");
        }
        let script = [Reply::Status(503), Reply::Status(200)];
        let ran = play(HTTP, &method, &script, with_order);
        assert_eq!(ran.status(), Some(503), "handed back");
        assert_eq!(ran.report().stop, StopReason::NotRetryable);
        assert_eq!(ran.requests, [method.as_str()]);
    }
}

#[test]
fn post_is_retried_where_the_server_has_not_acted() {
    let busy = HTTP.any_method_statuses([429]);
    let script = [Reply::Status(429), Reply::Status(200)];
    let ran = play(busy, &Method::POST, &script, with_order);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.bodies, ["order", "order"]);

    let port = RefusingPort::take();
    let session = Session::new(HTTP);
    let error = block_on(session.client.post(port.url()).body("order").send());
    let kind = error.expect_err("refused").failure_kind();
    assert_eq!(kind, FailureKind::NeverSent);
    assert_eq!(session.waits(), millis([100, 100]));
}

#[test]
fn post_is_retried_with_a_key_that_stays_the_same() {
    let script = [
        Reply::DropAfterRequest,
        Reply::Status(409),
        Reply::Status(200),
    ];
    let keyed = HTTP.make_keys(true);
    let made = play(keyed, &Method::POST, &script, with_order);
    let key: IdempotencyKey = "order-17".parse().expect("a key");
    let in_headers = play(HTTP, &Method::POST, &script, |request| {
        with_order(request).header(IdempotencyKey::HEADER, &key)
    });
    let wanted = PerRequest::new().key(key);
    let in_extensions = play(HTTP, &Method::POST, &script, |request| {
        with_order(request).with_extension(wanted)
    });
    assert_eq!(in_headers.requests[0], "POST order-17");
    assert_eq!(in_extensions.requests[0], "POST order-17");
    for ran in [made, in_headers, in_extensions] {
        assert_eq!(ran.status(), Some(200));
        assert!(ran.requests[0].len() > "POST ".len());
        assert_eq!(ran.requests, vec![ran.requests[0].clone(); 3]);
        assert_eq!(ran.bodies, ["order"; 3]);
    }
}

#[test]
fn statuses_that_say_no_are_never_retried() {
    for status in [400, 401, 404, 422] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let script = [Reply::Status(status), Reply::Status(200)];
            let ran = play(HTTP.make_keys(true), &method, &script, as_it_is);
            assert_eq!(ran.status(), Some(status));
            assert_eq!(ran.requests.len(), 1, "{method} {status}");
            assert_eq!(ran.report().stop, StopReason::Accepted);
            assert!(ran.log.is_empty());
        }
    }
}

#[test]
fn a_delete_that_was_done_by_an_unanswered_attempt_is_handed_back_as_404() {
    let script = [Reply::DropAfterRequest, Reply::Status(404)];
    let ran = play(HTTP, &Method::DELETE, &script, as_it_is);
    assert_eq!(ran.status(), Some(404));
    assert_eq!(ran.report().attempts, 2);
}

#[test]
fn the_last_response_is_what_the_caller_gets() {
    let last = Reply::With(503, &["x-last: yes"]);
    let script = [Reply::Status(500), Reply::Status(502), last];
    let ran = play(HTTP, &Method::GET, &script, as_it_is);
    let report = ran.report();
    assert_eq!(report.attempts, 3);
    assert_eq!(report.stop, StopReason::Attempts);
    assert_eq!(report.waited, Duration::from_millis(200));

    let server = ScriptedServer::start(script);
    let session = Session::new(HTTP);
    block_on(async {
        let response = session.client.get(server.url()).send().await;
        let response = response.expect("a response");
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["x-last"], "yes");
        assert_eq!(response.text().await.expect("a body"), "body");
    });
}

#[test]
fn a_refused_status_is_raised_if_asked() {
    let raising = HTTP.raise_on_status(true);
    let hinted = Reply::With(503, &["retry-after: 7"]);
    let ran = play(raising, &Method::GET, &[hinted; 3], as_it_is);
    let error = ran.sent.expect_err("raised");
    assert_eq!(
        error.to_string(),
        "the server answered 503 Service Unavailable"
    );
    let reqwest_middleware::Error::Middleware(error) = error else {
        panic!("{error:?}");
    };
    let error: HttpError = error.downcast().expect("an HTTP error");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(ran.requests.len(), 3);

    let script = [Reply::Status(404)];
    let ran = play(raising, &Method::GET, &script, as_it_is);
    assert_eq!(ran.status(), Some(404));
}

#[test]
fn a_stream_is_sent_once_and_the_report_says_why() {
    let streaming = |request: RequestBuilder| request.body(Body::wrap("order".to_owned()));

    let ran = play(HTTP, &Method::PUT, &[Reply::Status(200)], streaming);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.report().stop, StopReason::Accepted);
    assert_eq!(ran.bodies, ["order"]);
    assert!(ran.log.is_empty());

    let script = [Reply::Status(503), Reply::Status(200)];
    for policy in [HTTP, HTTP.raise_on_status(true)] {
        let ran = play(policy, &Method::PUT, &script, streaming);
        assert_eq!(ran.status(), Some(503), "it is no error by itself");
        assert_eq!(ran.report().stop, StopReason::NotReplayable);
        assert_eq!(ran.report().attempts, 1);
        assert_eq!(ran.bodies, ["order"], "and never sent empty");
        assert_eq!(ran.log, ["PUT page #1: 503: request cannot be sent again"]);
    }

    let script = [Reply::DropAfterRequest, Reply::Status(200)];
    let ran = play(HTTP, &Method::PUT, &script, streaming);
    assert!(ran.sent.expect_err("the client's own").is_request());
    assert_eq!(ran.bodies, ["order"]);
}

#[test]
fn bodies_are_sent_whole_with_each_attempt() {
    let script = [
        Reply::DropAfterRequest,
        Reply::Status(503),
        Reply::Status(200),
    ];
    let ran = play(HTTP, &Method::PUT, &script, with_order);
    assert_eq!(ran.bodies, ["order"; 3]);
}

#[test]
fn a_request_may_want_something_else_than_what_is_mounted() {
    const ONCE: HttpPolicy = HTTP.policy(Policy::new().attempts(1));
    let script = [Reply::Status(503), Reply::Status(200)];
    let wanting = |policy, method, wanted: PerRequest| {
        play(policy, &method, &script, |request| {
            request.with_extension(wanted)
        })
    };

    let ran = wanting(HTTP, Method::GET, PerRequest::never());
    assert_eq!(ran.status(), Some(503));
    let response = ran.sent.expect("a response");
    assert_eq!(response.extensions().get::<HttpReport>(), None);

    let ran = wanting(HTTP, Method::GET, PerRequest::with(ONCE));
    assert_eq!(ran.status(), Some(503));
    assert_eq!(ran.report().stop, StopReason::Attempts);

    let ran = wanting(ONCE, Method::GET, PerRequest::with(HTTP));
    assert_eq!(ran.status(), Some(200));

    let ran = wanting(HTTP, Method::POST, PerRequest::new().idempotent());
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.requests, ["POST", "POST"]);
}

#[test]
fn nothing_outside_of_a_mount_is_ever_retried() {
    for failure in [
        Reply::Status(503),
        Reply::DropUnread,
        Reply::DropAfterRequest,
    ] {
        let server = ScriptedServer::start([failure, Reply::Status(200)]);
        let beside = server.url().replace("/page", "/pages/");
        let session = Session::new(
            Mounts::new()
                .mount(&beside, HTTP.make_keys(true))
                .mount("https://", HTTP),
        );
        let sent = block_on(session.client.get(server.url()).send());
        assert!(!sent.is_ok_and(|response| response.status() == 200));
        assert_eq!(server.requests().len(), 1);
        assert_eq!(session.waits(), []);
        assert!(session.log().is_empty());
    }
}

#[test]
fn the_longest_mount_counts() {
    let server = ScriptedServer::start([Reply::Status(503); 5]);
    let page = server.url();
    let twice = HTTP.policy(HTTP.as_policy().attempts(2));
    let session = Session::new(Mounts::new().mount("http://", HTTP).mount(&page, twice));
    block_on(async {
        let _ = session.client.get(format!("{page}/1")).send().await;
        let _ = session.client.get(format!("{page}s")).send().await;
    });
    assert_eq!(server.requests().len(), 2 + 3);
}

#[test]
fn hooks_are_told_each_wait_and_the_end() {
    let script = [
        Reply::DropAfterRequest,
        Reply::With(429, &["retry-after: 7"]),
        Reply::Status(500),
    ];
    let ran = play(HTTP, &Method::GET, &script, as_it_is);
    assert_eq!(
        ran.log,
        [
            "GET page #1: MaybeSent: 100ms",
            "GET page #2: 429: 7s",
            "GET page #3: 500: no attempts left",
        ]
    );
    let script = [Reply::Status(503), Reply::Status(200)];
    let ran = play(HTTP, &Method::GET, &script, as_it_is);
    assert_eq!(ran.log, ["GET page #1: 503: 100ms"]);
    let ran = play(HTTP, &Method::POST, &script, as_it_is);
    assert_eq!(ran.log, ["POST page #1: 503: not retryable"]);
}

#[test]
fn the_report_of_an_error_is_among_the_requests_extensions() {
    let port = RefusingPort::take();
    let session = Session::new(HTTP);
    let mut extensions = Extensions::new();
    let request = session.client.get(port.url()).build().expect("a request");
    let sent = session
        .client
        .execute_with_extensions(request, &mut extensions);
    assert!(block_on(sent).expect_err("refused").is_connect());
    let report: &HttpReport = extensions.get().expect("a report");
    assert_eq!(report.attempts, 3);
    assert_eq!(report.waited, Duration::from_millis(200));
    assert_eq!(report.stop, StopReason::Attempts);
}

#[test]
fn middlewares_after_it_run_with_each_attempt() {
    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let (before, after) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let counting = |count: &Arc<AtomicU32>| Counting(Arc::clone(count));
    let session = Session::new(HTTP);
    let retry = HttpRetry::new(HTTP).timer(session.clock());
    let client = ClientBuilder::new(plain_client())
        .with(counting(&before))
        .with(retry)
        .with(counting(&after))
        .build();
    let sent = block_on(client.get(server.url()).send());
    assert_eq!(sent.expect("a response").status(), 200);
    assert_eq!(before.load(Ordering::Relaxed), 1);
    assert_eq!(after.load(Ordering::Relaxed), 2);
}

struct Counting(Arc<AtomicU32>);

#[async_trait::async_trait]
impl reqwest_middleware::Middleware for Counting {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> session::Sent {
        self.0.fetch_add(1, Ordering::Relaxed);
        next.run(request, extensions).await
    }
}

#[test]
fn the_errors_of_a_client_with_middleware_are_judged_in_a_run_of_their_own() {
    let server = ScriptedServer::start([Reply::DropAfterRequest, Reply::Status(200)]);
    let session = Session::new(Mounts::new());
    let read = retry(|| async {
        let response = session.client.get(server.url()).send().await?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(response.text().await?)
    })
    .policy(&HTTP)
    .on(HTTP.call(Method::GET).errors())
    .timer(session.clock());
    assert_eq!(block_on(read.into_future()).expect("a body"), "body");
    assert_eq!(session.waits(), millis([100]));
}

#[tokio::test(start_paused = true)]
async fn waits_are_tokios_inside_of_tokio() {
    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let hour = Policy::new().backoff(Backoff::constant(Duration::from_secs(3600)));
    let retry = HttpRetry::new(HTTP.policy(hour));
    let client = ClientBuilder::new(plain_client()).with(retry).build();
    let response = client.get(server.url()).send().await.expect("a response");
    assert_eq!(response.status(), 200);
    let report: &HttpReport = response.extensions().get().expect("a report");
    assert!(report.elapsed >= report.waited);
}
