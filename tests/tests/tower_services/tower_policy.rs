//! The same in the retry layer of the crate `tower`.

use std::{
    future::{Future, pending},
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Waker},
    time::Duration,
};

use futures_lite::future::block_on;
use retry_core::{
    Budget, Event, Policy, StopReason,
    tower::{RetryLayer, TowerPolicy},
};
use retry_tests::{ActionTimer, EXACT, SECOND, secs};
use tower::{Layer as _, Service, ServiceExt, retry::Policy as _};

use crate::queue::{BUSY, Queue, Readiness, Refused, Taken, judge};

fn around<P>(policy: P, queue: &Queue) -> tower::retry::Retry<P, Queue>
where
    P: Clone,
{
    tower::retry::RetryLayer::new(policy).layer(queue.clone())
}

#[track_caller]
fn assert_sent(policy: Policy, answers: &[Taken], expected: Taken, waits: &[u64]) {
    let queue = Queue::new(answers.iter().copied());
    let layer = RetryLayer::new(policy).judge(judge).timer(queue.clock());
    let service = around(TowerPolicy::from(layer), &queue);
    assert_eq!(block_on(service.oneshot("tea")), expected);
    assert_eq!(queue.log().len(), answers.len());
    let waits: Vec<_> = waits.iter().copied().map(Duration::from_secs).collect();
    assert_eq!(queue.clock().waits(), waits);
}

#[test]
fn it_makes_the_attempts_and_waits_of_the_policy() {
    assert_sent(EXACT, &[Ok(1)], Ok(1), &[]);
    assert_sent(EXACT, &[BUSY, BUSY, Ok(1)], Ok(1), &[1, 2]);
    assert_sent(EXACT, &[BUSY; 5], BUSY, &[1, 2, 4, 8]);
    let large = Err(Refused::TooLarge);
    assert_sent(EXACT, &[BUSY, large], large, &[1]);
    assert_sent(EXACT.deadline(7 * SECOND), &[BUSY; 3], BUSY, &[1, 2]);
    let hint = Err(Refused::BusyFor(30));
    assert_sent(EXACT.exact_hints(), &[hint, BUSY, Ok(1)], Ok(1), &[30, 2]);
    let overloaded = Err(Refused::Overloaded);
    let policy = EXACT.throttled_delay(10 * SECOND);
    assert_sent(policy, &[overloaded, BUSY, Ok(1)], Ok(1), &[10, 2]);
}

#[test]
fn each_request_has_a_run_of_its_own() {
    let queue = Queue::new([BUSY, Ok(1), BUSY, BUSY, Ok(2)]);
    let layer = RetryLayer::new(EXACT).timer(queue.clock());
    let mut service = around(TowerPolicy::from(layer), &queue);
    block_on(async {
        assert_eq!(
            ServiceExt::<&str>::ready(&mut service)
                .await
                .expect("ready")
                .call("tea")
                .await,
            Ok(1)
        );
        assert_eq!(
            ServiceExt::<&str>::ready(&mut service)
                .await
                .expect("ready")
                .call("milk")
                .await,
            Ok(2)
        );
    });
    assert_eq!(queue.clock().waits(), secs([1, 1, 2]));
}

#[test]
fn requests_that_are_under_way_together_do_not_share_a_run() {
    let queue = Queue::new([BUSY; 4]);
    let layer = RetryLayer::new(EXACT.attempts(2)).timer(queue.clock());
    let mut service = around(TowerPolicy::from(layer), &queue);
    block_on(async {
        let first = ServiceExt::<&str>::ready(&mut service)
            .await
            .expect("ready")
            .call("tea");
        let second = ServiceExt::<&str>::ready(&mut service)
            .await
            .expect("ready")
            .call("milk");
        assert_eq!((first.await, second.await), (BUSY, BUSY));
    });
    assert_eq!(queue.clock().waits(), secs([1, 1]));
}

