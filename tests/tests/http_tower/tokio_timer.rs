//! Waits in a runtime of tokio.

use std::time::{Duration, Instant};

use http::Request;
use http_body_util::BodyExt as _;
use retry_core::{
    Backoff,
    http::{HttpReport, HttpRetry},
};
use retry_tests::{HTTP, Reply, ScriptedServer};
use tower::{Layer as _, ServiceExt as _};

use crate::client::{Body, client};

/// A spawned task has to be `Send`, with everything in it.
#[tokio::test(start_paused = true)]
async fn requests_can_be_spawned_and_wait_on_the_timer_of_the_runtime() {
    // The test would take this long if the paused clock did not control the wait.
    const WAIT: Duration = Duration::from_secs(10);
    let start = Instant::now();
    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let slow = HTTP.backoff(Backoff::constant(WAIT));
    let service = HttpRetry::new(slow).layer(client());
    let request = Request::get(server.url()).body(Body::default());
    let sent = tokio::spawn(service.oneshot(request.expect("a request"))).await;
    let response = sent.expect("no panic").expect("a response");
    assert_eq!(response.status(), 200);
    let report: &HttpReport = response.extensions().get().expect("a report");
    assert_eq!(report.waited, WAIT);
    assert!(report.elapsed >= WAIT, "{report:?}");
    assert!(start.elapsed() < WAIT, "{:?}", start.elapsed());
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(body.to_bytes(), "body");
}
