//! A request that is dropped while it waits does not pay for the retry that it does not make.

use std::{future::pending, sync::Arc};

use retry_core::{Budget, http::HttpRetry};
use retry_tests::{ActionTimer, HTTP, Reply, ScriptedServer, block_on};

use crate::client::client;

#[test]
fn a_request_that_is_dropped_during_a_wait_gives_its_token_back() {
    let budget = Arc::new(Budget::aws());
    let (waits, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let timer = ActionTimer(move || {
        waits.send(()).expect("the test waits for it");
        pending::<()>()
    });
    let retry = HttpRetry::new(HTTP).timer(timer);
    let client = client(retry.budget("", Arc::clone(&budget)));
    let server = ScriptedServer::start([Reply::Status(503)]);
    block_on(async {
        let paid = async {
            waiting.recv().await.expect("a wait");
            budget.available()
        };
        tokio::select! {
            biased;
            _ = client.get(server.url()).send() => panic!("the wait has no end"),
            available = paid => assert_eq!(available, 486.0),
        }
    });
    assert_eq!(budget.available(), 500.0);
}
