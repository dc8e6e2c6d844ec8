//! The state machine, step by step.

mod classes;
mod deadline;
mod hints;
mod resets_and_seeds;
mod schedules;

use std::time::Duration;

use retry_core::{Backoff, Driver, Failure, Jitter, Policy, Step, StopReason, Verdict};
use retry_tests::{EXACT, NANO, SECOND, millis, secs};

fn no_seed() -> u64 {
    panic!("no delay is random, so no seed is drawn")
}

/// The steps of a run with these failures.
fn steps(policy: &Policy, failures: &[Failure]) -> Vec<Step> {
    let mut driver = Driver::new();
    failures
        .iter()
        .map(|failure| driver.step(policy, *failure, &mut || 7, None))
        .collect()
}

/// The first step of a run.
fn first_step(policy: &Policy, failure: Failure) -> Step {
    steps(policy, &[failure])[0]
}

fn retry() -> Failure {
    Failure::new(Verdict::Retry)
}

fn after(hint: Duration) -> Failure {
    Failure::new(Verdict::RetryAfter(hint))
}

fn wait(delay: Duration) -> Step {
    Step::Wait(delay)
}

fn waits(delays: Vec<Duration>) -> Vec<Step> {
    delays.into_iter().map(Step::Wait).collect()
}

#[test]
fn attempts_count_all_calls() {
    for attempts in [1, 2, 3, 5] {
        let policy = EXACT.attempts(attempts);
        let steps = steps(&policy, &[retry(); 5]);
        let mut expected = waits(secs([1, 2, 4, 8]));
        expected.truncate(attempts as usize - 1);
        expected.push(Step::Stop(StopReason::Attempts));
        assert_eq!(steps[..expected.len()], expected);
    }
}

#[test]
fn unlimited_attempts_never_run_out() {
    let policy = EXACT.unlimited();
    let mut driver = Driver::resume(u32::MAX, None);
    for _ in 0..3 {
        let step = driver.step(&policy, retry(), &mut no_seed, None);
        assert_eq!(step, wait(Duration::from_secs(30)));
        assert_eq!(driver.attempt(), u32::MAX - 1);
    }
}

#[test]
fn the_steps_follow_every_kind_of_backoff() {
    let rows = [
        (Backoff::constant(SECOND), secs([1, 1, 1, 1])),
        (Backoff::linear(SECOND), secs([1, 2, 3, 4])),
        (Backoff::exponential(SECOND), secs([1, 2, 4, 8])),
        (
            Backoff::exponential(SECOND).factor(1.5),
            millis([1000, 1500, 2250, 3375]),
        ),
        (Backoff::fibonacci(SECOND), secs([1, 1, 2, 3])),
        (
            Backoff::exponential(SECOND).max_delay(SECOND * 3),
            secs([1, 2, 3, 3]),
        ),
        (Backoff::constant(Duration::ZERO), secs([0, 0, 0, 0])),
    ];
    for (backoff, expected) in rows {
        assert_eq!(
            steps(&EXACT.backoff(backoff), &[retry(); 4]),
            waits(expected),
            "{backoff:?}"
        );
    }
}

#[test]
fn a_final_verdict_comes_before_all_limits() {
    let policy = EXACT.attempts(1).deadline(NANO);
    for (verdict, reason) in [
        (Verdict::Stop, StopReason::NotRetryable),
        (Verdict::Accept, StopReason::Accepted),
    ] {
        let failure = Failure::new(verdict).elapsed(SECOND);
        assert_eq!(first_step(&policy, failure), Step::Stop(reason));
    }
}

#[test]
fn attempts_are_checked_before_the_schedule_the_hint_and_the_deadline() {
    let too_long = SECOND * 3600;
    let mut none_left = core::iter::empty::<Duration>();
    let mut some_left = core::iter::once(SECOND);
    let failure = after(too_long).elapsed(SECOND * 10);
    let hint_too_long = StopReason::HintTooLong {
        asked: too_long,
        limit: SECOND * 60,
    };
    let late = EXACT.deadline(SECOND);
    let mut driver = Driver::new();
    let mut step = |policy: &Policy, schedule: &mut dyn Iterator<Item = Duration>| {
        driver.step(policy, failure, &mut no_seed, Some(schedule))
    };
    assert_eq!(
        step(&late.attempts(1), &mut none_left),
        Step::Stop(StopReason::Attempts)
    );
    assert_eq!(
        step(&late, &mut none_left),
        Step::Stop(StopReason::ScheduleEnded)
    );
    assert_eq!(step(&late, &mut some_left), Step::Stop(hint_too_long));
    let shorter = Failure::new(Verdict::Retry).elapsed(SECOND * 10);
    assert_eq!(first_step(&late, shorter), Step::Stop(StopReason::Deadline));
}

#[test]
fn a_resumed_run_continues_as_the_original() {
    let policy = EXACT.jitter(Jitter::Decorrelated);
    let mut whole = Driver::new();
    for _ in 0..2 {
        assert!(matches!(
            whole.step(&policy, retry(), &mut || 11, None),
            Step::Wait(_)
        ));
    }
    let mut resumed = Driver::resume(whole.attempt(), whole.seed());
    assert_eq!(resumed, whole);
    assert_eq!(
        resumed.step(&policy, retry(), &mut no_seed, None),
        whole.step(&policy, retry(), &mut no_seed, None)
    );
    assert_eq!(Driver::resume(0, None), Driver::new());
}

#[test]
fn extreme_values_do_not_overflow() {
    let policy = EXACT
        .unlimited()
        .backoff(Backoff::exponential(Duration::MAX))
        .jitter(Jitter::Full);
    for attempt in [1, 2, 1000, u32::MAX] {
        let mut driver = Driver::resume(attempt, None);
        assert!(matches!(
            driver.step(&policy, retry(), &mut || u64::MAX, None),
            Step::Wait(_)
        ));
        let hint = after(Duration::MAX).elapsed(Duration::MAX);
        let policy = policy.max_retry_after(Duration::MAX);
        assert!(matches!(
            driver.step(&policy, hint, &mut || u64::MAX, None),
            Step::Wait(_)
        ));
    }
}
