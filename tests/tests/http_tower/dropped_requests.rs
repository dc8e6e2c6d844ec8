//! A request that is dropped while it waits does not pay for the retry that it does not make.

use std::{
    future::{Future, Ready, pending, ready},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
};

use http::{Request, Response};
use retry_core::{
    Budget,
    http::HttpRetry,
    time::{AsyncTimer, Clock},
};
use retry_tests::{ActionTimer, HTTP, Recorder, Reply, ScriptedServer, block_on, response};
use tower::{Layer as _, Service, ServiceExt as _};

use crate::client::{Body, client};

#[test]
fn a_request_that_is_dropped_during_a_wait_gives_its_token_back() {
    let budget = Arc::new(Budget::aws());
    let (waits, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let timer = ActionTimer(move || {
        waits.send(()).expect("the test waits for it");
        pending::<()>()
    });
    let retry = with_budget(HttpRetry::new(HTTP).timer(timer), &budget);
    let server = ScriptedServer::start([Reply::Status(503)]);
    let request = Request::get(server.url()).body(Body::default());
    let sent = retry.layer(client()).oneshot(request.expect("a request"));
    block_on(async {
        let paid = async {
            waiting.recv().await.expect("a wait");
            budget.available()
        };
        tokio::select! {
            biased;
            _ = sent => panic!("the wait has no end"),
            available = paid => assert_eq!(available, 486.0),
        }
    });
    assert_eq!(budget.available(), 500.0);
}

fn with_budget<T: Clock + AsyncTimer>(retry: HttpRetry<T>, budget: &Arc<Budget>) -> HttpRetry<T> {
    retry.budget("", Arc::clone(budget))
}

/// A service that answers with 503, and after the first call is ready again only if it may be.
#[derive(Clone, Default)]
struct BusyAfterCall {
    was_called: Arc<AtomicBool>,
    may_be_ready: Arc<AtomicBool>,
}

impl Service<Request<()>> for BusyAfterCall {
    type Response = Response<()>;
    type Error = std::io::Error;
    type Future = Ready<Result<Response<()>, std::io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), std::io::Error>> {
        if self.was_called.load(SeqCst) && !self.may_be_ready.load(SeqCst) {
            Poll::Pending
        } else {
            Poll::Ready(Ok(()))
        }
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        self.was_called.store(true, SeqCst);
        ready(Ok(response(503, &[])))
    }
}

#[test]
fn a_request_that_is_dropped_before_the_service_is_ready_gives_its_token_back() {
    for is_made in [false, true] {
        let budget = Arc::new(Budget::aws());
        let retry = with_budget(Recorder::new().retry(HTTP.attempts(2)), &budget);
        let service = BusyAfterCall::default();
        {
            let mut sent = pin!(retry.layer(service.clone()).oneshot(Request::new(())));
            let cx = &mut Context::from_waker(Waker::noop());
            assert!(sent.as_mut().poll(cx).is_pending());
            assert_eq!(budget.available(), 486.0, "the wait is over");
            service.may_be_ready.store(is_made, SeqCst);
            assert_eq!(sent.as_mut().poll(cx).is_ready(), is_made);
        }
        let available = if is_made { 486.0 } else { 500.0 };
        assert_eq!(budget.available(), available, "made: {is_made}");
    }
}
