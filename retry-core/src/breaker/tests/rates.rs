//! The rule of a rate.

use core::time::Duration;

use core::sync::atomic::AtomicU64;

use super::{
    super::{
        BreakerState,
        window::{SLOTS, Tally, Window},
    },
    At, Breaker, SECOND, accept, ask, fail, succeed,
};
use crate::outcome::Verdict;

fn half() -> Breaker {
    Breaker::rate(0.5)
        .min_calls(4)
        .window(Duration::from_secs(10))
}

#[test]
fn it_opens_with_the_failure_that_makes_the_rate() {
    let breaker = half();
    succeed(&breaker, 0);
    succeed(&breaker, 0);
    succeed(&breaker, 0);
    fail(&breaker, 0);
    fail(&breaker, 0);
    // 2 of 5.
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn fewer_calls_than_the_minimum_open_nothing() {
    let breaker = half();
    fail(&breaker, 0);
    fail(&breaker, 0);
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn a_success_opens_nothing_even_as_the_call_that_was_missing() {
    let breaker = half();
    fail(&breaker, 0);
    fail(&breaker, 0);
    fail(&breaker, 0);
    succeed(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Open);
}

/// Slots of a second: a call at 0.5 s is in the window until 10 s.
#[test]
fn calls_leave_the_window_by_tenths() {
    let breaker = half();
    for _ in 0..3 {
        fail(&breaker, SECOND / 2);
    }
    fail(&breaker, 10 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Closed);
    let breaker = half();
    for _ in 0..3 {
        fail(&breaker, SECOND / 2);
    }
    fail(&breaker, 10 * SECOND - 1);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn a_quiet_night_is_forgotten() {
    let breaker = half();
    for _ in 0..3 {
        fail(&breaker, 0);
    }
    // A later turn of the ring, at the same place.
    fail(&breaker, 100_000 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn calls_count_after_a_quiet_time() {
    // In turns of the ring. Of a turn, 16 bits are stored.
    for quiet in [1, 2, 3, 400, 32_767, 32_768, 40_000, 65_534, 65_537] {
        let breaker = half();
        for _ in 0..3 {
            fail(&breaker, 0);
        }
        let later = quiet * 10 * SECOND;
        for _ in 0..3 {
            fail(&breaker, later);
        }
        assert_eq!(breaker.state(), BreakerState::Closed, "{quiet} turns");
        fail(&breaker, later);
        assert_eq!(breaker.state(), BreakerState::Open, "{quiet} turns");
    }
}

#[test]
fn it_begins_anew_once_it_is_closed_again() {
    let breaker = half();
    for _ in 0..4 {
        fail(&breaker, 0);
    }
    succeed(&breaker, 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Closed);
    for _ in 0..3 {
        fail(&breaker, 5 * SECOND);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn what_began_before_it_opened_is_not_counted_and_takes_no_slot() {
    let breaker = half();
    let late = [(); 3].map(|()| ask(&breaker, 0).expect("closed"));
    for _ in 0..4 {
        fail(&breaker, 0);
    }
    succeed(&breaker, 5 * SECOND);
    for _ in 0..3 {
        fail(&breaker, 5 * SECOND);
    }
    breaker.report(late[0], &Verdict::Retry, &At(5 * SECOND));
    accept(&breaker, late[1], 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn a_clock_that_is_behind_counts_in_the_present_slot() {
    let breaker = half();
    for _ in 0..3 {
        fail(&breaker, 10 * SECOND);
    }
    // Of the same place, a turn before.
    let ticket = ask(&breaker, 0).expect("closed");
    accept(&breaker, ticket, 0);
    fail(&breaker, 10 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn a_late_call_joins_the_present_slot_of_its_own_generation() {
    for (generation, turn) in [(0, 0), (0, 1), (1, 0), (1, 1), (254, 65_534)] {
        let window = Window {
            length: 10 * SECOND,
            slots: [const { AtomicU64::new(0) }; SLOTS],
        };
        let (before, now) = (turn * 10 * SECOND, (turn + 1) * 10 * SECOND);
        window.count(generation, true, now);
        window.count(generation, false, before);
        let (calls, failures) = (2, 1);
        assert_eq!(window.tally(generation, now), Tally { calls, failures });

        window.count(generation + 1, true, before);
        let (calls, failures) = (1, 1);
        let of_next = window.tally(generation + 1, before);
        assert_eq!(of_next, Tally { calls, failures });
        assert_eq!(window.tally(generation, now), Tally::default());
    }
}

#[test]
fn a_slot_that_is_full_keeps_its_rate() {
    let breaker = half();
    let most = (1 << 20) - 1;
    for call in 0..most + 10 {
        if call % 4 == 0 {
            fail(&breaker, 0);
        } else {
            succeed(&breaker, 0);
        }
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    // A quarter of half a million failed: so many more make one half.
    for _ in 0..262_000 {
        fail(&breaker, 0);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    for _ in 0..300 {
        let Ok(ticket) = ask(&breaker, 0) else { break };
        breaker.report(ticket, &Verdict::Retry, &At(0));
    }
    assert_eq!(breaker.state(), BreakerState::Open);
}
