//! Requests that are hedged, and those that must not be.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use http::{Extensions, Method};
use reqwest::{Body, Request, Response};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use retry_core::{
    Backoff, Hedge, Policy, StopReason,
    http::{
        Gate, HttpError, HttpPolicy, HttpReport, HttpRetry, IdempotencyKey, PerRequest, ResendCount,
    },
};

const HTTP: HttpPolicy = HttpPolicy::new().policy(Policy::new());
const HEDGE: Hedge = Hedge::after(Duration::from_millis(100));
const SECOND: Duration = Duration::from_secs(1);
const URL: &str = "http://tea.invalid/";

/// Answers each attempt after so many milliseconds with a status, in place of a server.
#[derive(Clone)]
struct Replica {
    script: &'static [(u64, u16)],
    /// How often each request was sent before.
    seen: Arc<Mutex<Vec<Option<u32>>>>,
}

impl Replica {
    fn new(script: &'static [(u64, u16)]) -> Self {
        let seen = Arc::default();
        Self { script, seen }
    }

    fn seen(&self) -> Vec<Option<u32>> {
        self.seen.lock().expect("no panic").clone()
    }

    fn client(&self, retry: impl Middleware) -> ClientWithMiddleware {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        ClientBuilder::new(client)
            .with(retry)
            .with(self.clone())
            .build()
    }
}

#[async_trait::async_trait]
impl Middleware for Replica {
    async fn handle(
        &self,
        _: Request,
        extensions: &mut Extensions,
        _: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let count = extensions.get().map(|count: &ResendCount| count.get());
        let (after, status) = {
            let mut seen = self.seen.lock().expect("no panic");
            seen.push(count);
            self.script[seen.len() - 1]
        };
        tokio::time::sleep(Duration::from_millis(after)).await;
        let response = http::Response::builder().status(status).body("late");
        Ok(response.expect("a valid response").into())
    }
}

type Prepare =
    Box<dyn FnOnce(reqwest_middleware::RequestBuilder) -> reqwest_middleware::RequestBuilder>;

fn report(response: &Response) -> HttpReport {
    *response.extensions().get().expect("a report")
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
    let client = replica.client(retry.hedge(HEDGE));
    let start = tokio::time::Instant::now();
    let response = client.get(URL).send().await.unwrap();
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
async fn a_request_that_is_fast_enough_is_sent_once() {
    let replica = Replica::new(&[(99, 200)]);
    let client = replica.client(HttpRetry::new(HTTP).hedge(HEDGE));
    let response = client.get(URL).send().await.unwrap();
    assert_eq!(report(&response).attempts, 1);
    assert_eq!(replica.seen(), [None]);
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_sent_twice_is_not_hedged() {
    static GATE: Gate = Gate::new();
    let key: IdempotencyKey = "4711".parse().unwrap();
    let with = |settings| {
        move |request: reqwest_middleware::RequestBuilder| request.with_extension(settings)
    };
    let rows: [(&str, Method, Prepare, usize); 6] = [
        ("a POST", Method::POST, Box::new(|it| it), 1),
        (
            "with a key",
            Method::POST,
            Box::new(with(PerRequest::new().key(key))),
            2,
        ),
        (
            "with a body",
            Method::PUT,
            Box::new(|it| it.body("order")),
            2,
        ),
        (
            "with a stream",
            Method::PUT,
            Box::new(|it| it.body(Body::wrap(String::from("order")))),
            1,
        ),
        (
            "made anew",
            Method::PUT,
            Box::new(with(
                PerRequest::new().body_from(|| Ok(Body::from("order"))),
            )),
            1,
        ),
        ("never", Method::GET, Box::new(with(PerRequest::never())), 1),
    ];
    for (what, method, prepare, sent) in rows {
        let replica = Replica::new(&[(250, 200), (9_000, 200), (9_000, 200)]);
        let client = replica.client(HttpRetry::new(HTTP).hedge(HEDGE.at_most(2)));
        let request = prepare(client.request(method, URL));
        assert_eq!(request.send().await.unwrap().status(), 200, "{what}");
        assert_eq!(replica.seen().len(), sent, "{what}");
    }
    let replica = Replica::new(&[(250, 200)]);
    let gated = HttpRetry::new(HTTP).gate("", &GATE);
    let client = replica.client(gated.hedge(HEDGE));
    assert_eq!(client.get(URL).send().await.unwrap().status(), 200);
    assert_eq!(replica.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_hedged_is_retried_as_without() {
    static GATE: Gate = Gate::new();
    let replica = Replica::new(&[(250, 503), (0, 200)]);
    let retry = HttpRetry::new(HTTP.backoff(Backoff::constant(SECOND)));
    let client = replica.client(retry.gate("", &GATE).hedge(HEDGE));
    let response = client.get(URL).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let report = report(&response);
    assert_eq!((report.attempts, report.waited <= SECOND), (2, true));
    assert!(report.waited > Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn the_last_rejected_answer_is_returned_or_raised() {
    const SCRIPT: &[(u64, u16)] = &[(150, 503), (900, 502), (10, 503)];
    let replica = Replica::new(SCRIPT);
    let client = replica.client(HttpRetry::new(HTTP).hedge(HEDGE));
    let response = client.get(URL).send().await.unwrap();
    assert_eq!(response.status(), 502);
    let stop = report(&response).stop;
    assert_eq!(
        (report(&response).attempts, stop),
        (3, StopReason::Attempts)
    );
    let replica = Replica::new(SCRIPT);
    let raising = HttpRetry::new(HTTP.raise_on_status(true));
    let sent = replica.client(raising.hedge(HEDGE)).get(URL).send().await;
    let error = sent.unwrap_err();
    let reqwest_middleware::Error::Middleware(error) = error else {
        panic!("not raised: {error}");
    };
    let error = error.downcast_ref::<HttpError>().expect("an `HttpError`");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
}

#[tokio::test(start_paused = true)]
async fn each_hedge_pays_the_budget() {
    let budget = Arc::new(retry_core::Budget::reserved(1));
    let replica = Replica::new(&[(900, 200), (9_000, 200)]);
    let retry = HttpRetry::new(HTTP).budget("", Arc::clone(&budget));
    let client = replica.client(retry.hedge(HEDGE));
    let response = client.get(URL).send().await.unwrap();
    assert_eq!((report(&response).attempts, budget.available()), (2, 0.0));
    assert_eq!(replica.seen().len(), 2);
}
