//! Discarded responses free their connections.

use std::{sync::Arc, time::Duration};

use http::Request;
use http_body_util::BodyExt as _;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use retry_core::{
    Backoff, Policy,
    http::{HttpPolicy, HttpReport, HttpRetry},
};
use retry_tests::{NarrowServer, within};
use tower::{Layer as _, ServiceExt as _};

use crate::client::Body;

const CONNECTIONS: usize = NarrowServer::CONNECTIONS;

#[test]
fn a_thousand_retried_calls_share_four_connections() {
    within(share_four_connections);
}

fn share_four_connections() {
    let server = Arc::new(NarrowServer::start());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(CONNECTIONS)
            .build_http::<Body>();
        let policy = Policy::new()
            .attempts(9)
            .backoff(Backoff::constant(Duration::from_millis(1)));
        let service = HttpRetry::new(HttpPolicy::new().policy(policy)).layer(client);
        let tasks = (0..CONNECTIONS).map(|task| {
            let (service, server) = (service.clone(), Arc::clone(&server));
            tokio::spawn(async move {
                for call in (task..NarrowServer::PAGES).step_by(CONNECTIONS) {
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
    // Neither an accepted answer costs one, nor a discarded one that is empty, as a quarter are.
    let connections = server.accepted();
    assert!(
        connections < NarrowServer::PAGES,
        "{connections} connections for {} requests",
        2 * NarrowServer::PAGES
    );
}
