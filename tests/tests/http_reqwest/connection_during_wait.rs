//! The rest of a discarded response is read during the wait, so that its connection can be reused.

use std::{
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use http::{Extensions, StatusCode};
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, Middleware, Next, Result};
use retry_core::http::HttpRetry;
use retry_tests::{
    ActionTimer, HTTP, OneConnectionServer, block_on, fail_if_it_hangs, reqwest_client,
};

/// Puts a mark into the first response. When its count is zero, the response is dropped.
struct MarksFirstResponse(Mutex<Option<Arc<()>>>);

#[async_trait::async_trait]
impl Middleware for MarksFirstResponse {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        let mut response = next.run(request, extensions).await?;
        if let Some(mark) = self.0.lock().expect("no panic").take() {
            response.extensions_mut().insert(mark);
        }
        Ok(response)
    }
}

/// Waits until the tasks of this runtime have done all that they can without a socket.
async fn settled() {
    tokio::time::pause();
    // A paused clock advances when no task is ready.
    tokio::time::sleep(Duration::from_millis(1)).await;
    tokio::time::resume();
}

/// What happens during the wait: the rest of the response comes, and the response is dropped.
async fn wait(server: Arc<OneConnectionServer>, mark: Weak<()>) {
    // A client that has dropped the response has closed its connection by now, and the rest is too
    // late.
    settled().await;
    server.send_rest();
    while mark.strong_count() > 0 {
        tokio::task::yield_now().await;
    }
    // Now the connection is back in the pool.
    settled().await;
}

#[test]
fn a_retry_reuses_the_connection_whose_response_ends_during_the_wait() {
    fail_if_it_hangs(|| {
        let server = Arc::new(OneConnectionServer::start());
        let mark = Arc::new(());
        let timer = ActionTimer({
            let (server, mark) = (Arc::clone(&server), Arc::downgrade(&mark));
            move || wait(Arc::clone(&server), Weak::clone(&mark))
        });
        let client = ClientBuilder::new(reqwest_client())
            .with(HttpRetry::new(HTTP).timer(timer))
            .with(MarksFirstResponse(Mutex::new(Some(mark))))
            .build();
        let response = block_on(client.get(server.url()).send()).expect("a response");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(server.served(), [1, 1]);
    });
}
