//! Waits in a runtime of tokio.

use std::time::{Duration, Instant};

use retry_core::{
    Backoff,
    http::{HttpReport, HttpRetry},
};
use retry_tests::{HTTP, Reply, ScriptedServer};

use crate::client::client;

#[tokio::test(start_paused = true)]
async fn inside_of_tokio_its_clock_controls_the_waits() {
    // The test would take this long if the paused clock did not control the wait.
    const WAIT: Duration = Duration::from_secs(10);
    let start = Instant::now();
    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let slow = HTTP.backoff(Backoff::constant(WAIT));
    let retry = HttpRetry::new(slow);
    let sent = client(retry).get(server.url()).send().await;
    let response = sent.expect("a response");
    assert_eq!(response.status(), 200);
    let report: &HttpReport = response.extensions().get().expect("a report");
    assert_eq!(report.waited, WAIT);
    assert!(report.elapsed >= report.waited);
    assert!(start.elapsed() < WAIT, "{:?}", start.elapsed());
}
