//! How long a run waits after a throttled failure.

use std::time::Duration;

use retry_core::{Backoff, Driver, Failure, Jitter, Policy, Step, StopReason, Verdict};
use retry_tests::{EXACT, JITTERS, SECOND, millis, secs};

use super::{after, first_step, retry as failed, steps, wait, waits};

/// The numbers of the AWS SDKs.
const AWS: Policy = Policy::new()
    .attempts(9)
    .backoff(Backoff::exponential(Duration::from_millis(50)))
    .throttled_delay(SECOND)
    .max_delay(Duration::from_secs(20))
    .jitter(Jitter::None);

fn throttled() -> Failure {
    Failure::new(Verdict::Throttled(None))
}

fn hinted(hint: Duration) -> Failure {
    Failure::new(Verdict::Throttled(Some(hint)))
}

#[test]
fn each_class_starts_at_its_own_delay_and_doubles_to_the_same_cap() {
    assert_eq!(
        steps(&AWS, &[failed(); 7]),
        waits(millis([50, 100, 200, 400, 800, 1600, 3200]))
    );
    assert_eq!(
        steps(&AWS, &[throttled(); 7]),
        waits(secs([1, 2, 4, 8, 16, 20, 20]))
    );
    // The number of the retry counts both.
    assert_eq!(
        steps(&AWS, &[failed(), throttled(), failed(), throttled()]),
        waits(millis([50, 2000, 200, 8000]))
    );
}

#[test]
fn without_a_delay_of_its_own_throttled_waits_as_retry_does() {
    for jitter in JITTERS {
        let policy = EXACT.jitter(jitter);
        assert_eq!(
            steps(&policy, &[throttled(); 4]),
            steps(&policy, &[failed(); 4])
        );
        let hint = SECOND * 5;
        assert_eq!(
            steps(&policy, &[hinted(hint); 4]),
            steps(&policy, &[after(hint); 4])
        );
    }
}

#[test]
fn a_hint_of_a_throttled_failure_is_a_floor_below_its_delay() {
    let short = Duration::from_millis(10);
    assert_eq!(first_step(&AWS, hinted(short)), wait(SECOND));
    assert_eq!(first_step(&AWS, hinted(SECOND * 5)), wait(SECOND * 5));
    assert_eq!(first_step(&AWS, after(short)), wait(short * 5));
    assert_eq!(
        first_step(&AWS.exact_hints(), hinted(short)),
        wait(short),
        "exact"
    );
    let limited = AWS.max_retry_after(short);
    let reason = StopReason::HintTooLong {
        asked: SECOND,
        limit: short,
    };
    assert_eq!(
        first_step(&limited, hinted(SECOND)),
        Step::Stop(reason),
        "the limit is that of every hint"
    );
    // The random part above the hint goes up to the throttled delay.
    let longest = (0..200).map(|seed| {
        let policy = AWS.jitter(Jitter::Full).seed(seed);
        match first_step(&policy, hinted(short)) {
            Step::Wait(delay) => delay,
            Step::Stop(reason) => panic!("{reason}"),
        }
    });
    let longest = longest.max().expect("200 delays");
    assert!(longest > SECOND * 9 / 10 && longest <= short + SECOND);
}

#[test]
fn the_cap_is_the_given_one_or_else_30_s_or_the_delay() {
    let policy = EXACT.throttled_delay(SECOND * 45);
    assert_eq!(
        steps(&policy, &[throttled(); 3]),
        waits(secs([45, 45, 45])),
        "as a first delay above 30 s"
    );
    let policy = EXACT
        .backoff(Backoff::exponential(SECOND * 60))
        .throttled_delay(SECOND * 20);
    assert_eq!(steps(&policy, &[throttled(); 3]), waits(secs([20, 30, 30])));
    let policy = EXACT.throttled_delay(SECOND * 20).max_delay(SECOND * 35);
    assert_eq!(steps(&policy, &[throttled(); 3]), waits(secs([20, 35, 35])));
}

#[test]
fn the_kind_and_the_factor_stay_and_the_first_throttled_delay_is_never_skipped() {
    let rows = [
        (Backoff::constant(SECOND), secs([2, 2, 2])),
        (Backoff::linear(SECOND), secs([2, 4, 6])),
        (Backoff::exponential(SECOND).factor(3.0), secs([2, 6, 18])),
        (Backoff::fibonacci(SECOND), secs([2, 2, 4])),
        (Backoff::exponential(SECOND).fast_first(), secs([2, 4, 8])),
    ];
    for (backoff, expected) in rows {
        let policy = EXACT.backoff(backoff).throttled_delay(SECOND * 2);
        assert_eq!(
            steps(&policy, &[throttled(); 3]),
            waits(expected),
            "{backoff:?}"
        );
    }
}

#[test]
fn every_jitter_spreads_the_throttled_delay() {
    for jitter in JITTERS {
        let policy = AWS.jitter(jitter).seed(7);
        let alone = policy.backoff(Backoff::exponential(SECOND));
        assert_eq!(
            steps(&policy, &[throttled(); 7]),
            steps(&alone, &[failed(); 7]),
            "{jitter:?}"
        );
    }
}

#[test]
fn attempts_deadline_and_schedule_come_before_the_class() {
    let policy = AWS.attempts(1);
    let stopped = |reason| Step::Stop(reason);
    assert_eq!(
        first_step(&policy, throttled()),
        stopped(StopReason::Attempts)
    );
    assert_eq!(
        first_step(&AWS.deadline(SECOND), throttled()),
        stopped(StopReason::Deadline)
    );
    let mut schedule = secs([7]).into_iter();
    let step = Driver::new().step(&AWS, throttled(), &mut || 7, Some(&mut schedule));
    assert_eq!(step, wait(SECOND * 7));
}
