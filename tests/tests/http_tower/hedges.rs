//! Requests that are hedged by the layer, and those that must not be.

use std::{
    io,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use futures::future::BoxFuture;
use http::{Method, Request, Response};
use http_body_util::BodyExt as _;
use retry_core::{
    Backoff, Breaker, BreakerOpen, Budget, Hedge, StopReason,
    breaker::BreakerState,
    http::{
        BoxError, Gate, HttpError, HttpPolicy, HttpReport, HttpRetry, IdempotencyKey, PerRequest,
        ResendCount, RetryLayer,
    },
};
use retry_tests::{HTTP, Reply, SECOND, ScriptedServer};
use tower::{Layer as _, Service, ServiceExt, service_fn};

use crate::client::{Body, client};

const HEDGE: Hedge = Hedge::after(Duration::from_millis(100));

/// Answers each attempt after so many milliseconds with a status, or fails if that is 0.
#[derive(Debug)]
struct Replica {
    script: &'static [(u64, u16)],
    /// How often each request was sent before.
    seen: Arc<Mutex<Vec<Option<u32>>>>,
    is_ready: bool,
    /// Why a clone does not get ready.
    broken: Option<io::ErrorKind>,
}

impl Replica {
    fn new(script: &'static [(u64, u16)]) -> Self {
        Self {
            script,
            seen: Arc::default(),
            is_ready: false,
            broken: None,
        }
    }

    fn seen(&self) -> Vec<Option<u32>> {
        self.seen.lock().expect("no panic").clone()
    }
}

impl Clone for Replica {
    fn clone(&self) -> Self {
        Self {
            seen: Arc::clone(&self.seen),
            is_ready: false,
            ..*self
        }
    }
}

impl<B> Service<Request<B>> for Replica {
    type Response = Response<&'static str>;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Response<&'static str>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        let is_first = self.seen().is_empty();
        if let Some(kind) = self.broken.filter(|_| !is_first) {
            return Poll::Ready(Err(kind.into()));
        }
        self.is_ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        assert!(self.is_ready, "a clone was not polled ready");
        self.is_ready = false;
        let count = request.extensions().get();
        let count = count.map(|count: &ResendCount| count.get());
        let mut seen = self.seen.lock().expect("no panic");
        seen.push(count);
        let (after, status) = self.script[seen.len() - 1];
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(after)).await;
            match status {
                0 => Err(io::ErrorKind::ConnectionReset.into()),
                _ => Ok(Response::builder().status(status).body("late").unwrap()),
            }
        })
    }
}

fn get() -> Request<&'static str> {
    Request::get("http://tea.invalid/").body("").unwrap()
}

fn report<B>(response: &Response<B>) -> HttpReport {
    *response.extensions().get().expect("a report")
}

