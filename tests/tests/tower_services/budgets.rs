//! A retry that is granted and not made gives its tokens back.

use std::{
    future::{Future, pending},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    task::{Context, Waker},
};

use futures_lite::future::block_on;
use retry_core::{Budget, Event, tower::RetryLayer};
use retry_tests::{ActionTimer, EXACT, secs};
use tower::{Layer as _, Service as _, ServiceExt as _};

use crate::queue::{BUSY, Queue, Readiness, Taken};

#[test]
fn a_request_that_is_dropped_while_it_waits_gives_its_token_back() {
    let budget = Budget::aws();
    let queue = Queue::new([BUSY]);
    let service = RetryLayer::new(EXACT)
        .budget(&budget)
        .timer(ActionTimer(pending::<()>))
        .layer(queue);
    {
        let mut sent = pin!(service.oneshot("tea"));
        let cx = &mut Context::from_waker(Waker::noop());
        assert!(sent.as_mut().poll(cx).is_pending());
        assert_eq!(budget.available(), 486.0);
    }
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn one_that_is_dropped_before_the_service_is_ready_does_too_and_a_sent_one_does_not() {
    for is_sent in [false, true] {
        let budget = Budget::aws();
        let queue = Queue::new([BUSY, BUSY]).readiness([
            Readiness::Ready,
            Readiness::Ready,
            Readiness::InASecond,
        ]);
        let service = RetryLayer::new(EXACT.attempts(2))
            .budget(&budget)
            .timer(queue.clock())
            .layer(queue);
        {
            let mut sent = pin!(service.oneshot("tea"));
            let cx = &mut Context::from_waker(Waker::noop());
            assert!(sent.as_mut().poll(cx).is_pending());
            assert_eq!(budget.available(), 486.0, "the wait is over");
            if is_sent {
                assert!(sent.as_mut().poll(cx).is_ready());
            }
        }
        let available = if is_sent { 486.0 } else { 500.0 };
        assert_eq!(budget.available(), available, "sent: {is_sent}");
    }
}

#[test]
fn the_clones_of_a_service_share_the_budget() {
    let budget = Arc::new(Budget::grpc());
    let queue = Queue::new([BUSY; 20]);
    let layer = RetryLayer::new(EXACT)
        .budget(Arc::clone(&budget))
        .timer(queue.clock());
    let service = layer.layer(queue.clone());
    for _ in 0..4 {
        assert_eq!(block_on(service.clone().oneshot("tea")), BUSY);
    }
    // Ten tokens, and retries above five: four calls are first ones.
    assert_eq!(queue.clock().waits().len(), 5 - 1);
}

#[test]
fn the_budget_of_the_policy_pays_if_the_layer_has_none() {
    static BUDGET: Budget = Budget::aws();
    let queue = Queue::new([BUSY, Ok(1), BUSY, BUSY]);
    let service = RetryLayer::new(EXACT.attempts(2).budget(&BUDGET))
        .timer(queue.clock())
        .layer(queue);
    assert_eq!(block_on(service.clone().oneshot("tea")), Ok(1));
    assert_eq!(
        BUDGET.available(),
        500.0,
        "a success gives back what its retry took"
    );
    assert_eq!(block_on(service.oneshot("tea")), BUSY);
    assert_eq!(BUDGET.available(), 486.0);
}

#[test]
fn a_hook_or_a_copy_that_panics_gives_the_token_of_its_retry_back() {
    let budget = Budget::aws();
    let queue = Queue::new([BUSY; 2]);
    let service = RetryLayer::new(EXACT)
        .on_retry(|event: &Event<'_, Taken>| assert_eq!(event.attempt(), 1, "the hook"))
        .budget(&budget)
        .timer(queue.clock())
        .layer(queue.clone());
    let panicked = catch_unwind(AssertUnwindSafe(|| block_on(service.oneshot("tea"))));
    assert!(panicked.is_err());
    assert_eq!(budget.available(), 486.0, "the first retry was made");

    let (budget, queue) = (Budget::aws(), Queue::new([BUSY; 2]));
    let copies = Arc::new(AtomicU32::new(0));
    let mut service = RetryLayer::new(EXACT)
        .clone_request(move |job: &&'static str| {
            assert!(copies.fetch_add(1, SeqCst) < 1, "the copy");
            Some(*job)
        })
        .budget(&budget)
        .timer(queue.clock())
        .layer(queue.clone());
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        block_on(async { service.ready().await.expect("ready").call("tea").await })
    }));
    assert!(panicked.is_err());
    assert_eq!(queue.clock().waits(), secs([1]));
    assert_eq!(budget.available(), 500.0);
}
