//! One test for each rule, with given times.

use core::time::Duration;

use super::{
    super::{BreakerState, Transition},
    At, Breaker, SECOND, accept, ask, fail, refused,
    std::{
        format,
        panic::{AssertUnwindSafe, catch_unwind},
        string::ToString,
        sync::Mutex,
        vec::Vec,
    },
    succeed,
};
use crate::{outcome::Verdict, policy::Backoff};

const MILLISECOND: u64 = 1_000_000;

#[test]
fn failures_in_a_row_open_it_and_a_success_ends_the_row() {
    let breaker = Breaker::consecutive(3);
    fail(&breaker, 0);
    fail(&breaker, 0);
    succeed(&breaker, 0);
    fail(&breaker, 0);
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Open);
}

/// The word has 42 bits for the millisecond until which it is open: 139 years.
#[test]
fn an_opening_without_end_lasts_as_long_as_the_word_can_say() {
    const YEAR: u64 = 365 * 24 * 3_600 * SECOND;
    let breaker = Breaker::consecutive(1).open_for(Duration::MAX);
    fail(&breaker, 0);
    for years in [0, 1, 139] {
        assert!(ask(&breaker, years * YEAR).is_err(), "{years} years");
    }
    // A clock that is past it must not keep it open for ever.
    let probe = ask(&breaker, 140 * YEAR).expect("a probe");
    breaker.report(probe, &Verdict::Retry, &At(140 * YEAR));
    assert!(ask(&breaker, 140 * YEAR).is_ok());
}

#[test]
fn accept_and_stop_are_successes_and_what_is_retried_is_a_failure() {
    let table = [
        (Verdict::Accept, BreakerState::Closed),
        (Verdict::Stop, BreakerState::Closed),
        (Verdict::Retry, BreakerState::Open),
        (Verdict::RetryAfter(Duration::ZERO), BreakerState::Open),
        (Verdict::Throttled(None), BreakerState::Open),
    ];
    for (verdict, state) in table {
        let breaker = Breaker::consecutive(1);
        let ticket = ask(&breaker, 0).expect("closed");
        breaker.report(ticket, &verdict, &At(0));
        assert_eq!(breaker.state(), state, "{verdict:?}");
    }
}

