//! The time that a breaker stays open is the shortest wait.

use std::{cell::Cell, time::Duration};

use crate::{STEADY, seconds};
use retry_core::{
    Backoff, Breaker, Jitter, Policy, StopReason, Verdict, retry, testing::ManualClock,
};

/// The waits of a run whose second failure opens the breaker for 5 s.
fn waits(policy: Policy, verdict: Verdict) -> (Vec<Duration>, StopReason) {
    let breaker = Breaker::consecutive(2);
    let clock = ManualClock::new();
    let calls = Cell::new(0);
    let report = policy
        .retry(|| {
            calls.set(calls.get() + 1);
            if calls.get() < 3 { Err("down") } else { Ok(()) }
        })
        .on(|_| verdict)
        .breaker_or(&breaker, |_| "open")
        .timer(&clock)
        .report()
        .call();
    (clock.waits(), report.stop)
}

#[test]
fn the_larger_of_backoff_hint_and_breaker_is_waited() {
    let slow = STEADY.backoff(Backoff::constant(seconds(7)));
    let hint = |time| Verdict::RetryAfter(seconds(time));
    let throttled = |time| Verdict::Throttled(Some(seconds(time)));
    let table = [
        (STEADY, Verdict::Retry, [1, 5]),
        (slow, Verdict::Retry, [7, 7]),
        (STEADY, hint(2), [2, 5]),
        (STEADY, hint(6), [6, 6]),
        (STEADY, Verdict::Throttled(None), [1, 5]),
        (STEADY, throttled(2), [2, 5]),
        (STEADY, throttled(6), [6, 6]),
        (
            STEADY.throttled_delay(seconds(8)),
            Verdict::Throttled(None),
            [8, 8],
        ),
    ];
    for (policy, verdict, expected) in table {
        let (waits, stop) = waits(policy, verdict);
        assert_eq!(waits, expected.map(seconds), "{verdict:?}");
        assert_eq!(stop, StopReason::Accepted);
    }
}

/// An exact hint is that of the callee.
#[test]
fn exact_hints_do_not_make_the_breaker_a_longest_wait() {
    let slow = STEADY.backoff(Backoff::constant(seconds(7))).exact_hints();
    assert_eq!(waits(slow, Verdict::Retry).0, [7, 7].map(seconds));
    let hint = Verdict::RetryAfter(seconds(6));
    assert_eq!(waits(slow, hint).0, [6, 6].map(seconds));
    let hint = Verdict::RetryAfter(seconds(2));
    assert_eq!(waits(slow, hint).0, [2, 7].map(seconds));
}

/// Else all would come when it takes one probe.
#[test]
fn jitter_spreads_runs_that_wait_for_the_same_breaker() {
    for exact in [false, true] {
        let mut second = Vec::new();
        for seed in 0..20 {
            let policy = STEADY.jitter(Jitter::Full).seed(seed);
            let policy = if exact { policy.exact_hints() } else { policy };
            second.push(waits(policy, Verdict::Retry).0[1]);
        }
        assert!(
            second
                .iter()
                .all(|wait| (seconds(5)..=seconds(6)).contains(wait))
        );
        second.sort();
        second.dedup();
        assert_eq!(second.len(), 20);
    }
}

#[test]
fn the_callees_own_hint_that_is_too_long_stays_the_reason() {
    let policy = STEADY.max_retry_after(seconds(6));
    let (_, stop) = waits(policy, Verdict::RetryAfter(seconds(7)));
    let (asked, limit) = (seconds(7), seconds(6));
    assert_eq!(stop, StopReason::HintTooLong { asked, limit });
}

#[test]
fn a_deadline_that_takes_the_breaker_but_not_the_backoff_stays_the_reason() {
    // The failure at 7 s: 5 s would end in time, 7 s do not.
    let policy = STEADY
        .backoff(Backoff::constant(seconds(7)))
        .deadline(seconds(13));
    assert_eq!(waits(policy, Verdict::Retry).1, StopReason::Deadline);
    let policy = STEADY
        .backoff(Backoff::constant(seconds(7)))
        .deadline(seconds(12));
    let retry_after = seconds(5);
    assert_eq!(
        waits(policy, Verdict::Retry).1,
        StopReason::BreakerOpen { retry_after }
    );
}

#[test]
fn a_wait_for_it_takes_one_delay_of_a_schedule() {
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    let report = STEADY
        .retry(|| Err::<(), _>("down"))
        .schedule([1, 9, 1].map(seconds))
        .breaker_or(&breaker, |_| "open")
        .timer(&clock)
        .report()
        .call();
    assert_eq!(clock.waits(), [5, 9, 5].map(seconds));
    assert_eq!(report.stop, StopReason::Attempts);
}

/// A run that does not wait in tests has no time that passes, so the breaker stays open to it.
#[test]
fn without_waits_it_stays_open() {
    let breaker = Breaker::consecutive(1).open_for(seconds(600));
    let _guard = retry_core::testing::no_waits();
    let calls = Cell::new(0);
    let report = retry(|| {
        calls.set(calls.get() + 1);
        Err::<(), _>("down")
    })
    .policy(STEADY.max_retry_after(seconds(1000)))
    .breaker_or(&breaker, |_| "open")
    .report()
    .call();
    assert_eq!((calls.get(), report.attempts), (1, 4));
    assert_eq!(report.outcome, Err("open"));
    assert_eq!(report.stop.label(), "breaker_open");
}
