//! Runs that start again after a long attempt, and the seeds that runs draw.

use std::{cell::Cell, time::Duration};

use retry_core::{Backoff, Driver, Failure, Jitter, Step, StopReason, Verdict};
use retry_tests::{EXACT, NANO, SECOND, secs};

use super::*;

#[test]
fn an_attempt_that_ran_for_reset_after_starts_the_run_again() {
    let policy = EXACT.attempts(3).reset_after(SECOND * 60);
    let short = retry().ran(SECOND * 60 - NANO);
    let long = retry().ran(SECOND * 60);
    let mut expected = waits(secs([1, 2, 1, 2]));
    expected.push(Step::Stop(StopReason::Attempts));
    assert_eq!(
        steps(&policy, &[short, short, long, short, short]),
        expected
    );

    // A schedule is an iterator and is read once: after a reset it continues where it is.
    let mut schedule = secs([9, 8, 7]).into_iter();
    let mut driver = Driver::new();
    let mut step = |failure| driver.step(&policy, failure, &mut no_seed, Some(&mut schedule));
    assert_eq!(
        [step(short), step(short), step(long)],
        [9, 8, 7].map(|n| wait(SECOND * n))
    );
}

#[test]
fn a_reset_comes_before_the_verdict_and_draws_a_new_seed() {
    let policy = EXACT.jitter(Jitter::Full).reset_after(SECOND);
    let drawn = Cell::new(0);
    let mut draw = || {
        drawn.set(drawn.get() + 1);
        drawn.get()
    };
    let mut driver = Driver::new();
    let first = driver.step(&policy, retry(), &mut draw, None);
    let again = driver.step(&policy, retry().ran(SECOND), &mut draw, None);
    assert_eq!(drawn.get(), 2);
    assert_ne!(first, again);
    let stopped = driver.step(
        &policy,
        Failure::new(Verdict::Stop).ran(SECOND),
        &mut draw,
        None,
    );
    assert_eq!(stopped, Step::Stop(StopReason::NotRetryable));
    assert_eq!(driver.attempt(), 1);
}

#[test]
fn a_seed_is_drawn_once_and_only_for_a_random_delay() {
    let drawn = Cell::new(0);
    let mut draw = || {
        drawn.set(drawn.get() + 1);
        3
    };
    let policy = EXACT.jitter(Jitter::Full);
    let mut driver = Driver::new();
    for _ in 0..3 {
        assert!(matches!(
            driver.step(&policy, retry(), &mut draw, None),
            Step::Wait(_)
        ));
    }
    assert_eq!(drawn.get(), 1);
    assert_eq!(driver.seed(), Some(3));

    let zero = policy.backoff(Backoff::constant(Duration::ZERO));
    assert_eq!(
        Driver::new().step(&zero, retry(), &mut no_seed, None),
        wait(Duration::ZERO)
    );
    assert!(matches!(
        Driver::new().step(&policy.seed(9), retry(), &mut no_seed, None),
        Step::Wait(_)
    ));
    let last = policy.attempts(1);
    assert_eq!(
        Driver::new().step(&last, retry(), &mut no_seed, None),
        Step::Stop(StopReason::Attempts)
    );
}

#[test]
fn drivers_with_another_attempt_or_seed_are_not_equal() {
    let driver = Driver::resume(2, Some(7));
    assert_eq!(driver, Driver::resume(2, Some(7)));
    for other in [
        Driver::resume(3, Some(7)),
        Driver::resume(2, Some(8)),
        Driver::resume(2, None),
        Driver::new(),
    ] {
        assert_ne!(driver, other);
    }
}
