//! What a middleware that runs for each attempt sees.

use std::sync::{Arc, Mutex};

use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use retry_core::{
    StopReason,
    http::{HttpPolicy, Mounts, ResendCount},
    retry,
};
use retry_tests::{EXACT, HTTP, Recorder, Reply, ScriptedServer, block_on, reqwest_client};

/// What one attempt saw: the count of its request, and how a run inside of it ended.
type Seen = (Option<u32>, u32, StopReason);

#[derive(Clone, Default)]
struct Watch(Arc<Mutex<Vec<Seen>>>);

impl Watch {
    fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.0.lock().expect("no panic"))
    }
}

#[async_trait::async_trait]
impl Middleware for Watch {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let count = extensions.get().map(|count: &ResendCount| count.get());
        // Another poll of the same attempt.
        tokio::task::yield_now().await;
        let run = retry(|| async { Err::<(), _>("busy") }).policy(EXACT);
        let report = run.timer(Recorder::new().clock()).report().await;
        let seen = (count, report.attempts, report.stop);
        self.0.lock().expect("no panic").push(seen);
        next.run(request, extensions).await
    }
}

fn client(recorder: &Recorder, mounts: impl Into<Mounts>, watch: &Watch) -> ClientWithMiddleware {
    ClientBuilder::new(reqwest_client())
        .with(recorder.retry(mounts))
        .with(watch.clone())
        .build()
}

const FAILING: [Reply; 4] = [
    Reply::Status(503),
    Reply::DropAfterRequest,
    Reply::Status(200),
    Reply::Status(200),
];

#[test]
fn a_request_that_is_sent_again_has_its_count_in_the_extensions() {
    let (recorder, watch) = (Recorder::new(), Watch::default());
    let client = client(&recorder, HTTP, &watch);
    let server = ScriptedServer::start(FAILING);
    let attempts = |seen: &[Seen]| seen.iter().map(|seen| seen.0).collect::<Vec<_>>();
    block_on(async {
        let mut extensions = Extensions::new();
        let request = || client.get(server.url()).build().expect("a request");
        let sent = client.execute_with_extensions(request(), &mut extensions);
        assert_eq!(sent.await.expect("sent").status(), 200);
        assert_eq!(attempts(&watch.take()), [None, Some(1), Some(2)]);
        // The next request with the same extensions is sent for the first time.
        let sent = client.execute_with_extensions(request(), &mut extensions);
        assert_eq!(sent.await.expect("sent").status(), 200);
        assert_eq!(attempts(&watch.take()), [None]);
    });
}

#[test]
fn runs_inside_of_an_attempt_are_nested_if_the_policy_says_so() {
    let play = |policy: HttpPolicy| {
        let (recorder, watch) = (Recorder::new(), Watch::default());
        let server = ScriptedServer::start(FAILING);
        let client = client(&recorder, policy, &watch);
        let sent = block_on(client.get(server.url()).send());
        assert_eq!(sent.expect("sent").status(), 200);
        let ends = watch.take().into_iter().map(|seen| (seen.1, seen.2));
        ends.collect::<Vec<_>>()
    };
    assert_eq!(play(HTTP), [(5, StopReason::Attempts); 3]);
    assert_eq!(play(HTTP.suppress_nested()), [(1, StopReason::Nested); 3]);
}

#[test]
fn a_request_inside_of_a_run_that_suppresses_nested_ones_is_sent_once() {
    let recorder = Recorder::new();
    let client = crate::client::client(recorder.retry(HTTP));
    let server = ScriptedServer::start([Reply::DropAfterRequest, Reply::DropAfterRequest]);
    let outer = EXACT.attempts(2).suppress_nested();
    let run = outer.retry(|| client.get(server.url()).send());
    let report = block_on(async { run.timer(recorder.clock()).report().await });
    assert_eq!((report.attempts, report.stop), (2, StopReason::Attempts));
    assert_eq!(server.requests(), ["GET"; 2]);
    assert_eq!(
        recorder.events(),
        ["GET page #1: MaybeSent: nested in another retry"; 2]
    );
}
