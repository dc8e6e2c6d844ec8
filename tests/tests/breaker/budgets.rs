//! Budgets pay for attempts that are made.

use std::cell::Cell;

use crate::{Failure, STEADY, open, seconds};
use retry_core::{Breaker, Budget, StopReason, testing::ManualClock};

#[test]
fn a_refused_attempt_gives_its_token_back() {
    let budget = Budget::aws();
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    open(&breaker, &clock);
    let mut other = STEADY.start().timer(clock.clone()).breaker(&breaker);
    clock.advance(seconds(5));
    other.ask().expect("the probe");
    let left = Cell::new(0.0);
    let report = STEADY
        .retry(|| Ok::<(), Failure>(()))
        .attempts(3)
        .breaker(&breaker)
        .budget(&budget)
        .on_stop(|_| left.set(budget.available()))
        .timer(&clock)
        .report()
        .call();
    assert_eq!(report.stop.label(), "breaker_open");
    // Two retries were granted, none was made.
    assert_eq!(left.get(), 500.0);
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn so_does_one_in_a_loop_by_hand() {
    let budget = Budget::aws();
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    open(&breaker, &clock);
    let mut other = STEADY.start().timer(clock.clone()).breaker(&breaker);
    clock.advance(seconds(5));
    other.ask().expect("the probe");
    let mut run = STEADY
        .start()
        .timer(clock.clone())
        .breaker(&breaker)
        .budget(&budget);
    let mut refusals = 0;
    while let Err(open) = run.ask() {
        refusals += 1;
        match run.pause_as((), open.verdict()) {
            Ok(pause) => {
                assert_eq!(budget.available(), 486.0);
                pause.block();
            }
            Err(()) => break,
        }
    }
    assert_eq!(refusals, 4);
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn an_empty_budget_stops_a_refused_run_because_of_the_breaker() {
    let budget = Budget::reserved(1);
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    let run = || {
        STEADY
            .retry(|| Err::<(), _>(Failure::Down))
            .breaker(&breaker)
            .budget(&budget)
            .timer(&clock)
            .report()
            .call()
    };
    let report = run();
    // A real failure, whose next attempt the budget does not pay for.
    assert_eq!((report.attempts, report.stop), (2, StopReason::Budget));
    let report = run();
    assert_eq!(report.stop.label(), "breaker_open");
    assert_eq!(report.attempts, 1);
}

/// Else runs that call nothing would fill it while the callee is down.
#[test]
fn a_run_pays_in_nothing_for_a_refused_first_attempt() {
    let budget = Budget::ratio(1.0);
    let breaker = Breaker::consecutive(1);
    breaker.isolate();
    let clock = ManualClock::new();
    for _ in 0..5 {
        let run = STEADY.retry(|| Ok::<(), Failure>(()));
        let run = run.breaker(&breaker).budget(&budget).timer(&clock);
        assert!(run.call().is_err());
    }
    assert_eq!(budget.available(), 0.0);
}

#[test]
fn a_run_pays_in_for_a_first_attempt_that_opens_the_breaker_and_for_no_later_one() {
    for (opens_at, left) in [(1, 1.0), (2, 0.0)] {
        let budget = Budget::ratio(1.0);
        let breaker = Breaker::consecutive(opens_at);
        let clock = ManualClock::new();
        let report = STEADY
            .retry(|| Err::<(), _>(Failure::Down))
            .attempts(opens_at)
            .breaker(&breaker)
            .budget(&budget)
            .timer(&clock)
            .report()
            .call();
        assert_eq!(report.attempts, opens_at);
        // The second attempt cost what the first had paid in.
        assert_eq!(budget.available(), left);
    }
}
