//! A layer that hedges: copies, clones of the service, and requests that are sent once.

use std::{
    future::{Future, pending, ready},
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use retry_core::{Budget, Event, Hedge, Policy, StopReason, tower::RetryLayer};
use tower::{Layer as _, Service, ServiceBuilder, ServiceExt};

const HEDGE: Hedge = Hedge::after(Duration::from_millis(100));

/// Each clone must be polled ready before it is called. Call `n` is answered by `answers[n - 1]` or never.
#[derive(Debug)]
struct Replica {
    calls: Arc<AtomicU32>,
    answers: &'static [Option<Result<u32, &'static str>>],
    is_ready: bool,
}

impl Clone for Replica {
    fn clone(&self) -> Self {
        Self {
            calls: Arc::clone(&self.calls),
            is_ready: false,
            ..*self
        }
    }
}

impl Replica {
    fn new(answers: &'static [Option<Result<u32, &'static str>>]) -> Self {
        Self {
            calls: Arc::default(),
            answers,
            is_ready: false,
        }
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<u32, &'static str>> + Send>>;

impl<Q> Service<Q> for Replica {
    type Response = u32;
    type Error = &'static str;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        self.is_ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Q) -> Answer {
        assert!(self.is_ready, "a clone was not polled ready");
        self.is_ready = false;
        let call = self.calls.fetch_add(1, Ordering::SeqCst) as usize;
        match self.answers.get(call).copied().flatten() {
            Some(answer) => Box::pin(ready(answer)),
            None => Box::pin(pending()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_hedge_sends_a_copy_and_the_first_answer_is_the_result() {
    let replica = Replica::new(&[None, Some(Err("busy")), Some(Ok(3))]);
    let budget = Arc::new(Budget::reserved(10));
    let ends = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&ends);
    let layer = RetryLayer::new(Policy::new())
        .budget(Arc::clone(&budget))
        .on_end(move |event: &Event<'_, Result<u32, &str>>| {
            let end = (event.attempt(), event.winner(), event.dropped());
            kept.lock().unwrap().push(end);
        })
        .hedge(HEDGE);
    let service = ServiceBuilder::new().layer(layer).service(replica.clone());
    let start = tokio::time::Instant::now();
    let spawned = tokio::spawn(service.oneshot(String::from("/tea")));
    assert_eq!(spawned.await.unwrap(), Ok(3));
    // The second fails at once, and the third follows it.
    assert_eq!(start.elapsed(), Duration::from_millis(100));
    assert_eq!(replica.calls.load(Ordering::SeqCst), 3);
    assert_eq!(*ends.lock().unwrap(), [(3, Some(3), 1)]);
    assert_eq!(budget.available(), 8.0);
}

#[tokio::test(start_paused = true)]
async fn a_service_can_be_called_again_and_again() {
    let replica = Replica::new(&[Some(Ok(1)), None, Some(Ok(3)), Some(Ok(4))]);
    let mut service = RetryLayer::new(Policy::new()).hedge(HEDGE).layer(replica);
    for expected in [1, 3, 4] {
        let service = ServiceExt::<&str>::ready(&mut service).await.unwrap();
        assert_eq!(service.call("/tea").await, Ok(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_cannot_be_copied_is_not_hedged() {
    let stops = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&stops);
    let layer = RetryLayer::new(Policy::new())
        .clone_request(|upload: &&str| (*upload != "stream").then_some(*upload))
        .on_stop(move |event: &Event<'_, Result<u32, &str>>| {
            kept.lock().unwrap().push(event.reason().unwrap());
        })
        .hedge(HEDGE);
    let replica = Replica::new(&[Some(Err("busy")), Some(Ok(2))]);
    let service = layer.layer(replica.clone());
    assert_eq!(service.clone().oneshot("stream").await, Err("busy"));
    assert_eq!(*stops.lock().unwrap(), [StopReason::NotReplayable]);
    assert_eq!(service.oneshot("text").await, Ok(2));
    let late = Replica::new(&[]);
    let sent = layer_of(late.clone());
    let sent = tokio::time::timeout(Duration::from_secs(60), sent);
    assert!(sent.await.is_err());
    assert_eq!(late.calls.load(Ordering::SeqCst), 1);
}

fn layer_of(replica: Replica) -> impl Future<Output = Result<u32, &'static str>> {
    RetryLayer::new(Policy::new())
        .clone_request(|_: &&str| None)
        .hedge(HEDGE)
        .layer(replica)
        .oneshot("stream")
}
