//! A gate in front of the URLs of a service.

use http::Request;
use retry_core::http::{Gate, HttpReport};
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, block_on};
use tower::{Layer as _, ServiceExt as _};

use crate::client::{Body, client};

#[test]
fn a_429_holds_the_next_call() {
    let recorder = Recorder::new();
    let once = HTTP.attempts(1);
    let server =
        ScriptedServer::start([Reply::With(429, &["retry-after: 30"]), Reply::Status(200)]);
    let service = recorder.retry(once).gate("", Gate::new()).layer(client());
    let send = || {
        let request = Request::get(server.url()).body(Body::default());
        block_on(service.clone().oneshot(request.expect("a request"))).expect("a response")
    };
    assert_eq!(send().status(), 429);
    assert_eq!(recorder.waits(), []);
    let response = send();
    assert_eq!(response.status(), 200);
    let report: &HttpReport = response.extensions().get().expect("a report");
    let waits = recorder.waits();
    assert_eq!(waits.len(), 1);
    assert!((30.0..=33.0).contains(&waits[0].as_secs_f64()), "{waits:?}");
    assert_eq!(report.waited, waits[0]);
}
