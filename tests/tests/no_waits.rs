//! Runs without their waits, on this thread.

use std::{cell::Cell, time::Duration};

use retry_core::{Policy, StopReason, retry, testing};

const MINUTE: Duration = Duration::from_secs(60);
/// Would wait an hour and more.
const PATIENT: Policy = Policy::new()
    .attempts(5)
    .backoff(retry_core::Backoff::constant(Duration::from_secs(3600)))
    .jitter(retry_core::Jitter::None);

#[retry(policy = PATIENT)]
fn annotated(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[retry(policy = PATIENT)]
async fn annotated_async(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[tokio::test]
async fn it_reaches_every_form() {
    let _guard = testing::no_waits();
    let calls = Cell::new(0);
    let count = || {
        calls.set(calls.get() + 1);
        None::<()>
    };
    assert_eq!(PATIENT.retry(count).call(), None);
    assert_eq!(PATIENT.retry(|| async { count() }).await, None);
    assert_eq!(annotated(&calls), None);
    assert_eq!(annotated_async(&calls).await, None);
    let mut run = PATIENT.start();
    while let Ok(pause) = run.pause(count()) {
        pause.await;
    }
    let mut run = PATIENT.start();
    while let Ok(pause) = run.pause(count()) {
        pause.block();
    }
    assert_eq!(calls.get(), 30);
}

#[test]
fn it_can_limit_attempts() {
    let _guard = testing::no_waits().attempts(2);
    assert_eq!(PATIENT.retry(|| None::<()>).report().call().attempts, 2);
    assert_eq!(
        PATIENT
            .attempts(1)
            .retry(|| None::<()>)
            .report()
            .call()
            .attempts,
        1
    );
    let zero = testing::no_waits().attempts(0);
    assert_eq!(PATIENT.retry(|| None::<()>).report().call().attempts, 1);
    drop(zero);
    let many = testing::no_waits().attempts(1_000_000);
    assert_eq!(PATIENT.retry(|| None::<()>).report().call().attempts, 5);
    drop(many);
    assert_eq!(PATIENT.retry(|| None::<()>).report().call().attempts, 2);
}

#[test]
fn an_unlimited_run_is_not_limited_by_it() {
    let _guard = testing::no_waits();
    let mut calls = 0_u32;
    let result = retry(|| {
        calls += 1;
        (calls == 70_000).then_some(())
    })
    .unlimited()
    .call();
    assert_eq!(result, Some(()));
}

#[tokio::test]
async fn what_would_have_been_waited_has_passed() {
    let _guard = testing::no_waits();
    let patient = PATIENT
        .attempts(100)
        .backoff(retry_core::Backoff::constant(MINUTE));
    let report = patient
        .retry(|| None::<()>)
        .deadline(MINUTE * 10)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (10, StopReason::Deadline));
    assert_eq!(report.waited, MINUTE * 9);
    let report = patient
        .retry(|| async { None::<()> })
        .deadline(MINUTE * 10)
        .report()
        .await;
    assert_eq!((report.attempts, report.stop), (10, StopReason::Deadline));
    let mut run = patient.deadline(MINUTE * 10).start();
    while let Ok(pause) = run.pause(()) {
        assert_eq!(pause.delay(), Duration::ZERO);
    }
    assert_eq!(
        (run.attempt().number(), run.stop_reason()),
        (10, Some(StopReason::Deadline))
    );
}

#[test]
fn hooks_still_tell_the_delay() {
    let _guard = testing::no_waits();
    let mut delays = Vec::new();
    let _ = PATIENT
        .retry(|| None::<()>)
        .on_retry(|event| delays.extend(event.delay()))
        .call();
    assert_eq!(delays, [MINUTE * 60; 4]);
}

#[test]
fn it_ends_with_the_guard_and_is_of_this_thread_alone() {
    let short = Policy::new()
        .backoff(retry_core::Backoff::constant(Duration::from_millis(1)))
        .jitter(retry_core::Jitter::None);
    let waits = || {
        let mut waits = Vec::new();
        let _ = short
            .retry(|| None::<()>)
            .sleep_with(|delay| waits.push(delay))
            .call();
        waits
    };
    let guard = testing::no_waits();
    assert_eq!(waits(), [Duration::ZERO; 2]);
    let elsewhere = std::thread::scope(|scope| scope.spawn(waits).join());
    assert_eq!(elsewhere.expect("no panic"), [Duration::from_millis(1); 2]);
    drop(guard);
    assert_eq!(waits(), [Duration::from_millis(1); 2]);
}

#[test]
fn a_run_that_began_under_the_guard_keeps_to_it() {
    let guard = Cell::new(Some(testing::no_waits()));
    let mut waits = Vec::new();
    let _ = PATIENT
        .retry(|| None::<()>)
        .sleep_with(|delay| {
            waits.push(delay);
            drop(guard.take());
        })
        .call();
    assert_eq!(waits, [Duration::ZERO; 4]);
}

#[test]
fn a_deadline_comes_on_a_clock_that_stands_at_zero_too() {
    let _guard = testing::no_waits();
    let clock = testing::ManualClock::new();
    let report = PATIENT
        .unlimited()
        .retry(|| None::<()>)
        .deadline(MINUTE * 150)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (3, StopReason::Deadline));
    assert_eq!(clock.waits(), [Duration::ZERO; 2]);
}

#[test]
fn it_limits_attempts_where_nothing_asks_for_the_time() {
    let _guard = testing::no_waits().attempts(2);
    let mut calls = 0;
    let result = PATIENT
        .retry(|| {
            calls += 1;
            None::<()>
        })
        .call();
    assert_eq!((result, calls), (None, 2));
}

#[test]
fn a_pause_that_is_left_out_is_no_part_of_the_attempt_after_it() {
    let _guard = testing::no_waits();
    let clock = testing::ManualClock::new();
    let mut run = PATIENT.reset_after(MINUTE).start().timer(&clock);
    let mut attempts = Vec::new();
    for ran in [Duration::ZERO, MINUTE / 2, MINUTE] {
        clock.advance(ran);
        run.pause("closed").expect("attempts are left").block();
        attempts.push(run.attempt().number());
    }
    assert_eq!(attempts, [2, 3, 2]);
    assert_eq!(clock.waits(), [Duration::ZERO; 3]);
}
