//! The state machine: for each row, the exact steps.

use std::{cell::Cell, time::Duration};

use retry_core::{Backoff, Driver, Failure, Jitter, Policy, Schedule, Step, StopReason, Verdict};
use retry_tests::{EXACT, NANO, SECOND, millis, secs};

fn no_seed() -> u64 {
    panic!("no delay is random, so no seed is drawn")
}

/// The steps of a run whose failures are these.
fn steps(policy: &Policy, failures: &[Failure]) -> Vec<Step> {
    let mut driver = Driver::new();
    failures
        .iter()
        .map(|failure| driver.step(policy, *failure, &mut || 7, None))
        .collect()
}

/// One step of a fresh run.
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
fn attempts_are_calls_in_all() {
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
fn every_kind_of_backoff_is_followed() {
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
fn the_verdict_ends_a_run_before_anything_else_is_asked() {
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
fn checks_come_in_order() {
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
    let mut step = |policy: &Policy, schedule: &mut dyn Schedule| {
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
fn a_hint_is_a_floor() {
    let rows = [
        (SECOND * 10, SECOND * 10),
        (SECOND, SECOND),
        (Duration::from_millis(10), SECOND),
        (Duration::ZERO, SECOND),
    ];
    for (hint, expected) in rows {
        assert_eq!(first_step(&EXACT, after(hint)), wait(expected), "{hint:?}");
        let throttled = Failure::new(Verdict::Throttled(Some(hint)));
        assert_eq!(first_step(&EXACT, throttled), wait(expected), "{hint:?}");
    }
    assert_eq!(
        first_step(&EXACT, Failure::new(Verdict::Throttled(None))),
        wait(SECOND)
    );
}

#[test]
fn a_hint_with_jitter_is_spread_above_itself() {
    let policy = EXACT.jitter(Jitter::Full);
    // Up to a tenth of the hint, or to the nominal delay if that is more.
    for (hint, draw) in [(SECOND * 50, SECOND * 5), (SECOND * 2, SECOND)] {
        let mut drawn = Vec::new();
        for seed in 0..200 {
            let step = Driver::new().step(&policy, after(hint), &mut || seed, None);
            let Step::Wait(delay) = step else {
                panic!("{step:?}")
            };
            assert!(delay >= hint && delay <= hint + draw, "{delay:?}");
            drawn.push(delay - hint);
        }
        drawn.sort();
        assert!(
            drawn[0] < draw / 10 && drawn[199] > draw * 9 / 10,
            "{drawn:?}"
        );
    }
}

#[test]
fn a_hint_counts_as_an_attempt_and_uses_up_its_delay() {
    let failures = [retry(), after(SECOND * 10), retry(), retry(), retry()];
    let mut expected = waits(secs([1, 10, 4, 8]));
    expected.push(Step::Stop(StopReason::Attempts));
    assert_eq!(steps(&EXACT, &failures), expected);
}

#[test]
fn a_hint_above_its_limit_stops_and_one_at_the_limit_does_not() {
    let policy = EXACT.max_retry_after(SECOND * 20);
    assert_eq!(first_step(&policy, after(SECOND * 20)), wait(SECOND * 20));
    let asked = SECOND * 20 + NANO;
    let reason = StopReason::HintTooLong {
        asked,
        limit: SECOND * 20,
    };
    assert_eq!(first_step(&policy, after(asked)), Step::Stop(reason));
    assert_eq!(
        first_step(&EXACT, after(SECOND * 61)),
        Step::Stop(StopReason::HintTooLong {
            asked: SECOND * 61,
            limit: SECOND * 60
        })
    );
}

#[test]
fn a_hint_is_not_capped_by_max_delay() {
    assert_eq!(
        first_step(&EXACT.max_delay(SECOND), after(SECOND * 40)),
        wait(SECOND * 40)
    );
}

#[test]
fn a_wait_that_ends_at_the_deadline_is_not_waited_for() {
    let policy = EXACT.deadline(SECOND * 10);
    let rows = [
        (SECOND * 9 - NANO, wait(SECOND)),
        (SECOND * 9, Step::Stop(StopReason::Deadline)),
        (SECOND * 10, Step::Stop(StopReason::Deadline)),
        (SECOND * 11, Step::Stop(StopReason::Deadline)),
    ];
    for (elapsed, expected) in rows {
        assert_eq!(
            first_step(&policy, retry().elapsed(elapsed)),
            expected,
            "{elapsed:?}"
        );
    }
    let at_once = policy.backoff(Backoff::constant(Duration::ZERO));
    assert_eq!(
        first_step(&at_once, retry().elapsed(SECOND * 10 - NANO)),
        wait(Duration::ZERO)
    );
    for late in [SECOND * 10, SECOND * 11] {
        assert_eq!(
            first_step(&at_once, retry().elapsed(late)),
            Step::Stop(StopReason::Deadline)
        );
    }
}

#[test]
fn the_draw_above_a_hint_gives_way_to_the_deadline() {
    let policy = EXACT.jitter(Jitter::Full).deadline(SECOND * 10);
    for seed in 0..100 {
        // Nine seconds and a nanosecond are left; the draw alone may take a second.
        let failure = after(SECOND * 9).elapsed(SECOND - NANO);
        let step = Driver::new().step(&policy, failure, &mut || seed, None);
        assert_eq!(step, wait(SECOND * 9), "seed {seed}");
        let failure = after(SECOND * 9).elapsed(SECOND);
        let step = Driver::new().step(&policy, failure, &mut || seed, None);
        assert_eq!(step, Step::Stop(StopReason::Deadline));
    }
}

#[test]
fn a_schedule_of_ones_own_replaces_the_backoff_and_its_end_stops() {
    let mut schedule = secs([7, 0, 100]).into_iter();
    let mut driver = Driver::new();
    let policy = EXACT.unlimited();
    let mut step = |failure| driver.step(&policy, failure, &mut no_seed, Some(&mut schedule));
    assert_eq!(step(retry()), wait(SECOND * 7));
    // The hint uses up the zero.
    assert_eq!(step(after(SECOND * 3)), wait(SECOND * 3));
    // The default cap is the backoff's, not a schedule's.
    assert_eq!(step(retry()), wait(SECOND * 100));
    assert_eq!(step(retry()), Step::Stop(StopReason::ScheduleEnded));
}

#[test]
fn a_schedule_is_capped_by_a_max_delay_that_is_given() {
    let policy = EXACT.max_delay(SECOND * 5);
    let mut schedule = secs([7]).into_iter();
    let step = Driver::new().step(&policy, retry(), &mut no_seed, Some(&mut schedule));
    assert_eq!(step, wait(SECOND * 5));
}

#[test]
fn jitter_applies_to_a_schedule() {
    let policy = EXACT.jitter(Jitter::Equal);
    for seed in 0..50 {
        let mut schedule = secs([8]).into_iter();
        let step = Driver::new().step(&policy, retry(), &mut || seed, Some(&mut schedule));
        let Step::Wait(delay) = step else {
            panic!("{step:?}")
        };
        assert!(delay >= SECOND * 4 && delay <= SECOND * 8);
    }
}

struct Countdown(u64);

impl Schedule for Countdown {
    fn next_delay(&mut self) -> Option<Duration> {
        self.0 -= 1;
        Some(Duration::from_secs(self.0))
    }

    fn restart(&mut self) {
        self.0 = 10;
    }
}

#[test]
fn an_attempt_that_ran_long_starts_the_run_afresh() {
    let policy = EXACT.attempts(3).reset_after(SECOND * 60);
    let short = retry().ran(SECOND * 60 - NANO);
    let long = retry().ran(SECOND * 60);
    let mut expected = waits(secs([1, 2, 1, 2]));
    expected.push(Step::Stop(StopReason::Attempts));
    assert_eq!(
        steps(&policy, &[short, short, long, short, short]),
        expected
    );

    let mut schedule = Countdown(10);
    let mut driver = Driver::new();
    let mut step = |failure| driver.step(&policy, failure, &mut no_seed, Some(&mut schedule));
    assert_eq!(
        [step(short), step(short), step(long)],
        [9, 8, 9].map(|n| wait(SECOND * n))
    );
}

#[test]
fn a_reset_comes_before_the_verdict_and_draws_a_seed_of_its_own() {
    let policy = EXACT.jitter(Jitter::Full).reset_after(SECOND);
    let drawn = Cell::new(0);
    let mut draw = || {
        drawn.set(drawn.get() + 1);
        drawn.get()
    };
    let mut driver = Driver::new();
    let first = driver.step(&policy, retry(), &mut draw, None);
    let afresh = driver.step(&policy, retry().ran(SECOND), &mut draw, None);
    assert_eq!(drawn.get(), 2);
    assert_ne!(first, afresh);
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
fn a_resumed_run_goes_on_as_it_would_have() {
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

#[test]
fn an_exact_hint_is_waited_for_to_the_nanosecond_and_is_limited_all_the_same() {
    let hint = Duration::from_millis(10);
    for jitter in [Jitter::None, Jitter::Full] {
        let policy = EXACT.jitter(jitter).exact_hints();
        assert_eq!(first_step(&policy, after(hint)), wait(hint));
        let deadline = policy.deadline(hint);
        assert_eq!(
            first_step(&deadline, after(hint)),
            Step::Stop(StopReason::Deadline)
        );
        let limit = hint - NANO;
        let limited = policy.max_retry_after(limit);
        assert_eq!(
            first_step(&limited, after(hint)),
            Step::Stop(StopReason::HintTooLong { asked: hint, limit })
        );
    }
    assert_eq!(
        first_step(&EXACT, after(hint)),
        wait(SECOND),
        "a floor otherwise"
    );
}
