//! Discarded responses free their connections for others.

use std::{sync::Arc, thread};

use retry_core::http::{HttpPolicy, HttpReport, HttpRetry, UreqSession};
use retry_tests::{FourConnectionServer, fail_if_it_hangs};
use ureq::Agent;

const CONNECTIONS: usize = FourConnectionServer::CONNECTIONS;

#[test]
fn a_thousand_retried_calls_share_four_connections() {
    fail_if_it_hangs(share_four_connections);
}

fn share_four_connections() {
    let server = Arc::new(FourConnectionServer::start());
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .max_idle_connections_per_host(CONNECTIONS)
        .build()
        .into();
    let session = UreqSession::new(
        agent,
        HttpRetry::new(HttpPolicy::new().policy(FourConnectionServer::POLICY)),
    );
    let threads = (0..CONNECTIONS).map(|thread| {
        let (session, server) = (session.clone(), Arc::clone(&server));
        thread::spawn(move || {
            for call in (thread..FourConnectionServer::PAGES).step_by(CONNECTIONS) {
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
    server.assert_connections_were_shared();
}