#[tokio::test]
async fn the_second_of_two_servers_answers_while_the_first_is_silent() {
    let servers = [Reply::Silence, Reply::Status(200)].map(|reply| ScriptedServer::start([reply]));
    let urls = [servers[0].url(), servers[1].url()];
    let client = client::<Body>();
    // Each attempt goes to the next server.
    let balanced = service_fn(move |mut request: Request<Body>| {
        let count = request.extensions().get();
        let count = count.map_or(0, |count: &ResendCount| count.get());
        *request.uri_mut() = urls[count as usize].parse().expect("a URL");
        client.request(request)
    });
    let retry = HttpRetry::new(HTTP).hedge(Hedge::after(Duration::from_millis(5)).at_most(2));
    let request = Request::get(servers[0].url()).body(Body::from("order"));
    let sent = retry.layer(balanced).oneshot(request.expect("a request"));
    // A spawned task has to be `Send`, with everything in it.
    let response = tokio::spawn(sent).await.expect("no panic").unwrap();
    assert_eq!(response.status(), 200);
    let (attempts, stop) = (report(&response).attempts, report(&response).stop);
    assert_eq!((attempts, stop), (2, StopReason::Accepted));
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(body.to_bytes(), "body");
    for server in servers {
        assert_eq!(
            (server.requests(), server.bodies()),
            (vec!["GET".into()], vec!["order".into()])
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_accepted_answer_is_the_result() {
    let replica = Replica::new(&[(9_000, 200), (50, 503), (20, 204)]);
    let ends = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&ends);
    let retry = HttpRetry::new(HTTP)
        .on_retry(|event| assert!(event.is_hedge()))
        .on_end(move |event| {
            let end = (event.winner(), event.dropped(), event.recovered());
            kept.lock().unwrap().push(end);
        });
    let service = retry.hedge(HEDGE).layer(replica.clone());
    let start = tokio::time::Instant::now();
    let response = service.oneshot(get()).await.unwrap();
    assert_eq!(response.status(), 204);
    // The second fails at 150 ms, and the third follows it at once.
    assert_eq!(start.elapsed(), Duration::from_millis(170));
    let report = report(&response);
    assert_eq!((report.attempts, report.stop), (3, StopReason::Accepted));
    assert_eq!(report.elapsed, Duration::from_millis(170));
    assert_eq!(report.waited, Duration::ZERO);
    assert_eq!(replica.seen(), [None, Some(1), Some(2)]);
    assert_eq!(*ends.lock().unwrap(), [(Some(3), 1, true)]);
}

#[tokio::test(start_paused = true)]
async fn a_service_can_be_called_again_and_is_called_once_if_it_is_fast() {
    let replica = Replica::new(&[(99, 200), (9_000, 200), (0, 204)]);
    let mut service = HttpRetry::new(HTTP).hedge(HEDGE).layer(replica.clone());
    for (status, attempts) in [(200, 1), (204, 2)] {
        let service = ServiceExt::<Request<&str>>::ready(&mut service).await;
        let response = service.unwrap().call(get()).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(report(&response).attempts, attempts);
    }
    assert_eq!(replica.seen(), [None, None, Some(1)]);
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_sent_twice_is_not_hedged() {
    const SCRIPT: &[(u64, u16)] = &[(250, 200), (9_000, 200), (9_000, 200)];
    static GATE: Gate = Gate::new();
    let key: IdempotencyKey = "4711".parse().unwrap();
    let rows: [(&str, Method, PerRequest, usize); 6] = [
        ("a POST", Method::POST, PerRequest::new(), 1),
        ("with a key", Method::POST, PerRequest::new().key(key), 2),
        (
            "idempotent",
            Method::POST,
            PerRequest::new().idempotent(),
            2,
        ),
        ("a PUT", Method::PUT, PerRequest::new(), 2),
        (
            "made anew",
            Method::PUT,
            PerRequest::new().body_from(|| Ok("order")),
            1,
        ),
        ("never", Method::GET, PerRequest::never(), 1),
    ];
    for (what, method, settings, sent) in rows {
        let replica = Replica::new(SCRIPT);
        let service = HttpRetry::new(HTTP)
            .hedge(HEDGE.at_most(2))
            .layer(replica.clone());
        let mut request = get();
        *request.method_mut() = method;
        request.extensions_mut().insert(settings);
        assert_eq!(
            service.oneshot(request).await.unwrap().status(),
            200,
            "{what}"
        );
        assert_eq!(replica.seen().len(), sent, "{what}");
    }
    let replica = Replica::new(SCRIPT);
    let gated = HttpRetry::new(HTTP).gate("", &GATE).hedge(HEDGE);
    assert_eq!(
        gated
            .layer(replica.clone())
            .oneshot(get())
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(replica.seen().len(), 1);
    let replica = Replica::new(SCRIPT);
    let stream = RetryLayer::new(HttpRetry::new(HTTP)).clone_request(|_: &Request<&str>| None);
    let service = stream.hedge(HEDGE).layer(replica.clone());
    assert_eq!(service.oneshot(get()).await.unwrap().status(), 200);
    assert_eq!(replica.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_hedged_is_retried_as_without() {
    let replica = Replica::new(&[(250, 503), (0, 200)]);
    let retry = HttpRetry::new(HTTP.backoff(Backoff::constant(SECOND)));
    let mut request = get();
    let settings = PerRequest::new().body_from(|| Ok("order"));
    request.extensions_mut().insert(settings);
    let service = retry.hedge(HEDGE).layer(replica.clone());
    let response = service.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let report = report(&response);
    assert_eq!((report.attempts, report.waited), (2, SECOND));
    assert_eq!(replica.seen(), [None, Some(1)]);
}

#[tokio::test(start_paused = true)]
async fn the_last_rejected_answer_is_returned_or_raised() {
    const SCRIPT: &[(u64, u16)] = &[(150, 503), (900, 502), (10, 503)];
    for policy in [HTTP, HTTP.raise_on_status(true)] {
        let service = HttpRetry::new(policy)
            .hedge(HEDGE)
            .layer(Replica::new(SCRIPT));
        // An error of the service cannot hold a status.
        let response = service.oneshot(get()).await.unwrap();
        assert_eq!(response.status(), 502);
        let report = report(&response);
        assert_eq!((report.attempts, report.stop), (3, StopReason::Attempts));
    }
    let error = boxed(&HTTP.raise_on_status(true), Replica::new(SCRIPT)).await;
    let error = error.expect_err("raised");
    let error: &HttpError = error.downcast_ref().expect("an HTTP error");
    assert_eq!(error.status().expect("a status"), 502);
    let lost = Replica::new(&[(150, 0), (900, 0), (10, 0)]);
    let error = boxed(&HTTP, lost).await.expect_err("lost");
    let error: &io::Error = error.downcast_ref().expect("the service's own");
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
}

async fn boxed(policy: &HttpPolicy, replica: Replica) -> Result<Response<&'static str>, BoxError> {
    let layer = RetryLayer::new(HttpRetry::new(*policy)).boxed_errors();
    layer.hedge(HEDGE).layer(replica).oneshot(get()).await
}

#[tokio::test(start_paused = true)]
async fn a_status_of_grpc_is_retried_and_not_raised() {
    let calls = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&calls);
    let unavailable = service_fn(move |_: Request<&'static str>| {
        *counted.lock().unwrap() += 1;
        let response = Response::builder()
            .header("content-type", "application/grpc")
            .header("grpc-status", "14")
            .body("");
        async { io::Result::Ok(response.unwrap()) }
    });
    let layer = RetryLayer::new(HttpRetry::new(HTTP.raise_on_status(true))).boxed_errors();
    let plain = layer.clone().layer(unavailable.clone()).oneshot(get());
    assert_eq!(plain.await.unwrap().status(), 200);
    let hedged = layer.hedge(HEDGE).layer(unavailable).oneshot(get());
    let response = hedged.await.unwrap();
    assert_eq!(
        (response.status().as_u16(), report(&response).attempts),
        (200, 3)
    );
    assert_eq!(*calls.lock().unwrap(), 6);
}

#[tokio::test(start_paused = true)]
async fn each_hedge_pays_the_budget() {
    let budget = Arc::new(Budget::reserved(1));
    let replica = Replica::new(&[(900, 200), (9_000, 200)]);
    let retry = HttpRetry::new(HTTP).budget("", Arc::clone(&budget));
    let service = retry.hedge(HEDGE).layer(replica.clone());
    let response = service.oneshot(get()).await.unwrap();
    assert_eq!((report(&response).attempts, budget.available()), (2, 0.0));
    assert_eq!(replica.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_breaker_refuses_attempts() {
    let breaker = Arc::new(Breaker::consecutive(2));
    let retry = HttpRetry::new(HTTP).breaker("", Arc::clone(&breaker));
    let layer = RetryLayer::new(retry).boxed_errors().hedge(HEDGE);
    let replica = Replica::new(&[(50, 503), (50, 503), (7, 200)]);
    let service = layer.layer(replica.clone());
    let start = tokio::time::Instant::now();
    let response = service.clone().oneshot(get()).await.unwrap();
    // The second failure opens the breaker, and the third attempt is its probe.
    // Tokio rounds up to whole milliseconds.
    assert_eq!(start.elapsed().as_secs(), 5);
    assert_eq!(
        (response.status().as_u16(), report(&response).attempts),
        (200, 3)
    );
    assert_eq!(breaker.state(), BreakerState::Closed);
    breaker.isolate();
    let error = service.oneshot(get()).await.expect_err("refused");
    assert!(error.is::<BreakerOpen>());
    assert_eq!(replica.seen().len(), 3);
}

#[test]
#[should_panic(expected = "write `RetryLayer::new(retry).boxed_errors()`")]
fn a_breaker_wants_boxed_errors() {
    let breaker = Arc::new(Breaker::consecutive(1));
    let retry = HttpRetry::new(HTTP).breaker("", breaker);
    let _ = retry.hedge(HEDGE).layer(Replica::new(&[]));
}

#[tokio::test(start_paused = true)]
async fn a_clone_that_is_not_ready_fails_its_attempt_alone() {
    let mut replica = Replica::new(&[(900, 200)]);
    replica.broken = Some(io::ErrorKind::ConnectionRefused);
    let service = HttpRetry::new(HTTP).hedge(HEDGE).layer(replica.clone());
    let response = service.oneshot(get()).await.unwrap();
    assert_eq!(
        (response.status().as_u16(), report(&response).attempts),
        (200, 3)
    );
    assert_eq!(replica.seen().len(), 1);
}
