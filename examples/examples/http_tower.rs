//! A stack of tower layers around hyper's client, against a server in this process. The retry is above a
//! concurrency limit, so an attempt takes a place in it and a pause does not. Then the same layer around
//! an axum router, without a socket.

use std::{error::Error, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, Response, StatusCode},
    routing::get,
};
use http_body_util::{BodyExt as _, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use retry_core::{
    Backoff, Policy, StopReason,
    http::{Gate, HttpEvent, HttpPolicy, HttpReport, HttpRetry, Mounts, RetryLayer},
};
use retry_examples::{Fault, FaultyServer};
use tower::{Layer as _, ServiceBuilder, ServiceExt as _};

const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .attempts(4)
        .backoff(Backoff::exponential(Duration::from_millis(20))),
);

/// All calls obey what one of them learns about the server's rate limit.
static LIMIT: Gate = Gate::new();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    with_hyper().await?;
    with_axum().await
}

async fn with_hyper() -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = FaultyServer::start()?;
    let retry = HttpRetry::new(Mounts::new().mount("http://", HTTP))
        .gate("http://", &LIMIT)
        .on_retry(print)
        .on_stop(print);
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let service = ServiceBuilder::new()
        .layer(retry)
        .concurrency_limit(8)
        .service(client);

    for fault in [Fault::Unavailable, Fault::RateLimited, Fault::Missing] {
        println!("{fault}");
        let request = Request::get(server.url(fault, "hyper")).body(Full::default())?;
        let response = service.clone().oneshot(request).await?;
        show(&response);
        let (status, attempts) = match fault {
            Fault::Unavailable => (200, 3),
            Fault::RateLimited => (200, 2),
            _ => (404, 1),
        };
        assert_eq!(response.status(), status);
        assert_eq!(report(&response).attempts, attempts);
        assert_eq!(report(&response).stop, StopReason::Accepted);
    }
    Ok(())
}

async fn with_axum() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("a router, and a body that is read while it is sent");
    let router = Router::new().route("/busy", get(|| async { StatusCode::SERVICE_UNAVAILABLE }));
    let retry = HttpRetry::new(HTTP).on_stop(print);
    // An axum `Body` can come from anywhere. This says that no request can be cloned.
    let layer = RetryLayer::new(retry).clone_request(|_: &Request<Body>| None);
    let request = Request::get("/busy").body(Body::from("a message"))?;
    let response = layer.layer(router).oneshot(request).await?;
    show(&response);
    assert_eq!(response.status(), 503);
    assert_eq!(report(&response).stop, StopReason::NotReplayable);
    assert!(response.into_body().collect().await?.to_bytes().is_empty());
    Ok(())
}

fn report<B>(response: &Response<B>) -> HttpReport {
    let report = response.extensions().get();
    *report.expect("a policy is mounted there")
}

fn show<B>(response: &Response<B>) {
    let HttpReport { attempts, stop, .. } = report(response);
    println!("  {}, attempts: {attempts}, {stop}", response.status());
}

/// One line of the timeline.
fn print(event: &HttpEvent<'_>) {
    let came = match (event.status(), event.error()) {
        (Some(status), _) => status.to_string(),
        (None, error) => error.map(ToString::to_string).unwrap_or_default(),
    };
    let next = match (event.delay(), event.reason()) {
        (Some(delay), _) => format!("again in {} ms", delay.as_millis()),
        (None, reason) => reason.map(|reason| reason.to_string()).unwrap_or_default(),
    };
    println!("  attempt {}: {came}, {next}", event.attempt());
}
