//! `no_waits`: runs without their waits, on one thread.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use retry_core::{
    Backoff, Policy, StopReason, retry,
    testing::{self, ManualClock},
};
use retry_tests::{HOUR, MINUTE, PATIENT, ZERO};

/// For runs on the default timer, which would sleep 20 s in a test that fails.
const SLOW: Policy = PATIENT.backoff(Backoff::constant(WAIT));
const WAIT: Duration = Duration::from_secs(5);

#[retry(policy = SLOW)]
fn annotated(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[retry(policy = SLOW)]
async fn annotated_async(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[tokio::test]
async fn no_form_of_run_waits() {
    let _guard = testing::no_waits();
    let (start, calls) = (Instant::now(), Cell::new(0));
    let count = || {
        calls.set(calls.get() + 1);
        None::<()>
    };
    let assert_made_at_once = |attempts| {
        assert_eq!(calls.take(), attempts);
        assert!(start.elapsed() < WAIT, "{:?}", start.elapsed());
    };
    assert_eq!(SLOW.retry(count).call(), None);
    assert_made_at_once(5);
    assert_eq!(SLOW.retry(|| async { count() }).await, None);
    assert_made_at_once(5);
    assert_eq!(annotated(&calls), None);
    assert_made_at_once(5);
    assert_eq!(annotated_async(&calls).await, None);
    assert_made_at_once(5);
    let mut run = SLOW.start();
    while let Ok(pause) = run.pause(count()) {
        pause.await;
    }
    assert_made_at_once(5);
    let mut run = SLOW.start();
    while let Ok(pause) = run.pause(count()) {
        pause.block();
    }
    assert_made_at_once(5);
}

/// The number of attempts of a run that always fails. All its waits must be zero.
#[track_caller]
fn attempts_without_waits(policy: Policy) -> u32 {
    let clock = ManualClock::new();
    let report = policy.retry(|| None::<()>).timer(&clock).report().call();
    assert_eq!(clock.waits(), vec![ZERO; report.attempts as usize - 1]);
    report.attempts
}

#[test]
fn the_guard_can_limit_attempts_and_never_raises_them() {
    let _guard = testing::no_waits().attempts(2);
    assert_eq!(attempts_without_waits(PATIENT), 2);
    assert_eq!(attempts_without_waits(PATIENT.attempts(1)), 1);
    let zero = testing::no_waits().attempts(0);
    assert_eq!(attempts_without_waits(PATIENT), 1);
    drop(zero);
    let many = testing::no_waits().attempts(1_000_000);
    assert_eq!(attempts_without_waits(PATIENT), 2, "the strictest counts");
    drop(many);
    assert_eq!(attempts_without_waits(PATIENT), 2);
}

#[test]
fn the_guard_alone_does_not_limit_an_unlimited_run() {
    let _guard = testing::no_waits();
    let clock = ManualClock::new();
    let mut calls = 0_u32;
    let result = retry(|| {
        calls += 1;
        (calls == 70_000).then_some(())
    })
    .unlimited()
    .timer(&clock)
    .call();
    assert_eq!(result, Some(()));
    let waits = clock.waits();
    assert_eq!(waits.len(), 69_999);
    assert!(
        waits.iter().all(Duration::is_zero),
        "{:?}",
        waits.iter().max()
    );
}

#[tokio::test]
async fn the_deadline_counts_waits_that_are_left_out() {
    let _guard = testing::no_waits();
    let patient = PATIENT.attempts(100).backoff(Backoff::constant(MINUTE));
    let clock = ManualClock::new();
    let report = patient
        .retry(|| None::<()>)
        .deadline(MINUTE * 10)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (10, StopReason::Deadline));
    assert_eq!(report.waited, MINUTE * 9);
    assert_eq!(clock.waits(), [ZERO; 9]);
    let clock = ManualClock::new();
    let report = patient
        .retry(|| async { None::<()> })
        .deadline(MINUTE * 10)
        .timer(&clock)
        .report()
        .await;
    assert_eq!((report.attempts, report.stop), (10, StopReason::Deadline));
    assert_eq!(clock.waits(), [ZERO; 9]);
    let mut run = patient.deadline(MINUTE * 10).start();
    while let Ok(pause) = run.pause(()) {
        assert_eq!(pause.delay(), ZERO);
    }
    assert_eq!(
        (run.attempt().number(), run.stop_reason()),
        (10, Some(StopReason::Deadline))
    );
}

#[test]
fn hooks_still_get_the_delay() {
    let _guard = testing::no_waits();
    let (clock, mut delays) = (ManualClock::new(), Vec::new());
    let result = PATIENT
        .retry(|| None::<()>)
        .on_retry(|event| delays.extend(event.delay()))
        .timer(&clock)
        .call();
    assert_eq!(result, None);
    assert_eq!(delays, [HOUR; 4]);
    assert_eq!(clock.waits(), [ZERO; 4]);
}

#[test]
fn waits_come_back_with_the_end_of_the_guard_and_stay_on_other_threads() {
    let waits = || {
        let clock = ManualClock::new();
        assert_eq!(PATIENT.retry(|| None::<()>).timer(&clock).call(), None);
        clock.waits()
    };
    let guard = testing::no_waits();
    assert_eq!(waits(), [ZERO; 4]);
    let elsewhere = std::thread::scope(|scope| scope.spawn(waits).join());
    assert_eq!(elsewhere.expect("no panic"), [HOUR; 4]);
    drop(guard);
    assert_eq!(waits(), [HOUR; 4]);
}

#[test]
fn a_run_that_first_failed_under_the_guard_never_waits() {
    let guard = Cell::new(Some(testing::no_waits()));
    let mut waits = Vec::new();
    let result = PATIENT
        .retry(|| None::<()>)
        .sleep_with(|delay| {
            waits.push(delay);
            drop(guard.take());
        })
        .call();
    assert_eq!(result, None);
    assert_eq!(waits, [ZERO; 4]);
}

#[test]
fn a_deadline_ends_a_run_on_a_clock_that_stands_still() {
    let _guard = testing::no_waits();
    let clock = ManualClock::new();
    let report = PATIENT
        .unlimited()
        .retry(|| None::<()>)
        .deadline(MINUTE * 150)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (3, StopReason::Deadline));
    assert_eq!(clock.waits(), [ZERO; 2]);
}

#[test]
fn the_guard_limits_attempts_of_a_run_that_reads_no_clock() {
    let _guard = testing::no_waits().attempts(2);
    let (mut calls, mut waits) = (0, Vec::new());
    let result = PATIENT
        .retry(|| {
            calls += 1;
            None::<()>
        })
        .sleep_with(|delay| waits.push(delay))
        .call();
    assert_eq!((result, calls), (None, 2));
    assert_eq!(waits, [ZERO]);
}

#[test]
fn a_pause_that_is_left_out_does_not_lengthen_the_next_attempt() {
    let _guard = testing::no_waits();
    let clock = ManualClock::new();
    let mut run = PATIENT.reset_after(MINUTE).start().timer(&clock);
    let mut attempts = Vec::new();
    for length in [ZERO, MINUTE / 2, MINUTE] {
        clock.advance(length);
        run.pause("closed").expect("attempts are left").block();
        attempts.push(run.attempt().number());
    }
    assert_eq!(attempts, [2, 3, 2]);
    assert_eq!(clock.waits(), [ZERO; 3]);
}
