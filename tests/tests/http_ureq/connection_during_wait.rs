//! The connection of a discarded response is not kept during the wait.

use http::StatusCode;
use retry_core::http::{HttpRetry, UreqSession};
use retry_tests::{ActionTimer, HTTP, OneConnectionServer, fail_if_it_hangs, ureq_agent};

#[test]
fn the_connection_is_free_for_another_call_during_the_wait() {
    fail_if_it_hangs(|| {
        let server = OneConnectionServer::start();
        let (agent, url) = (ureq_agent(), server.url());
        let timer = ActionTimer({
            let (agent, url) = (agent.clone(), url.clone());
            move || {
                let response = agent.get(&url).call().expect("a response");
                assert_eq!(response.status(), StatusCode::OK);
            }
        });
        let session = UreqSession::new(agent, HttpRetry::new(HTTP).timer(timer));
        let response = session.get(url).call().expect("a response");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(server.served(), [1, 2, 3]);
    });
}