#[test]
fn counts_says_which_verdicts_are_failures() {
    let breaker = Breaker::consecutive(2).counts(|verdict| matches!(verdict, Verdict::Stop));
    let end = |verdict| {
        let ticket = ask(&breaker, 0).expect("closed");
        breaker.report(ticket, &verdict, &At(0));
        breaker.state()
    };
    assert_eq!(end(Verdict::Stop), BreakerState::Closed);
    // No failure, so it ends the row.
    assert_eq!(end(Verdict::Retry), BreakerState::Closed);
    assert_eq!(end(Verdict::Stop), BreakerState::Closed);
    assert_eq!(end(Verdict::Stop), BreakerState::Open);

    let breaker = Breaker::consecutive(1).counts(|verdict| *verdict == Verdict::Accept);
    succeed(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Open);
    // A cut attempt has no verdict to ask about.
    let breaker = Breaker::consecutive(1).counts(|_| false);
    let ticket = ask(&breaker, 0).expect("closed");
    breaker.failed(ticket, &At(0));
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn an_open_one_refuses_until_its_time_is_over() {
    let breaker = Breaker::consecutive(1).named("db");
    fail(&breaker, SECOND);
    let open = ask(&breaker, 2 * SECOND).expect_err("open");
    assert_eq!(open.retry_after(), Duration::from_secs(4));
    assert_eq!(open.name(), Some("db"));
    assert_eq!(open.verdict(), Verdict::RetryAfter(Duration::from_secs(4)));
    assert_eq!(
        open.to_string(),
        "circuit breaker `db` is open, retry after 4s"
    );
    assert_eq!(refused(&breaker, 6 * SECOND - 1), 1);
    assert_eq!(breaker.state(), BreakerState::Open);
    assert!(ask(&breaker, 6 * SECOND).is_ok());
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
}

#[test]
fn the_time_is_rounded_up_to_a_millisecond() {
    let breaker = Breaker::consecutive(1).open_for(Duration::from_millis(2));
    fail(&breaker, 1);
    assert_eq!(refused(&breaker, 1), 3 * MILLISECOND - 1);
    assert!(ask(&breaker, 3 * MILLISECOND).is_ok());
}

#[test]
fn half_open_admits_exactly_its_probes_and_as_many_close_it() {
    let breaker = Breaker::consecutive(1).probes(3);
    fail(&breaker, 0);
    let probes = [(); 3].map(|()| ask(&breaker, 5 * SECOND).expect("a probe"));
    // A tenth of the 5 s.
    assert_eq!(refused(&breaker, 5 * SECOND), SECOND / 2);
    accept(&breaker, probes[0], 5 * SECOND);
    // One has succeeded and two are out: no fourth.
    assert_eq!(refused(&breaker, 5 * SECOND), SECOND / 2);
    accept(&breaker, probes[1], 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    breaker.report(probes[2], &Verdict::Stop, &At(5 * SECOND));
    assert_eq!(breaker.state(), BreakerState::Closed);
    assert!(ask(&breaker, 5 * SECOND).is_ok());
}

#[test]
fn the_wait_for_a_probe_of_another_is_at_least_a_millisecond() {
    let breaker = Breaker::consecutive(1).open_for(Duration::from_millis(2));
    fail(&breaker, 0);
    let _probe = ask(&breaker, 2 * MILLISECOND).expect("a probe");
    assert_eq!(refused(&breaker, 2 * MILLISECOND), MILLISECOND);
}

#[test]
fn one_failed_probe_opens_it_again_and_the_others_count_for_nothing() {
    let breaker = Breaker::consecutive(9).probes(2);
    for _ in 0..9 {
        fail(&breaker, 0);
    }
    let [one, other] = [(); 2].map(|()| ask(&breaker, 5 * SECOND).expect("a probe"));
    breaker.report(one, &Verdict::Retry, &At(6 * SECOND));
    assert_eq!(refused(&breaker, 6 * SECOND), 5 * SECOND);
    // The other one was admitted before this opening.
    accept(&breaker, other, 6 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Open);
    let [one, another] = [(); 2].map(|()| ask(&breaker, 11 * SECOND).expect("a probe"));
    breaker.report(other, &Verdict::Retry, &At(11 * SECOND));
    breaker.release(other);
    assert!(ask(&breaker, 11 * SECOND).is_err());
    for probe in [one, another] {
        accept(&breaker, probe, 11 * SECOND);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    breaker.report(other, &Verdict::Retry, &At(11 * SECOND));
    // And it needs nine failures again.
    for _ in 0..8 {
        fail(&breaker, 11 * SECOND);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_probe_that_does_not_end_frees_its_place() {
    let breaker = Breaker::consecutive(1);
    fail(&breaker, 0);
    for _ in 0..5 {
        let probe = ask(&breaker, 5 * SECOND).expect("a probe");
        assert!(ask(&breaker, 5 * SECOND).is_err());
        breaker.release(probe);
    }
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    succeed(&breaker, 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn what_began_before_it_opened_counts_for_nothing() {
    let breaker = Breaker::consecutive(1);
    let [late, later] = [(); 2].map(|()| ask(&breaker, 0).expect("closed"));
    fail(&breaker, 0);
    breaker.report(late, &Verdict::Retry, &At(SECOND));
    assert_eq!(refused(&breaker, SECOND), 4 * SECOND);
    let probe = ask(&breaker, 5 * SECOND).expect("a probe");
    accept(&breaker, later, 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    breaker.release(later);
    assert!(ask(&breaker, 5 * SECOND).is_err());
    accept(&breaker, probe, 5 * SECOND);
    breaker.report(late, &Verdict::Retry, &At(5 * SECOND));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn successive_openings_last_as_the_backoff_says_until_it_is_closed() {
    let seconds = |seconds| Duration::from_secs(seconds);
    let backoff = Backoff::exponential(seconds(1)).max_delay(seconds(5));
    let breaker = Breaker::consecutive(1).backoff(backoff);
    let mut now = 0;
    for expected in [1, 2, 4, 5, 5] {
        fail(&breaker, now);
        assert_eq!(refused(&breaker, now), expected * SECOND);
        now += expected * SECOND;
    }
    succeed(&breaker, now);
    fail(&breaker, now);
    assert_eq!(refused(&breaker, now), SECOND);
    for _ in 0..200 {
        now += 5 * SECOND;
        fail(&breaker, now);
    }
    assert_eq!(refused(&breaker, now), 5 * SECOND);
}

#[test]
fn an_isolated_one_refuses_until_it_is_reset() {
    let breaker = Breaker::consecutive(1);
    let before = ask(&breaker, 0).expect("closed");
    breaker.isolate();
    let open = ask(&breaker, u64::MAX - 1).expect_err("isolated");
    assert_eq!(open.retry_after(), Duration::MAX);
    assert_eq!(open.to_string(), "circuit breaker is isolated");
    assert_eq!(breaker.open_for_another(&At(0)), Some(Duration::MAX));
    accept(&breaker, before, 0);
    assert_eq!(breaker.state(), BreakerState::Isolated);
    breaker.reset();
    breaker.report(before, &Verdict::Retry, &At(0));
    assert_eq!(breaker.state(), BreakerState::Closed);
    assert_eq!(breaker.open_for_another(&At(0)), None);
}

#[test]
fn a_reset_closes_it_from_every_state_and_forgets_failures() {
    let breaker = Breaker::consecutive(2);
    fail(&breaker, 0);
    breaker.reset();
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 0);
    breaker.reset();
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 0);
    fail(&breaker, 0);
    let probe = ask(&breaker, 5 * SECOND).expect("a probe");
    breaker.reset();
    breaker.report(probe, &Verdict::Retry, &At(5 * SECOND));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn it_takes_a_probe_at_once_if_no_millisecond_is_far_enough() {
    let breaker = Breaker::consecutive(1).open_for(Duration::MAX);
    fail(&breaker, u64::MAX - 1);
    assert!(ask(&breaker, u64::MAX - 1).is_ok());
}

#[test]
fn each_transition_is_told_once() {
    static TOLD: Mutex<Vec<(BreakerState, BreakerState)>> = Mutex::new(Vec::new());
    static BREAKER: Breaker = Breaker::consecutive(2).named("told").on_transition(tell);
    fn tell(transition: &Transition) {
        // The state is changed already, and no lock is held.
        assert_eq!(BREAKER.state(), transition.to());
        assert_eq!(transition.name(), Some("told"));
        let mut told = TOLD.lock().expect("no panic");
        told.push((transition.from(), transition.to()));
    }
    use BreakerState::{Closed, HalfOpen, Isolated, Open};

    BREAKER.reset();
    fail(&BREAKER, 0);
    fail(&BREAKER, 0);
    fail(&BREAKER, 5 * SECOND);
    succeed(&BREAKER, 10 * SECOND);
    BREAKER.isolate();
    BREAKER.isolate();
    BREAKER.reset();
    assert_eq!(
        *TOLD.lock().expect("no panic"),
        [
            (Closed, Open),
            (Open, HalfOpen),
            (HalfOpen, Open),
            (Open, HalfOpen),
            (HalfOpen, Closed),
            (Closed, Isolated),
            (Isolated, Closed),
        ]
    );
}

#[test]
fn a_state_is_shown_by_its_label() {
    use BreakerState::{Closed, HalfOpen, Isolated, Open};
    let shown = [Closed, Open, HalfOpen, Isolated].map(|state| format!("{state}"));
    assert_eq!(shown, ["closed", "open", "half_open", "isolated"]);
}

#[test]
fn a_hook_that_panics_leaves_the_state_right() {
    let breaker = Breaker::consecutive(1).on_transition(|transition| {
        assert_eq!(transition.to(), BreakerState::Closed, "a hook that panics");
    });
    let panics = |call: &dyn Fn()| catch_unwind(AssertUnwindSafe(call)).is_err();
    assert!(panics(&|| fail(&breaker, 0)));
    assert_eq!(breaker.state(), BreakerState::Open);
    // It panics before the probe has its ticket, whose place is free then.
    assert!(panics(&|| succeed(&breaker, 5 * SECOND)));
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    succeed(&breaker, 5 * SECOND);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn debug_shows_its_rule_and_its_state() {
    let breaker = Breaker::consecutive(5).named("db");
    assert_eq!(
        format!("{breaker:?}"),
        "Breaker { name: \"db\", consecutive: 5, state: Closed, .. }"
    );
    let breaker = Breaker::rate(0.5).window(Duration::from_secs(10));
    assert_eq!(
        format!("{breaker:?}"),
        "Breaker { rate: 0.5, min_calls: 20, window: 10s, state: Closed, .. }"
    );
}
