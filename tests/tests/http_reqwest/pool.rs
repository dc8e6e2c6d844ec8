//! Discarded responses free their connections.

use std::{sync::Arc, time::Duration};

use reqwest_middleware::ClientBuilder;
use retry_core::{
    Backoff, Policy,
    http::{HttpPolicy, HttpReport, HttpRetry},
};
use retry_tests::{NarrowServer, within};

const CONNECTIONS: usize = NarrowServer::CONNECTIONS;
const CALLS: usize = NarrowServer::PAGES;

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
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(CONNECTIONS)
            .build()
            .expect("a client");
        let policy = Policy::new()
            .attempts(9)
            .backoff(Backoff::constant(Duration::from_millis(1)));
        let retry = HttpRetry::new(HttpPolicy::new().policy(policy));
        let client = ClientBuilder::new(client).with(retry).build();
        let tasks = (0..CONNECTIONS).map(|task| {
            let (client, server) = (client.clone(), Arc::clone(&server));
            tokio::spawn(async move {
                for call in (task..CALLS).step_by(CONNECTIONS) {
                    let response = client.get(server.url(call)).send().await;
                    let response = response.expect("a response");
                    assert_eq!(response.status(), 200);
                    let report: HttpReport = *response.extensions().get().expect("a report");
                    assert!(report.attempts >= 2, "{report:?}");
                    assert_eq!(response.text().await.expect("a body"), "body");
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
        connections < CALLS,
        "{connections} connections for {} requests",
        2 * CALLS
    );
}
