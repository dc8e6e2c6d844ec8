//! Runs inside an attempt of a run that suppresses them.

use std::{cell::Cell, future::IntoFuture, thread};

use retry_core::{Backoff, Jitter, Policy, StopReason, retry, testing::ManualClock};
use retry_tests::ZERO;

const PLAIN: Policy = Policy::new()
    .backoff(Backoff::constant(ZERO))
    .jitter(Jitter::None);
const OUTER: Policy = PLAIN.suppress_nested();

fn inner(calls: &Cell<u32>) -> Result<(), &'static str> {
    let call = || {
        calls.set(calls.get() + 1);
        Err("busy")
    };
    PLAIN.retry(call).call()
}

#[retry(policy = PLAIN)]
async fn inner_async(calls: &Cell<u32>) -> Result<(), &'static str> {
    calls.set(calls.get() + 1);
    tokio::task::yield_now().await;
    Err("busy")
}

#[retry(policy = OUTER)]
fn annotated(calls: &Cell<u32>) -> Result<(), &'static str> {
    inner(calls)
}

#[retry(policy = OUTER)]
async fn annotated_async(calls: &Cell<u32>) -> Result<(), &'static str> {
    inner_async(calls).await
}

#[test]
fn three_layers_of_three_attempts_are_27_calls() {
    let calls = Cell::new(0);
    let _ = PLAIN.retry(|| PLAIN.retry(|| inner(&calls)).call()).call();
    assert_eq!(calls.get(), 27);
}

#[test]
fn the_outermost_alone_retries_if_it_suppresses_the_others() {
    let calls = Cell::new(0);
    let _ = OUTER.retry(|| PLAIN.retry(|| inner(&calls)).call()).call();
    assert_eq!(calls.take(), 3);
    let _ = annotated(&calls);
    assert_eq!(calls.take(), 3);
}

#[tokio::test]
async fn in_async_code_too() {
    let calls = Cell::new(0);
    let _ = annotated_async(&calls).await;
    assert_eq!(calls.take(), 3);
    let _ = OUTER.retry(|| inner_async(&calls)).await;
    assert_eq!(calls.take(), 3);
    // A blocking run inside of an async attempt.
    let _ = OUTER.retry(|| async { inner(&calls) }).await;
    assert_eq!(calls.take(), 3);
}

#[test]
fn the_run_says_why_it_stopped() {
    let mut reasons = Vec::new();
    let _ = OUTER
        .retry(|| {
            let nested = PLAIN.retry(|| Err::<(), _>("busy"));
            let report = nested
                .on_stop(|event| reasons.push(event.reason()))
                .report()
                .call();
            assert_eq!((report.attempts, report.stop), (1, StopReason::Nested));
            report.outcome
        })
        .attempts(1)
        .call();
    assert_eq!(reasons, [Some(StopReason::Nested)]);
}

#[test]
fn an_error_that_is_not_retried_keeps_its_own_reason() {
    let _ = OUTER
        .retry(|| {
            let report = PLAIN
                .retry(|| Err::<(), _>("gone"))
                .on(|_| false)
                .report()
                .call();
            assert_eq!(report.stop, StopReason::NotRetryable);
            report.outcome
        })
        .call();
}

#[test]
fn hooks_and_judges_are_not_inside_of_an_attempt() {
    let calls = Cell::new(0);
    let _ = OUTER
        .retry(|| Err::<(), _>("busy"))
        .attempts(2)
        .on(|_| {
            let _ = inner(&calls);
            true
        })
        .on_retry(|_| {
            let _ = inner(&calls);
        })
        .call();
    // Two judgements and one hook, with three calls each.
    assert_eq!(calls.get(), 9);
}

#[test]
fn a_loop_by_hand_inside_of_an_attempt_makes_one_attempt() {
    let reason = OUTER
        .retry(|| {
            let mut run = PLAIN.start();
            assert!(run.pause("busy").is_err());
            Ok::<_, ()>(run.stop_reason())
        })
        .call();
    assert_eq!(reason, Ok(Some(StopReason::Nested)));
}

#[tokio::test(flavor = "current_thread")]
async fn another_task_and_another_thread_are_not_inside() {
    let _ = OUTER
        .retry(|| async {
            let spawned = tokio::spawn(async {
                let calls = Cell::new(0);
                let _ = inner(&calls);
                calls.get()
            });
            assert_eq!(spawned.await.unwrap(), 3);
            let on_thread = thread::spawn(|| {
                let calls = Cell::new(0);
                let _ = inner(&calls);
                calls.get()
            });
            assert_eq!(on_thread.join().unwrap(), 3);
            Ok::<_, ()>(())
        })
        .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_task_that_is_polled_between_two_polls_of_an_attempt_is_not_inside() {
    let (calls, clock) = (Cell::new(0), ManualClock::new());
    let attempt = || async {
        tokio::task::yield_now().await;
        Ok::<_, ()>(())
    };
    let outer = OUTER.retry(attempt).timer(&clock).into_future();
    let other = async {
        let _ = inner(&calls);
    };
    let (result, ()) = futures_lite::future::zip(outer, other).await;
    assert_eq!((result, calls.get()), (Ok(()), 3));
}

async fn panic_in_attempt() -> Result<(), ()> {
    panic!("in the attempt")
}

#[test]
fn a_panic_in_an_attempt_leaves_no_mark_behind() {
    let panics = || {
        OUTER
            .retry(|| -> Result<(), ()> { panic!("in the attempt") })
            .call()
    };
    assert!(std::panic::catch_unwind(panics).is_err());
    let polled = || futures_lite::future::block_on(OUTER.retry(panic_in_attempt).into_future());
    assert!(std::panic::catch_unwind(polled).is_err());
    let calls = Cell::new(0);
    let _ = inner(&calls);
    assert_eq!(calls.get(), 3);
}

#[test]
fn after_a_nested_suppressing_run_the_outer_attempt_goes_on_inside() {
    let calls = Cell::new(0);
    let _ = OUTER
        .retry(|| {
            let _ = OUTER.retry(|| Ok::<_, ()>(())).call();
            inner(&calls)
        })
        .call();
    assert_eq!(calls.get(), 3);
}
