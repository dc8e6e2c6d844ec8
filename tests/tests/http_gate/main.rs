//! The gate in front of a server that limits its callers: what closes it, and for how long.

mod calls;
mod client_gates;
mod clocks;
mod waiting;

use std::{
    io,
    sync::{Barrier, atomic::AtomicU64},
    thread,
    time::{Duration, SystemTime},
};

use proptest::prelude::*;
use retry_core::{
    Verdict,
    http::{Answer, Gate},
    time::DefaultTimer,
};
use retry_tests::{SECOND, ZERO, headers, response, status};

use clocks::{FixedClock, UnreadableClock};

fn answer(code: u16, lines: &[(&str, &str)]) -> Answer {
    Answer::at(status(code), &headers(lines), SystemTime::UNIX_EPOCH)
}

/// A status, header lines, and for how many seconds they close a gate.
type Row<'a> = (u16, &'a [(&'a str, &'a str)], Option<u64>);

#[test]
fn a_response_closes_the_gate_for_as_long_as_it_asks() {
    let used_up = ("ratelimit", r#""minute";r=0;t=30"#);
    let left = ("ratelimit", r#""minute";r=1;t=30"#);
    let none = ("x-ratelimit-remaining", "0");
    let reset = ("x-ratelimit-reset", "20");
    let after = ("retry-after", "7");
    let rows: &[Row<'_>] = &[
        (429, &[after], Some(7)),
        (429, &[after, used_up], Some(7)),
        (429, &[used_up], Some(30)),
        (429, &[("ratelimit-reset", "15")], Some(15)),
        (429, &[reset], Some(20)),
        (429, &[], Some(1)),
        (429, &[("retry-after", "soon")], Some(1)),
        (429, &[left], Some(1)),
        (503, &[after], Some(7)),
        (503, &[used_up], Some(30)),
        (503, &[], None),
        (529, &[after], Some(7)),
        (529, &[used_up], Some(30)),
        (529, &[], None),
        // GitHub's.
        (403, &[none, reset], Some(20)),
        (403, &[after], Some(7)),
        (403, &[none], Some(1)),
        (403, &[reset], None),
        (403, &[], None),
        (500, &[after], None),
        (200, &[], None),
        (200, &[used_up], Some(30)),
        (200, &[left], None),
        (200, &[none, reset], Some(20)),
        (200, &[none], None),
        (200, &[reset], None),
        (
            200,
            &[("ratelimit-remaining", "0"), ("ratelimit-reset", "15")],
            Some(15),
        ),
        // With 202, `Retry-After` is about this one job and not about other calls.
        (202, &[after], None),
        (202, &[after, used_up], Some(30)),
        (404, &[used_up], Some(30)),
    ];
    for (code, lines, closed) in rows {
        let (gate, clock) = (Gate::new(), FixedClock::default());
        gate.learn_at(&answer(*code, lines), &clock);
        let expected = closed.map(Duration::from_secs);
        assert_eq!(gate.delay(&clock, ZERO), expected, "{code} {lines:?}");
    }
}

#[test]
fn limits_of_providers_close_the_gate() {
    let tokens = [
        ("x-ratelimit-remaining-tokens", "0"),
        ("x-ratelimit-reset-tokens", "30s"),
        ("x-ratelimit-remaining-requests", "59"),
        ("x-ratelimit-reset-requests", "1s"),
    ];
    let millis = [("retry-after-ms", "7000")];
    let anthropic = [
        ("anthropic-ratelimit-tokens-remaining", "0"),
        ("anthropic-ratelimit-tokens-reset", "1970-01-01T00:00:20Z"),
    ];
    let rows: &[Row<'_>] = &[
        (200, &tokens, Some(30)),
        (429, &tokens, Some(30)),
        (429, &millis, Some(7)),
        (503, &millis, Some(7)),
        (200, &anthropic, Some(20)),
        (429, &anthropic, Some(20)),
    ];
    for (code, lines, closed) in rows {
        let (gate, clock) = (Gate::new(), FixedClock::default());
        gate.learn_at(&answer(*code, lines), &clock);
        let expected = closed.map(Duration::from_secs);
        assert_eq!(gate.delay(&clock, ZERO), expected, "{code} {lines:?}");
    }
}

#[test]
fn what_a_judge_takes_for_a_limit_closes_the_gate() {
    // A limit that only the body tells.
    let judge = |verdict: Verdict| {
        let gate = Gate::new().unhinted(9 * SECOND);
        let learning = gate.learning(move |_: &Result<_, io::Error>| verdict);
        assert_eq!(learning(&Ok(response(200, &[]))), verdict);
        let of_errors = gate.learning_from_errors(move |_: &io::Error| verdict);
        assert_eq!(of_errors(&io::Error::other("full")), verdict);
        gate.delay(&DefaultTimer, ZERO)
    };
    let is_about = |delay: Option<Duration>, seconds: u32| {
        let delay = delay.expect("it is closed");
        delay > (seconds - 1) * SECOND && delay < (seconds + 4) * SECOND
    };
    assert!(is_about(judge(Verdict::Throttled(Some(30 * SECOND))), 30));
    assert!(is_about(judge(Verdict::Throttled(None)), 9));
    for verdict in [
        Verdict::Accept,
        Verdict::Stop,
        Verdict::Retry,
        Verdict::RetryAfter(SECOND),
    ] {
        assert_eq!(judge(verdict), None, "{verdict:?}");
    }
}

#[test]
fn a_gate_is_closed_to_the_last_nanosecond_and_then_open() {
    let (gate, clock) = (Gate::new(), FixedClock::default());
    gate.close(30 * SECOND, &clock);
    assert_eq!(gate.delay(&clock, ZERO), Some(30 * SECOND));
    clock.advance(20 * SECOND);
    assert_eq!(gate.delay(&clock, ZERO), Some(10 * SECOND));
    let last = Duration::from_nanos(1);
    clock.advance(10 * SECOND - last);
    assert_eq!(gate.delay(&clock, ZERO), Some(last));
    clock.advance(last);
    assert_eq!(gate.delay(&clock, ZERO), None);
}

#[test]
fn an_open_gate_reads_no_clock() {
    let (gate, clock) = (Gate::new(), FixedClock::default());
    assert_eq!(gate.delay(&UnreadableClock, ZERO), None);
    gate.learn_at(
        &answer(200, &[("ratelimit", r#""m";r=9;t=30"#)]),
        &UnreadableClock,
    );

    gate.close(SECOND, &clock);
    clock.advance(SECOND);
    assert_eq!(
        gate.delay(&clock, ZERO),
        None,
        "this call finds the gate open"
    );
    assert_eq!(
        gate.delay(&UnreadableClock, ZERO),
        None,
        "and the next ones do not look at the clock"
    );
}

#[test]
fn a_gate_opens_at_the_latest_time_that_was_asked_for() {
    let (gate, clock) = (Gate::new(), FixedClock::default());
    for asked in [5, 30, 10] {
        gate.close(Duration::from_secs(asked), &clock);
    }
    assert_eq!(gate.delay(&clock, ZERO), Some(30 * SECOND));
    clock.advance(25 * SECOND);
    gate.close(10 * SECOND, &clock);
    assert_eq!(
        gate.delay(&clock, ZERO),
        Some(10 * SECOND),
        "later than the first opening"
    );
}

#[test]
fn concurrent_closings_leave_the_latest_time() {
    for round in 0..50 {
        let learners = 8;
        let (gate, clock) = (Gate::new(), FixedClock::at(round));
        let start = Barrier::new(learners);
        thread::scope(|scope| {
            for learner in 1..=learners as u64 {
                let (gate, clock, start) = (&gate, &clock, &start);
                scope.spawn(move || {
                    start.wait();
                    for asked in 1..=40 {
                        let asked = (asked * learner + round) % 59 + 1;
                        gate.close(Duration::from_secs(asked), clock);
                        let delay = gate.delay(clock, ZERO).expect("it is closed");
                        assert!(delay >= Duration::from_secs(asked));
                    }
                    gate.close(Duration::from_secs(50 + learner), clock);
                });
            }
        });
        let delay = gate.delay(&clock, ZERO).expect("it is closed");
        assert!(
            delay >= Duration::from_secs(58) && delay < Duration::from_secs(60),
            "{delay:?}"
        );
    }
}

#[test]
fn a_wait_above_max_wait_does_not_close_the_gate() {
    // At this moment the time of the opening has to be rounded.
    let clock = FixedClock::at(1);
    let gate = Gate::new().max_wait(10 * SECOND);
    gate.close(10 * SECOND + Duration::from_nanos(1), &clock);
    gate.close(Duration::MAX, &clock);
    assert_eq!(gate.delay(&clock, ZERO), None);

    gate.close(10 * SECOND, &clock);
    let delay = gate
        .delay(&clock, ZERO)
        .expect("a wait of exactly the limit closes it");
    assert!(delay >= 10 * SECOND && delay < 10 * SECOND + Duration::from_micros(1));
}

#[test]
fn without_a_hint_a_429_closes_the_gate_for_unhinted() {
    let clock = FixedClock::default();
    let gate = Gate::new().unhinted(5 * SECOND);
    gate.learn_at(&answer(429, &[]), &clock);
    assert_eq!(gate.delay(&clock, ZERO), Some(5 * SECOND));

    let gate = Gate::new().unhinted(5 * SECOND).max_wait(3 * SECOND);
    gate.learn_at(&answer(429, &[]), &clock);
    assert_eq!(gate.delay(&clock, ZERO), Some(3 * SECOND));

    let gate = Gate::new().unhinted(ZERO);
    gate.learn_at(&answer(429, &[]), &clock);
    assert_eq!(gate.delay(&clock, ZERO), None);
}

#[test]
fn held_calls_are_spread_over_a_tenth_of_the_wait() {
    let delay = |entropy| {
        let clock = FixedClock::drawing(entropy);
        let gate = Gate::new();
        gate.close(30 * SECOND, &clock);
        gate.delay(&clock, ZERO).expect("it is closed")
    };
    assert_eq!(delay(0), 30 * SECOND);
    let window = Duration::from_nanos(1 << 31);
    assert_eq!(delay(u64::MAX), 30 * SECOND + window);
    assert_eq!(delay(1 << 63), 30 * SECOND + window / 2);
}

#[test]
fn a_late_call_is_held_at_most_twice_as_long_as_is_left() {
    let clock = FixedClock::drawing(u64::MAX);
    let gate = Gate::new();
    gate.close(30 * SECOND, &clock);
    clock.advance(30 * SECOND - Duration::from_millis(1));
    assert_eq!(gate.delay(&clock, ZERO), Some(Duration::from_millis(2)));
}

proptest! {
    #[test]
    fn a_gate_never_opens_early_and_never_holds_without_bound(
        now in any::<u64>(), asked in any::<u64>(), entropy in any::<u64>(), limit in any::<u64>(),
    ) {
        // The clock counts to 584 years.
        let now = now >> 1;
        let (asked, limit) = (Duration::from_nanos(asked >> 2), Duration::from_nanos(limit >> 2));
        let clock = FixedClock { nanos: AtomicU64::new(now), entropy };
        let gate = Gate::new().max_wait(limit);
        gate.close(asked, &clock);
        match gate.delay(&clock, ZERO) {
            Some(delay) => {
                prop_assert!(delay >= asked && asked <= limit);
                prop_assert!(delay <= asked + asked / 10 + Duration::from_nanos(64 + 1));
            }
            None => prop_assert!(asked > limit || asked.is_zero()),
        }
    }
}
