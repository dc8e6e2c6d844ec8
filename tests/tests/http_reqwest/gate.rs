//! A gate in front of the URLs of a client.

use retry_core::http::Gate;
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, block_on};

use crate::client::client;

#[test]
fn a_429_holds_the_next_call() {
    let recorder = Recorder::new();
    let once = HTTP.attempts(1);
    let client = client(recorder.retry(once).gate("", Gate::new()));
    let server =
        ScriptedServer::start([Reply::With(429, &["retry-after: 30"]), Reply::Status(200)]);
    let send = || block_on(client.get(server.url()).send()).expect("a response");
    assert_eq!((send().status().as_u16(), recorder.waits()), (429, vec![]));
    assert_eq!(send().status(), 200);
    let waits = recorder.waits();
    assert_eq!(waits.len(), 1);
    assert!((30.0..=33.0).contains(&waits[0].as_secs_f64()), "{waits:?}");
}
