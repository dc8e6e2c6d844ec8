//! What the builder of a run does with values, even with those that a policy refuses.

use std::time::Duration;

use retry_core::{
    Backoff, Jitter, Policy, StopReason, Verdict, retry,
    testing::{self, ManualClock},
};
use retry_tests::{SECOND, secs};

#[test]
fn a_given_cap_and_factor_survive_a_later_backoff() {
    let backoff = Backoff::exponential(SECOND).max_delay(SECOND * 100);
    let policy = Policy::new().attempts(4).jitter(Jitter::None);
    for policy in [
        policy.max_delay(SECOND * 5).factor(3.0).backoff(backoff),
        policy.backoff(backoff).max_delay(SECOND * 5).factor(3.0),
    ] {
        assert_eq!(policy.delays().collect::<Vec<_>>(), secs([1, 3, 5]));
    }
    let clock = ManualClock::new();
    let result = retry(|| Err::<(), _>("busy"))
        .attempts(4)
        .jitter(Jitter::None)
        .max_delay(SECOND * 5)
        .factor(3.0)
        .backoff(SECOND)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    assert_eq!(clock.waits(), secs([1, 3, 5]));
}

#[test]
fn the_builder_never_panics_and_replaces_invalid_values() {
    let busy = || Err::<(), _>("busy");
    let report = retry(busy).attempts(0).report().call();
    assert_eq!((report.attempts, report.stop), (1, StopReason::Attempts));

    let exact = Policy::new().attempts(4).jitter(Jitter::None);
    let clock = ManualClock::new();
    let result = exact
        .retry(busy)
        .backoff(SECOND)
        .factor(f64::NAN)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    let result = exact
        .retry(busy)
        .backoff(SECOND * 9)
        .max_delay(SECOND * 2)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    let result = exact
        .retry(busy)
        .backoff(Backoff::linear(SECOND))
        .factor(9.0)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    assert_eq!(clock.waits(), secs([1, 2, 4, 2, 2, 2, 1, 2, 3]));

    for ratio in [f64::NAN, 0.0, -1.0, 1.5, f64::INFINITY] {
        let (bad, full) = (ManualClock::new(), ManualClock::new());
        let result = retry(busy)
            .seed(3)
            .jitter(Jitter::Ratio(ratio))
            .timer(&bad)
            .call();
        assert_eq!(result, Err("busy"));
        assert_eq!(retry(busy).seed(3).timer(&full).call(), Err("busy"));
        assert_eq!(bad.waits(), full.waits(), "{ratio}");
    }
    let clock = ManualClock::new();
    let result = retry(busy)
        .backoff(Duration::ZERO)
        .jitter(Jitter::Decorrelated)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    assert_eq!(clock.waits(), secs([0, 0]));
}

#[test]
fn a_zero_reset_after_on_the_builder_is_none() {
    let report = Policy::new()
        .attempts(5)
        .retry(|| Err::<(), _>("busy"))
        .reset_after(Duration::ZERO)
        .timer(&ManualClock::new())
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (5, StopReason::Attempts));
}

#[test]
fn retries_count_after_the_first_attempt_and_do_not_overflow() {
    for retries in [0, 1, 4] {
        assert_eq!(
            Policy::new().retries(retries).delays().count(),
            retries as usize
        );
        let run = retry(|| Err::<(), _>("busy")).retries(retries);
        let report = run.timer(&ManualClock::new()).report().call();
        assert_eq!(
            (report.attempts, report.stop),
            (retries + 1, StopReason::Attempts)
        );
    }
    assert_eq!(
        Policy::new().retries(u32::MAX - 2),
        Policy::new().attempts(u32::MAX - 1)
    );
    for retries in [u32::MAX - 1, u32::MAX] {
        assert_eq!(Policy::new().retries(retries), Policy::new().unlimited());
    }
}

#[test]
fn a_deadline_can_be_taken_away_again() {
    let shared = Policy::new().attempts(4).deadline(Duration::ZERO);
    assert_eq!(shared.no_deadline(), Policy::new().attempts(4));
    let busy = || Err::<(), _>("busy");
    let stop = |report: retry_core::Report<_>| (report.attempts, report.stop);
    let clock = ManualClock::new();
    let with = shared.retry(busy).timer(&clock).report().call();
    assert_eq!(stop(with), (1, StopReason::Deadline));
    let without = shared.retry(busy).no_deadline().timer(&clock);
    assert_eq!(stop(without.report().call()), (4, StopReason::Attempts));
}

#[test]
fn the_builder_takes_any_throttled_delay_and_a_run_without_waits_counts_it() {
    let throttling = Policy::new()
        .attempts(3)
        .max_delay(SECOND * 20)
        .throttled_delay(SECOND)
        .jitter(Jitter::None);
    let busy = || Err::<(), _>("busy");
    let waits = |first| {
        let clock = ManualClock::new();
        let run = throttling.retry(busy).throttled_delay(first);
        let result = run.on(|_| Verdict::Throttled(None)).timer(&clock).call();
        assert_eq!(result, Err("busy"));
        clock.waits()
    };
    assert_eq!(waits(SECOND * 3), secs([3, 6]));
    assert_eq!(waits(SECOND * 30), secs([20, 20]), "capped");
    assert_eq!(waits(Duration::ZERO), secs([0, 0]));

    let _guard = testing::no_waits();
    let run = retry(busy).policy(throttling);
    let report = run.on(|_| Verdict::Throttled(None)).report().call();
    assert_eq!(report.waited, SECOND * 3);
}
