//! reqwest-retry: its default, and what it sends again.

use std::{
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use reqwest_middleware::{ClientBuilder, Middleware, Next};
use reqwest_retry::{
    RetryDecision, RetryPolicy, RetryTransientMiddleware, policies::ExponentialBackoff,
};
use tokio::time::Instant;

use crate::SECOND;

#[test]
fn reqwest_retry_waits_from_one_second_to_half_an_hour() {
    let built = ExponentialBackoff::builder().build_with_max_retries(3);
    assert_eq!(built.jitter, reqwest_retry::Jitter::Full);
    let bounds = (built.min_retry_interval, built.max_retry_interval);
    assert_eq!(bounds, (SECOND, Duration::from_secs(1800)));
    let decisions = (0..5).map(|n| built.should_retry(std::time::SystemTime::now(), n));
    let retries = decisions.filter(|decision| matches!(decision, RetryDecision::Retry { .. }));
    assert_eq!(retries.count(), 3);
}

/// Answers each request itself, and counts them.
struct Unavailable(&'static AtomicU32);

#[async_trait::async_trait]
impl Middleware for Unavailable {
    async fn handle(
        &self,
        _: reqwest::Request,
        _: &mut http::Extensions,
        _: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        self.0.fetch_add(1, Relaxed);
        let response = http::Response::builder()
            .status(503)
            .header("retry-after", "30");
        Ok(response.body("").expect("the parts are valid").into())
    }
}

fn reqwest_retry(calls: &'static AtomicU32) -> reqwest_middleware::ClientWithMiddleware {
    let policy = ExponentialBackoff::builder()
        .jitter(reqwest_retry::Jitter::None)
        .build_with_max_retries(2);
    ClientBuilder::new(reqwest::Client::new())
        .with(RetryTransientMiddleware::new_with_policy(policy))
        .with(Unavailable(calls))
        .build()
}

#[tokio::test(start_paused = true)]
async fn reqwest_retry_repeats_a_post_and_does_not_read_retry_after() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let began = Instant::now();
    let orders = reqwest_retry(&CALLS)
        .post("http://localhost/orders")
        .body("tea");
    assert_eq!(orders.send().await.expect("an answer").status(), 503);
    assert_eq!(CALLS.load(Relaxed), 3);
    // 1 s and 2 s, where the server asked for 30 s each time.
    assert!(began.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn reqwest_retry_sends_no_stream() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let stream = reqwest::Body::wrap("a file".to_owned());
    let upload = reqwest_retry(&CALLS)
        .put("http://localhost/file")
        .body(stream);
    assert!(upload.send().await.is_err());
    assert_eq!(CALLS.load(Relaxed), 0);
}
