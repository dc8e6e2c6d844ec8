//! Backpressure: a service is called when it is ready, and one that is broken ends the run.

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use futures_lite::future::block_on;
use retry_core::{Budget, Event, Policy, StopReason, tower::RetryLayer};
use retry_tests::{EXACT, SECOND, secs};
use tower::{Layer as _, Service, ServiceExt, limit::ConcurrencyLimit};

use crate::queue::{BUSY, Queue, Readiness, Refused, Taken};

/// What the hook of the end gets: the attempt, the reason, its outcome, and what is left in the budget.
type Stop = (u32, StopReason, Taken, f64);

/// A request to a queue.
struct Sent {
    taken: Taken,
    log: Vec<String>,
    stops: Vec<Stop>,
    available: f64,
}

fn send(policy: Policy, queue: &Queue) -> Sent {
    let budget = Arc::new(Budget::aws());
    let stops = Arc::new(Mutex::new(Vec::new()));
    let (kept, seen) = (Arc::clone(&stops), Arc::clone(&budget));
    let service = RetryLayer::new(policy)
        .budget(Arc::clone(&budget))
        .on_stop(move |event: &Event<'_, Taken>| {
            let reason = event.reason().expect("the end");
            let stop = (
                event.attempt(),
                reason,
                *event.outcome().expect("no hedge"),
                seen.available(),
            );
            kept.lock().unwrap().push(stop);
        })
        .timer(queue.clock())
        .layer(queue.clone());
    let taken = block_on(service.oneshot("tea"));
    Sent {
        taken,
        log: queue.log(),
        stops: stops.lock().unwrap().clone(),
        available: budget.available(),
    }
}

#[test]
fn a_service_that_loses_its_readiness_is_waited_for() {
    use Readiness::{InASecond, Ready};
    let queue = Queue::new([BUSY, Ok(1)]).readiness([
        // The caller, and the future once more: being ready may not be lost in between.
        InASecond, Ready, Ready, // the second attempt
        InASecond, InASecond, Ready,
    ]);
    let sent = send(EXACT, &queue);
    assert_eq!(sent.taken, Ok(1));
    let log = [
        "InASecond at 0ns",
        "\"tea\" at 1s",
        "InASecond at 2s",
        "InASecond at 3s",
        "\"tea\" at 4s",
    ];
    assert_eq!(sent.log, log);
    assert_eq!(queue.clock().waits(), secs([1]));
}

#[test]
fn a_service_that_breaks_between_attempts_ends_the_run_and_gives_the_token_back() {
    use Readiness::{Broken, Ready};
    let queue = Queue::new([BUSY]).readiness([Ready, Ready, Broken]);
    let sent = send(EXACT, &queue);
    let closed = Err(Refused::Closed);
    assert_eq!(sent.taken, closed);
    assert_eq!(sent.log, ["\"tea\" at 0ns", "Broken at 1s"]);
    assert_eq!(sent.stops, [(2, StopReason::NotRetryable, closed, 500.0)]);
    assert_eq!(sent.available, 500.0);
}

#[test]
fn one_that_is_broken_before_it_is_called_has_no_run() {
    let queue = Queue::new([]).readiness([Readiness::Broken]);
    let sent = send(EXACT, &queue);
    assert_eq!(sent.taken, Err(Refused::Closed));
    assert_eq!(sent.stops, []);
    assert_eq!(sent.available, 500.0);
}

#[test]
fn time_until_the_service_is_ready_earns_no_reset() {
    use Readiness::{InASecond, Ready};
    let rest = [Ready, InASecond, InASecond, InASecond];
    let queue = Queue::new([BUSY, BUSY]).readiness([Ready].into_iter().chain(rest));
    let policy = EXACT.attempts(2).reset_after(2 * SECOND);
    let sent = send(policy, &queue);
    assert_eq!(sent.taken, BUSY);
    assert_eq!(sent.stops, [(2, StopReason::Attempts, BUSY, 486.0)]);
}

#[test]
fn the_service_that_was_polled_ready_is_called_and_its_clone_stays() {
    let queue = Queue::new([Ok(1), Ok(2)]);
    let mut service = RetryLayer::new(EXACT)
        .timer(queue.clock())
        .layer(queue.clone());
    block_on(async {
        ServiceExt::<&str>::ready(&mut service)
            .await
            .expect("ready");
        let first = service.call("tea");
        // The queue panics if a clone is called that nobody polled.
        ServiceExt::<&str>::ready(&mut service)
            .await
            .expect("ready");
        let second = service.call("milk");
        assert_eq!((second.await, first.await), (Ok(1), Ok(2)));
    });
}

#[test]
fn a_permit_that_the_caller_has_waited_for_is_that_of_the_request() {
    let queue = Queue::new([Ok(1)]);
    let mut service = RetryLayer::new(EXACT)
        .timer(queue.clock())
        .layer(ConcurrencyLimit::new(queue, 1));
    let cx = &mut Context::from_waker(Waker::noop());
    assert!(Service::<&str>::poll_ready(&mut service, cx).is_ready());
    let mut sent = pin!(service.call("tea"));
    // The clone that stays has no permit. If the request had none either, it would wait for ever.
    let other = service.get_mut();
    assert!(Service::<&str>::poll_ready(other, cx).is_pending());
    assert_eq!(sent.as_mut().poll(cx), Poll::Ready(Ok(1)));
}
