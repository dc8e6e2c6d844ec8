//! Discarded responses free their connections.

use std::{sync::Arc, thread, time::Duration};

use retry_core::{
    Backoff, Policy,
    http::{HttpPolicy, HttpReport, HttpRetry, UreqSession},
};
use retry_tests::{NarrowServer, within};
use ureq::Agent;

const CONNECTIONS: usize = NarrowServer::CONNECTIONS;

#[test]
fn a_thousand_retried_calls_share_four_connections() {
    within(share_four_connections);
}

fn share_four_connections() {
    let server = Arc::new(NarrowServer::start());
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .max_idle_connections_per_host(CONNECTIONS)
        .build()
        .into();
    let policy = Policy::new()
        .attempts(9)
        .backoff(Backoff::constant(Duration::from_millis(1)));
    let session = UreqSession::new(agent, HttpRetry::new(HttpPolicy::new().policy(policy)));
    let threads = (0..CONNECTIONS).map(|thread| {
        let (session, server) = (session.clone(), Arc::clone(&server));
        thread::spawn(move || {
            for call in (thread..NarrowServer::PAGES).step_by(CONNECTIONS) {
                let mut response = session.get(server.url(call)).call().expect("a response");
                assert_eq!(response.status(), 200);
                let report: HttpReport = *response.extensions().get().expect("a report");
                assert!(report.attempts >= 2, "{report:?}");
                let body = response.body_mut().read_to_string();
                assert_eq!(body.expect("a body"), "body");
            }
        })
    });
    for thread in threads.collect::<Vec<_>>() {
        thread.join().expect("no panic");
    }
    // Neither an accepted answer costs one, nor a discarded one that is empty, as a quarter are.
    let connections = server.accepted();
    assert!(
        connections < NarrowServer::PAGES,
        "{connections} connections for {} requests",
        2 * NarrowServer::PAGES
    );
}
