//! A router of axum, called by `oneshot`: there is no socket, and URLs are only a path.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::SeqCst},
};

use axum::{Router, routing::any};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use retry_core::{
    StopReason,
    http::{HttpReport, Mounts, PerRequest},
};
use retry_tests::{HTTP, Recorder, block_on};
use tower::{Layer as _, ServiceExt as _};

/// Responds with 503, and to every third request with its body.
fn router(calls: &Arc<AtomicU32>) -> Router {
    let calls = Arc::clone(calls);
    Router::new().route(
        "/v2/{*path}",
        any(async move |body: String| {
            if calls.fetch_add(1, SeqCst) % 3 == 2 {
                (StatusCode::OK, body)
            } else {
                (StatusCode::SERVICE_UNAVAILABLE, String::new())
            }
        }),
    )
}

#[test]
fn a_router_is_retried_below_the_paths_that_are_mounted() {
    let calls = Arc::new(AtomicU32::new(0));
    let mounts = Mounts::new()
        .mount("/v2/", HTTP)
        .mount("/v2/once/", HTTP.attempts(1));
    let service = Recorder::new().retry(mounts).layer(router(&calls));
    let send = |method: Method, path: &str, per_request: PerRequest| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .extension(per_request)
            .body("order".to_owned());
        let request = request.expect("a request");
        let response = block_on(service.clone().oneshot(request)).expect("infallible");
        let report = response.extensions().get::<HttpReport>().copied();
        let body = block_on(response.into_body().collect()).expect("a body");
        let made = calls.swap(0, SeqCst);
        (body.to_bytes(), report.map(|report| report.stop), made)
    };
    let usual = PerRequest::new;
    let accepted = Some(StopReason::Accepted);
    assert_eq!(
        send(Method::PUT, "/v2/orders", usual()),
        ("order".into(), accepted, 3)
    );
    let stop = Some(StopReason::NotRetryable);
    assert_eq!(
        send(Method::POST, "/v2/orders", usual()),
        ("".into(), stop, 1)
    );
    let idempotent = usual().idempotent();
    assert_eq!(
        send(Method::POST, "/v2/orders", idempotent),
        ("order".into(), accepted, 3)
    );
    let stop = Some(StopReason::Attempts);
    assert_eq!(
        send(Method::PUT, "/v2/once/7", usual()),
        ("".into(), stop, 1)
    );
    assert_eq!(
        send(Method::PUT, "/v1/orders", usual()),
        ("".into(), None, 0)
    );
}
