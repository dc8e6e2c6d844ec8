//! The connection of a discarded response is not kept during the wait.

use http::{Request, StatusCode};
use retry_core::http::HttpRetry;
use retry_tests::{ActionTimer, HTTP, OneConnectionServer, block_on, fail_if_it_hangs};
use tower::{Layer as _, ServiceExt as _};

use crate::client::{Body, client};

#[test]
fn the_connection_is_free_for_another_call_during_the_wait() {
    fail_if_it_hangs(|| {
        let server = OneConnectionServer::start();
        let client = client::<Body>();
        let request = Request::get(server.url()).body(Body::default());
        let request = request.expect("a request");
        let timer = ActionTimer({
            let (client, request) = (client.clone(), request.clone());
            move || {
                let sent = client.request(request.clone());
                async { assert_eq!(sent.await.expect("a response").status(), StatusCode::OK) }
            }
        });
        let service = HttpRetry::new(HTTP).timer(timer).layer(client);
        let response = block_on(service.oneshot(request)).expect("a response");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(server.served(), [1, 2, 3]);
    });
}
