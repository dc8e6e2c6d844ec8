use std::{
    future::{Ready, ready},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
};

use futures_lite::future::{block_on, poll_once};
use http::Request;
use reqwest_middleware::ClientBuilder;
use retry_core::http::{HttpPolicy, HttpRetry, UreqSession};
use retry_tests::{ActionTimer, reqwest_client};
use tower::{Layer as _, ServiceExt as _, service_fn};
use tracing::info;
use ureq::Agent;

use crate::inner::Inner;

/// Nothing is sent to it.
const URL: &str = "http://127.0.0.1/page";

fn retry<T>(policy: &HttpPolicy, wait: fn() -> T) -> HttpRetry<ActionTimer<fn() -> T>> {
    HttpRetry::new(*policy)
        .name("fetch")
        .timer(ActionTimer(wait))
}

fn wait() {
    info!(target: "test", "waits");
}

fn wait_async() -> Ready<()> {
    wait();
    ready(())
}

/// Polls a future to its end. One that hangs is polled twice and dropped.
fn play(inner: &Inner, future: impl Future) {
    if inner.hangs {
        let mut future = pin!(future);
        for _ in 0..2 {
            assert!(block_on(poll_once(future.as_mut())).is_none());
        }
    } else {
        block_on(future);
    }
}

pub(crate) fn tower(policy: &HttpPolicy, inner: &Inner) {
    let service = {
        let inner = inner.clone();
        service_fn(move |request| inner.clone().call(request))
    };
    let request = Request::get(URL).body(()).expect("a request");
    play(
        inner,
        retry(policy, wait_async).layer(service).oneshot(request),
    );
}

pub(crate) fn reqwest(policy: &HttpPolicy, inner: &Inner) {
    let client = ClientBuilder::new(reqwest_client())
        .with(retry(policy, wait_async))
        .with(inner.clone())
        .build();
    play(inner, client.get(URL).send());
}

pub(crate) fn ureq(policy: &HttpPolicy, inner: &Inner) {
    let config = Agent::config_builder()
        .proxy(None)
        .middleware(inner.clone());
    let session = UreqSession::new(config.build().into(), retry(policy, wait));
    let sent = catch_unwind(AssertUnwindSafe(|| session.get(URL).call()));
    assert_eq!(sent.is_err(), inner.hangs);
}
