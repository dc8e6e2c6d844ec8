//! Together with other middleware, and with a run around the client.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use http::{Extensions, Method};
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, Middleware, Next};
use retry_core::http::Mounts;
use retry_tests::{
    BoxError, HTTP, Recorder, Reply, ScriptedServer, block_on, millis, reqwest_client,
};

use crate::client::client;

#[test]
fn middleware_after_the_retry_runs_with_each_attempt() {
    let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let (before, after) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let counting = |count: &Arc<AtomicU32>| Counting(Arc::clone(count));
    let retry = Recorder::new().retry(HTTP);
    let client = ClientBuilder::new(reqwest_client())
        .with(counting(&before))
        .with(retry)
        .with(counting(&after))
        .build();
    let sent = block_on(client.get(server.url()).send());
    assert_eq!(sent.expect("a response").status(), 200);
    assert_eq!(before.load(Ordering::Relaxed), 1);
    assert_eq!(after.load(Ordering::Relaxed), 2);
}

struct Counting(Arc<AtomicU32>);

#[async_trait::async_trait]
impl Middleware for Counting {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        self.0.fetch_add(1, Ordering::Relaxed);
        next.run(request, extensions).await
    }
}

#[test]
fn a_run_around_the_client_judges_the_errors_of_its_middleware() {
    let server = ScriptedServer::start([Reply::DropAfterRequest, Reply::Status(200)]);
    let recorder = Recorder::new();
    let client = client(recorder.retry(Mounts::new()));
    let read = HTTP
        .call(Method::GET)
        .retry_checked(|| async {
            let response = client.get(server.url()).send().await?;
            Ok::<_, BoxError>(response.text().await?)
        })
        .timer(recorder.clock());
    assert_eq!(block_on(read.into_future()).expect("a body"), "body");
    assert_eq!(recorder.waits(), millis([100]));
}
