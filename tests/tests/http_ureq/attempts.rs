//! What a middleware of the agent sees in each attempt.

use std::sync::{Arc, Mutex};

use http::{Method, Request};
use retry_core::{
    StopReason,
    http::{HttpPolicy, ResendCount, UreqSession},
    retry,
};
use retry_tests::{EXACT, HTTP, Recorder, Reply, ScriptedServer, ureq_agent};
use ureq::{Agent, SendBody, middleware::MiddlewareNext};

use crate::client::{RequestRecord, as_it_is, play_with};

/// What one attempt saw: the count of its request, and how a run inside of it ended.
type Seen = (Option<u32>, u32, StopReason);

/// Sends a request, and watches its attempts.
fn play(policy: &HttpPolicy) -> (RequestRecord, Vec<Seen>) {
    let log = Arc::<Mutex<Vec<Seen>>>::default();
    let seen = Arc::clone(&log);
    let watch = move |request: Request<SendBody<'_>>, next: MiddlewareNext<'_>| {
        let count = request.extensions().get();
        let count = count.map(|count: &ResendCount| count.get());
        let run = retry(|| Err::<(), _>("busy")).policy(EXACT);
        let report = run.timer(Recorder::new().clock()).report().call();
        let seen = (count, report.attempts, report.stop);
        log.lock().expect("no panic").push(seen);
        next.handle(request)
    };
    let config = Agent::config_builder().proxy(None).middleware(watch);
    let agent = config.http_status_as_error(false).build().into();
    let script = [
        Reply::Status(503),
        Reply::DropAfterRequest,
        Reply::Status(200),
    ];
    let record = play_with(agent, *policy, &Method::PUT, &script, "order", as_it_is);
    assert_eq!(record.status(), Some(200));
    let seen = seen.lock().expect("no panic").clone();
    (record, seen)
}

#[test]
fn a_request_that_is_sent_again_has_its_count_in_the_extensions() {
    let (record, seen) = play(&HTTP);
    assert_eq!(record.bodies, ["order"; 3]);
    let counts = seen.iter().map(|seen| seen.0).collect::<Vec<_>>();
    assert_eq!(counts, [None, Some(1), Some(2)]);
}

#[test]
fn runs_inside_of_an_attempt_are_nested_if_the_policy_says_so() {
    let ends = |policy: &HttpPolicy| {
        let (_, seen) = play(policy);
        let ends = seen.into_iter().map(|seen| (seen.1, seen.2));
        ends.collect::<Vec<_>>()
    };
    assert_eq!(ends(&HTTP), [(5, StopReason::Attempts); 3]);
    assert_eq!(ends(&HTTP.suppress_nested()), [(1, StopReason::Nested); 3]);
}

#[test]
fn a_request_inside_of_a_run_that_suppresses_nested_ones_is_sent_once() {
    let recorder = Recorder::new();
    let session = UreqSession::new(ureq_agent(), recorder.retry(HTTP));
    let server = ScriptedServer::start([Reply::DropAfterRequest, Reply::DropAfterRequest]);
    let outer = EXACT.attempts(2).suppress_nested();
    let run = outer.retry(|| session.get(server.url()).call());
    let report = run.timer(recorder.clock()).report().call();
    assert_eq!((report.attempts, report.stop), (2, StopReason::Attempts));
    assert_eq!(server.requests(), ["GET"; 2]);
    assert_eq!(
        recorder.events(),
        ["GET page #1: MaybeSent: nested in another retry"; 2]
    );
}
