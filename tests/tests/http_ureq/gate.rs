//! A gate in front of the URLs of a session.

use retry_core::http::{Gate, UreqSession};
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, ureq_agent};

#[test]
fn a_429_holds_the_next_call() {
    let recorder = Recorder::new();
    let once = HTTP.attempts(1);
    let session = UreqSession::new(ureq_agent(), recorder.retry(once).gate("", Gate::new()));
    let server =
        ScriptedServer::start([Reply::With(429, &["retry-after: 30"]), Reply::Status(200)]);
    let response = session.get(server.url()).call().expect("a response");
    assert_eq!(response.status(), 429);
    assert_eq!(recorder.waits(), []);
    let response = session.get(server.url()).call().expect("a response");
    assert_eq!(response.status(), 200);
    let waits = recorder.waits();
    assert_eq!(waits.len(), 1);
    assert!((30.0..=33.0).contains(&waits[0].as_secs_f64()), "{waits:?}");
}