#[test]
fn a_request_that_is_dropped_gives_its_token_back_while_it_waits() {
    let budget = Budget::aws();
    let queue = Queue::new([BUSY]);
    let layer = RetryLayer::new(EXACT)
        .budget(&budget)
        .timer(ActionTimer(pending::<()>));
    let service = around(TowerPolicy::from(layer), &queue);
    {
        let mut sent = pin!(service.oneshot("tea"));
        let cx = &mut Context::from_waker(Waker::noop());
        assert!(sent.as_mut().poll(cx).is_pending());
        assert_eq!(budget.available(), 486.0);
    }
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn it_gives_it_back_until_the_service_is_ready() {
    for is_sent in [false, true] {
        let budget = Budget::aws();
        let queue = Queue::new([BUSY, BUSY]).readiness([Readiness::Ready, Readiness::InASecond]);
        let layer = RetryLayer::new(EXACT.attempts(2))
            .budget(&budget)
            .timer(queue.clock());
        let service = around(TowerPolicy::from(layer), &queue);
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
fn a_request_without_a_copy_is_sent_once_and_no_hook_gets_it() {
    let ends = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&ends);
    let queue = Queue::new([BUSY]);
    let layer = RetryLayer::new(EXACT)
        .clone_request(|_: &&'static str| None)
        .on_end(move |_: &Event<'_, Taken>| *counted.lock().unwrap() += 1)
        .timer(queue.clock());
    let service = around(TowerPolicy::from(layer), &queue);
    assert_eq!(block_on(service.oneshot("tea")), BUSY);
    assert_eq!(queue.log(), ["\"tea\" at 0ns"]);
    assert_eq!(*ends.lock().unwrap(), 0);
}

#[test]
fn time_until_the_service_is_ready_earns_no_reset() {
    use Readiness::{InASecond, Ready};
    let queue = Queue::new([BUSY, BUSY]).readiness([Ready, InASecond, InASecond, InASecond]);
    let layer = RetryLayer::new(EXACT.attempts(2).reset_after(2 * SECOND)).timer(queue.clock());
    let service = around(TowerPolicy::from(layer), &queue);
    assert_eq!(block_on(service.oneshot("tea")), BUSY);
    assert_eq!(queue.log().len(), 5);
}

/// A caller that asks one policy about all of its requests, without clones.
#[test]
fn a_policy_that_is_not_cloned_begins_a_run_after_each_end() {
    let reasons = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&reasons);
    let queue = Queue::new([]);
    let layer = RetryLayer::new(EXACT.attempts(2))
        .on_end(move |event: &Event<'_, Taken>| {
            kept.lock().unwrap().push((event.attempt(), event.reason()));
        })
        .timer(queue.clock());
    let mut policy = TowerPolicy::from(layer);
    for _ in 0..2 {
        let job = policy.clone_request(&"tea");
        assert!(policy.retry(&mut job.unwrap(), &mut BUSY.clone()).is_some());
        let job = policy.clone_request(&"tea");
        assert!(policy.retry(&mut job.unwrap(), &mut BUSY.clone()).is_none());
    }
    // One that is cloned in between goes on.
    let job = policy.clone_request(&"tea");
    assert!(policy.retry(&mut job.unwrap(), &mut BUSY.clone()).is_some());
    let mut policy = policy.clone();
    let job = policy.clone_request(&"tea");
    assert!(policy.retry(&mut job.unwrap(), &mut BUSY.clone()).is_none());
    let end = (2, Some(StopReason::Attempts));
    assert_eq!(*reasons.lock().unwrap(), [end; 3]);
}

#[test]
fn its_request_is_sent_by_a_task_and_its_service_is_built_by_the_builder() {
    let queue = Queue::new([BUSY, Ok(1)]);
    let layer = RetryLayer::new(EXACT).judge(judge).timer(queue.clock());
    let service = tower::ServiceBuilder::new()
        .retry(TowerPolicy::from(layer))
        .service(queue);
    let taken = retry_tests::block_on(async {
        tokio::spawn(service.oneshot("tea".to_owned()))
            .await
            .expect("no panic")
    });
    assert_eq!(taken, Ok(1));
    // With nothing but a policy too.
    let service = around(TowerPolicy::new(EXACT), &Queue::new([Ok(2)]));
    assert_eq!(block_on(service.oneshot("tea")), Ok(2));
}
