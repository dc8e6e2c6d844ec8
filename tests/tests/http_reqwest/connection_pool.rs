//! Discarded responses free their connections for others.

use std::sync::Arc;

use reqwest_middleware::ClientBuilder;
use retry_core::http::{HttpPolicy, HttpReport, HttpRetry};
use retry_tests::{FourConnectionServer, fail_if_it_hangs, runtime_of_two_threads};

const CONNECTIONS: usize = FourConnectionServer::CONNECTIONS;

#[test]
fn a_thousand_retried_calls_share_four_connections() {
    fail_if_it_hangs(share_four_connections);
}

fn share_four_connections() {
    let server = Arc::new(FourConnectionServer::start());
    runtime_of_two_threads().block_on(async {
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(CONNECTIONS)
            .build()
            .expect("a client");
        let retry =
            HttpRetry::new(HttpPolicy::new().policy(FourConnectionServer::POLICY)).without_budget();
        let client = ClientBuilder::new(client).with(retry).build();
        let tasks = (0..CONNECTIONS).map(|task| {
            let (client, server) = (client.clone(), Arc::clone(&server));
            tokio::spawn(async move {
                for call in (task..FourConnectionServer::PAGES).step_by(CONNECTIONS) {
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
    server.assert_connections_were_shared();
}
