//! Discarded responses free their connections for others.

use std::sync::Arc;

use http::Request;
use http_body_util::BodyExt as _;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use retry_core::http::{HttpPolicy, HttpReport, HttpRetry};
use retry_tests::{FourConnectionServer, fail_if_it_hangs, runtime_of_two_threads};
use tower::{Layer as _, ServiceExt as _};

use crate::client::Body;

const CONNECTIONS: usize = FourConnectionServer::CONNECTIONS;

#[test]
fn a_thousand_retried_calls_share_four_connections() {
    fail_if_it_hangs(share_four_connections);
}

fn share_four_connections() {
    let server = Arc::new(FourConnectionServer::start());
    runtime_of_two_threads().block_on(async {
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(CONNECTIONS)
            .build_http::<Body>();
        let service = HttpRetry::new(HttpPolicy::new().policy(FourConnectionServer::POLICY))
            .without_budget()
            .layer(client);
        let tasks = (0..CONNECTIONS).map(|task| {
            let (service, server) = (service.clone(), Arc::clone(&server));
            tokio::spawn(async move {
                for call in (task..FourConnectionServer::PAGES).step_by(CONNECTIONS) {
                    let request = Request::get(server.url(call)).body(Body::default());
                    let request = request.expect("a request");
                    let response = service.clone().oneshot(request).await;
                    let response = response.expect("a response");
                    assert_eq!(response.status(), 200);
                    let report: HttpReport = *response.extensions().get().expect("a report");
                    assert!(report.attempts >= 2, "{report:?}");
                    let body = response.into_body().collect().await.expect("a body");
                    assert_eq!(body.to_bytes(), "body");
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.expect("no panic");
        }
    });
    server.assert_connections_were_shared();
}
