//! Attempts that a breaker refuses are not sent, and wait without a permit.

use std::{
    future::{Future, pending},
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
    time::Duration,
};

use futures_lite::future::block_on;
use retry_core::{Breaker, BreakerOpen, Budget, breaker::BreakerState, tower::RetryLayer};
use retry_tests::{ActionTimer, EXACT, SECOND, secs};
use tower::{BoxError, Layer as _, Service, ServiceExt as _, limit::ConcurrencyLimit};

use crate::queue::{BUSY, Queue, Readiness, Refused, judge};

/// In place of the error that the queue would have for it.
fn refused(open: BreakerOpen) -> Refused {
    Refused::BusyFor(open.retry_after().as_secs())
}

#[test]
fn a_request_waits_for_the_probe_that_it_makes() {
    let breaker = Breaker::consecutive(2);
    let queue = Queue::new([BUSY, BUSY, Ok(3)]);
    let service = RetryLayer::new(EXACT)
        .judge(judge)
        .breaker_or(&breaker, refused)
        .timer(queue.clock())
        .layer(queue.clone());
    assert_eq!(block_on(service.oneshot("tea")), Ok(3));
    assert_eq!(queue.clock().waits(), secs([1, 5]));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_refused_request_is_not_sent_and_ends_with_the_refusal() {
    let breaker = Breaker::consecutive(1);
    let queue = Queue::new([BUSY]);
    let layer = RetryLayer::new(EXACT.max_retry_after(SECOND))
        .judge(judge)
        .breaker_or(&breaker, refused)
        .timer(queue.clock());
    let service = layer.layer(queue.clone());
    // Its own failure opens it: it stops with that.
    assert_eq!(block_on(service.clone().oneshot("tea")), BUSY);
    assert_eq!(
        block_on(service.oneshot("coffee")),
        Err(Refused::BusyFor(5))
    );
    assert_eq!(queue.log(), ["\"tea\" at 0ns"]);
}

#[test]
fn boxed_errors_are_made_from_the_refusal() {
    let breaker = Arc::new(Breaker::consecutive(1));
    breaker.isolate();
    let service = tower::service_fn(|_: &'static str| async { Ok::<(), BoxError>(()) });
    let service = RetryLayer::new(EXACT)
        .breaker::<_, BoxError>(Arc::clone(&breaker))
        .layer(service);
    let error = block_on(service.oneshot("tea")).unwrap_err();
    assert!(error.is::<BreakerOpen>());
}

#[test]
fn a_request_that_waits_for_it_holds_no_permit_of_the_service() {
    let breaker = Breaker::consecutive(1);
    let queue = Queue::new([BUSY, Ok(1)]);
    let limited = ConcurrencyLimit::new(queue.clone(), 1);
    let layer = RetryLayer::new(EXACT.attempts(2))
        .judge(judge)
        .breaker_or(&breaker, refused)
        .timer(ActionTimer(pending::<()>));
    let mut other = limited.clone();
    let service = layer.layer(limited);
    let cx = &mut Context::from_waker(Waker::noop());
    {
        let mut failing = pin!(service.clone().oneshot("tea"));
        assert!(failing.as_mut().poll(cx).is_pending());
    }
    assert_eq!(breaker.state(), BreakerState::Open);
    let mut waiting = pin!(service.oneshot("coffee"));
    assert!(waiting.as_mut().poll(cx).is_pending());
    let ready = Service::<&str>::poll_ready(&mut other, cx);
    assert!(ready.is_ready(), "the permit is free");
}

#[test]
fn a_refused_request_gives_the_tokens_of_its_retries_back() {
    let (breaker, budget) = (Breaker::consecutive(1), Budget::aws());
    let queue = Queue::new([]);
    let clock = queue.clock();
    let mut other = EXACT.start().timer(&clock).breaker(&breaker);
    other.ask().expect("closed");
    let _ = other.pause(());
    clock.advance(Duration::from_secs(5));
    other.ask().expect("the probe");
    let service = RetryLayer::new(EXACT.attempts(3))
        .judge(judge)
        .breaker_or(&breaker, refused)
        .budget(&budget)
        .timer(queue.clock())
        .layer(queue.clone());
    assert_eq!(block_on(service.oneshot("tea")), Err(Refused::BusyFor(0)));
    // Both were granted and waited for, and neither was sent.
    assert_eq!(clock.waits().len(), 2);
    assert_eq!(queue.log().len(), 0);
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn a_service_that_does_not_get_ready_is_neither_a_failure_nor_a_success() {
    let breaker = Breaker::consecutive(1);
    let queue =
        Queue::new([BUSY]).readiness([Readiness::Ready, Readiness::Ready, Readiness::Broken]);
    let service = RetryLayer::new(EXACT)
        .judge(judge)
        .breaker_or(&breaker, refused)
        .timer(queue.clock())
        .layer(queue);
    assert_eq!(block_on(service.oneshot("tea")), Err(Refused::Closed));
    // The probe was not made, and its place is free.
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    let mut run = EXACT.start().breaker(&breaker);
    assert!(run.ask().is_ok());
}

#[test]
fn a_request_that_is_dropped_while_it_is_out_frees_its_place() {
    let breaker = Breaker::consecutive(1);
    let clock = retry_core::testing::ManualClock::new();
    let mut run = EXACT.start().timer(&clock).breaker(&breaker);
    run.ask().expect("closed");
    let _ = run.pause(());
    clock.advance(Duration::from_secs(5));
    let silent = tower::service_fn(|_: &'static str| pending::<Result<u32, Refused>>());
    let service = RetryLayer::new(EXACT)
        .breaker_or(&breaker, refused)
        .timer(&clock)
        .layer(silent);
    let cx = &mut Context::from_waker(Waker::noop());
    for _ in 0..3 {
        let mut sent = pin!(service.clone().oneshot("tea"));
        assert!(sent.as_mut().poll(cx).is_pending());
        assert_eq!(breaker.state(), BreakerState::HalfOpen);
    }
    run.ask().expect("the probe");
}
