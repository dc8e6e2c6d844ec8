//! Backpressure: no service is called before it was polled ready, and a held call does not block
//! others.

use std::{
    future::{Future, Ready, poll_fn, ready},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use http::{Request, Response};
use retry_core::{
    Budget,
    http::{Gate, HttpReport, HttpRetry},
    time::DefaultTimer,
};
use retry_tests::{HTTP, Recorder, block_on, fail_if_it_hangs, millis, response};
use tower::{Layer as _, Service, ServiceExt as _, limit::ConcurrencyLimitLayer};

/// A service with one permit for all its clones. Polling a clone ready takes it, and calling or
/// dropping that clone frees it.
#[derive(Debug, Default)]
struct OnePermit {
    has_it: bool,
    taken: Arc<Mutex<bool>>,
    calls: Arc<AtomicU32>,
}

impl OnePermit {
    fn leave(&mut self) {
        if std::mem::take(&mut self.has_it) {
            *self.taken.lock().expect("no panic") = false;
        }
    }
}

impl Clone for OnePermit {
    fn clone(&self) -> Self {
        Self {
            has_it: false,
            taken: Arc::clone(&self.taken),
            calls: Arc::clone(&self.calls),
        }
    }
}

impl Drop for OnePermit {
    fn drop(&mut self) {
        self.leave();
    }
}

impl Service<Request<()>> for OnePermit {
    type Response = Response<()>;
    type Error = std::io::Error;
    type Future = Ready<Result<Response<()>, std::io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let mut taken = self.taken.lock().expect("no panic");
        if *taken && !self.has_it {
            return Poll::Pending;
        }
        *taken = true;
        self.has_it = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        assert!(self.has_it, "called without having been polled ready");
        self.leave();
        let is_refused = self.calls.fetch_add(1, SeqCst).is_multiple_of(2);
        ready(Ok(response(if is_refused { 503 } else { 200 }, &[])))
    }
}

#[test]
fn each_attempt_calls_a_service_that_was_polled_ready() {
    let inner = OnePermit::default();
    let mut service = Recorder::new().retry(HTTP).layer(inner.clone());
    for calls in 1..=3 {
        let response = block_on(async {
            poll_fn(|cx| service.poll_ready(cx)).await.expect("ready");
            service.call(Request::new(())).await.expect("a response")
        });
        assert_eq!(response.status(), 200);
        assert_eq!(inner.calls.load(SeqCst), 2 * calls);
    }
    assert!(!*inner.taken.lock().expect("no panic"));
}

#[test]
fn a_service_that_is_not_ready_is_waited_for() {
    let mut other = OnePermit::default();
    let mut service = Recorder::new().retry(HTTP).layer(other.clone());
    let mut cx = Context::from_waker(Waker::noop());
    assert!(other.poll_ready(&mut cx).is_ready());
    assert!(service.poll_ready(&mut cx).is_pending());
    other.leave();
    assert!(service.poll_ready(&mut cx).is_ready());

    let mut request = std::pin::pin!(service.call(Request::new(())));
    let inner = service.get_mut();
    assert!(
        inner.poll_ready(&mut cx).is_pending(),
        "the request has the permit"
    );
    assert!(request.as_mut().poll(&mut cx).is_ready());
    assert!(inner.poll_ready(&mut cx).is_ready());
}

#[test]
fn a_call_that_a_gate_holds_keeps_no_permit() {
    let gate = Arc::new(Gate::new());
    let inner = OnePermit::default();
    // A manual clock would end the wait at once.
    let retry = HttpRetry::new(HTTP).gate("", Arc::clone(&gate));
    gate.close(Duration::from_secs(60), &DefaultTimer);
    let mut service = retry.layer(inner.clone());
    let mut cx = Context::from_waker(Waker::noop());
    assert!(service.poll_ready(&mut cx).is_ready());
    let held = service.call(Request::new(()));
    assert!(
        !*inner.taken.lock().expect("no panic"),
        "the permit is free for others"
    );
    drop(held);
    assert_eq!(inner.calls.load(SeqCst), 0);
}

#[test]
fn a_concurrency_limit_below_is_free_during_waits() {
    fail_if_it_hangs(|| {
        let service = tower::ServiceBuilder::new()
            .layer(Recorder::new().retry(HTTP))
            .layer(ConcurrencyLimitLayer::new(1))
            .service(OnePermit::default());
        block_on(async {
            for _ in 0..3 {
                let response = service.clone().oneshot(Request::new(())).await;
                let response = response.expect("a response");
                let report: &HttpReport = response.extensions().get().expect("a report");
                assert_eq!(report.attempts, 2);
            }
        });
    });
}

/// A service that fails whenever it is polled ready.
#[derive(Clone)]
struct Closed;

impl Service<Request<()>> for Closed {
    type Response = Response<()>;
    type Error = std::io::Error;
    type Future = Ready<std::io::Result<Response<()>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Err(std::io::ErrorKind::NotConnected.into()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        panic!("called without having been polled ready")
    }
}

#[test]
fn a_service_that_fails_to_get_ready_is_not_called() {
    let recorder = Recorder::new();
    let service = recorder.retry(HTTP).layer(Closed);
    let error = block_on(service.oneshot(Request::new(())));
    assert_eq!(
        error.expect_err("broken").kind(),
        std::io::ErrorKind::NotConnected
    );
    assert_eq!(recorder.waits(), []);
}

/// A service that answers with 503 and then breaks.
#[derive(Clone, Default)]
struct BreaksAfterCall(Arc<AtomicU32>);

impl Service<Request<()>> for BreaksAfterCall {
    type Response = Response<()>;
    type Error = std::io::Error;
    type Future = Ready<std::io::Result<Response<()>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(match self.0.load(SeqCst) {
            0 => Ok(()),
            _ => Err(std::io::ErrorKind::NotConnected.into()),
        })
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        self.0.fetch_add(1, SeqCst);
        ready(Ok(response(503, &[])))
    }
}

#[test]
fn hooks_get_the_error_of_a_service_that_breaks_between_attempts() {
    let budget = Arc::new(Budget::aws());
    let recorder = Recorder::new();
    let retry = recorder.retry(HTTP).budget("", Arc::clone(&budget));
    let service = retry.layer(BreaksAfterCall::default());
    let error = block_on(service.oneshot(Request::new(())));
    let error = error.expect_err("broken");
    assert_eq!(error.kind(), std::io::ErrorKind::NotConnected);
    assert_eq!(recorder.waits(), millis([100]));
    assert_eq!(budget.available(), 500.0);
    let events = ["GET  #1: 503: 100ms", "GET  #2: NeverSent: not retryable"];
    assert_eq!(recorder.events(), events);
}
