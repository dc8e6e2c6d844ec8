//! In a runtime of tokio.

use std::time::Duration;

use http::Request;
use http_body_util::BodyExt as _;
use retry_core::{
    Backoff,
    http::{HttpReport, HttpRetry},
};
use retry_tests::{HTTP, Reply, ScriptedServer};
use tower::{Layer as _, ServiceExt as _};

use crate::client::{Body, client};

/// What a task of its own asks for: everything that it holds can change threads.
#[tokio::test(start_paused = true)]
async fn requests_can_be_spawned_and_wait_on_the_timer_of_the_runtime() {
    const HOUR: Duration = Duration::from_secs(3600);
    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let hourly = HTTP.as_policy().backoff(Backoff::constant(HOUR));
    let service = HttpRetry::new(HTTP.policy(hourly)).layer(client());
    let request = Request::get(server.url()).body(Body::default());
    let sent = tokio::spawn(service.oneshot(request.expect("a request"))).await;
    let response = sent.expect("no panic").expect("a response");
    assert_eq!(response.status(), 200);
    let report: &HttpReport = response.extensions().get().expect("a report");
    assert_eq!(report.waited, HOUR);
    assert!(report.elapsed >= HOUR, "{report:?}");
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(body.to_bytes(), "body");
}
