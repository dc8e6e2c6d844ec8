//! What a service below the layer sees in each attempt.

use std::sync::{Arc, Mutex};

use http::Request;
use hyper_util::client::legacy::Error;
use retry_core::{
    StopReason,
    http::{HttpPolicy, ResendCount, RetryLayer},
    retry,
};
use retry_tests::{EXACT, HTTP, Recorder, Reply, RequestRecord, ScriptedServer, block_on};
use tower::{Layer, Service, ServiceExt as _, layer::layer_fn, service_fn};

use crate::client::{Body, client, play_through};

/// What one attempt saw: the count of its request, and how two runs inside of it ended, one in the call of
/// the service and one in its future.
type Seen = (Option<u32>, [(u32, StopReason); 2]);

/// Sends a request, and watches its attempts.
fn play(policy: &HttpPolicy) -> (RequestRecord<String, Error>, Vec<Seen>) {
    let recorder = Recorder::new();
    let log = Arc::new(Mutex::new(Vec::new()));
    let watch = |client| {
        let log = Arc::clone(&log);
        service_fn(move |request: Request<Body>| {
            let count = request.extensions().get();
            let count = count.map(|count: &ResendCount| count.get());
            let run = retry(|| Err::<(), _>("busy")).policy(EXACT);
            let report = run.timer(Recorder::new().clock()).report().call();
            let in_call = (report.attempts, report.stop);
            let (log, mut client) = (Arc::clone(&log), Clone::clone(&client));
            async move {
                // Another poll of the same attempt.
                tokio::task::yield_now().await;
                let run = retry(|| async { Err::<(), _>("busy") }).policy(EXACT);
                let report = run.timer(Recorder::new().clock()).report().await;
                let seen = (count, [in_call, (report.attempts, report.stop)]);
                log.lock().expect("no panic").push(seen);
                Service::call(&mut client, request).await
            }
        })
    };
    let retry = RetryLayer::new(recorder.retry(*policy));
    let layer = layer_fn(|client| retry.layer(watch(client)));
    let script = [
        Reply::Status(503),
        Reply::DropAfterRequest,
        Reply::Status(200),
    ];
    let record = play_through(&recorder, layer, Request::new(Body::default()), &script);
    let seen = log.lock().expect("no panic").clone();
    (record, seen)
}

#[test]
fn a_request_that_is_sent_again_has_its_count_in_the_extensions() {
    let (record, seen) = play(&HTTP);
    assert_eq!(record.status(), Some(200));
    let counts = seen.iter().map(|seen| seen.0).collect::<Vec<_>>();
    assert_eq!(counts, [None, Some(1), Some(2)]);
}

#[test]
fn runs_inside_of_an_attempt_are_nested_if_the_policy_says_so() {
    let ends = |policy: &HttpPolicy| {
        let (record, seen) = play(policy);
        assert_eq!(record.status(), Some(200));
        seen.iter().map(|seen| seen.1).collect::<Vec<_>>()
    };
    assert_eq!(ends(&HTTP), [[(5, StopReason::Attempts); 2]; 3]);
    let nested = [[(1, StopReason::Nested); 2]; 3];
    assert_eq!(ends(&HTTP.suppress_nested()), nested);
}

#[test]
fn a_request_inside_of_a_run_that_suppresses_nested_ones_is_sent_once() {
    let recorder = Recorder::new();
    let service = recorder.retry(HTTP).layer(client::<Body>());
    let server = ScriptedServer::start([Reply::DropAfterRequest, Reply::DropAfterRequest]);
    let outer = EXACT.attempts(2).suppress_nested();
    let run = outer.retry(|| {
        let request = Request::get(server.url()).body(Body::default());
        service.clone().oneshot(request.expect("a request"))
    });
    let report = block_on(async { run.timer(recorder.clock()).report().await });
    assert_eq!((report.attempts, report.stop), (2, StopReason::Attempts));
    assert_eq!(server.requests(), ["GET"; 2]);
    assert_eq!(
        recorder.events(),
        ["GET page #1: MaybeSent: nested in another retry"; 2]
    );
}
