//! Each attempt asks the breaker and tells it how it ended.

use std::future::IntoFuture;

use retry_core::{
    Attempt, Breaker, Budget, Hedge, Policy, StopReason, breaker::BreakerState, retry,
};

use crate::stage::{
    Answer::{Busy, Fatal, Fine, Refused},
    Played, Script, Stage, ms,
};

const FIVE: Policy = Policy::new().attempts(5);

/// Plays a script on this stage, which may have been used before.
#[track_caller]
fn play_on(stage: &Stage, policy: Policy, breaker: &Breaker, script: Script<'_>) -> Played {
    play_paid(stage, policy, breaker, &Budget::reserved(100), script)
}

/// The same with a budget.
#[track_caller]
fn play_paid(
    stage: &Stage,
    policy: Policy,
    breaker: &Breaker,
    budget: &Budget,
    script: Script<'_>,
) -> Played {
    stage.begins.borrow_mut().clear();
    let began = stage.now();
    let run = retry(|attempt: Attempt| stage.attempt(script, attempt))
        .policy(policy)
        .on(crate::stage::Answer::verdict)
        .hedge(Hedge::after(ms(100)))
        .breaker_or(breaker, |_| Refused)
        .budget(budget)
        .timer(&stage.clock)
        .report();
    let report = stage.play(run.into_future());
    Played {
        begins: stage.begins.borrow().iter().map(|at| at - began).collect(),
        ended: stage.now() - began,
        winner: report.winner(),
        dropped: report.dropped(),
        stop: report.stop,
        outcome: report.outcome,
    }
}

/// A breaker that has opened at the beginning of this stage, for 500 ms.
fn opened(stage: &Stage, breaker: Breaker) -> Breaker {
    let breaker = breaker.open_for(ms(500));
    play_on(stage, Policy::new().attempts(1), &breaker, &[(0, Busy)]);
    assert_eq!(breaker.state(), BreakerState::Open);
    breaker
}

#[test]
fn each_failure_counts_and_the_next_attempt_waits_for_the_breaker() {
    let breaker = Breaker::consecutive(2).open_for(ms(500));
    // The second fails at 110, the third at 120: then it is open, and the fourth is a probe.
    let script = &[(900, Fine), (10, Busy), (10, Busy), (10, Fine)];
    let played = play_on(&Stage::default(), FIVE, &breaker, script);
    assert_eq!(played.begins, [0, 100, 110, 620]);
    assert_eq!((played.outcome, played.dropped), (Ok(4), 1));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_loser_counts_as_neither_and_frees_its_place() {
    let stage = Stage::default();
    let breaker = opened(&stage, Breaker::consecutive(1).probes(2));
    stage.clock.advance(ms(500));
    // Both are probes. The second wins.
    let played = play_on(&stage, FIVE, &breaker, &[(900, Fine), (10, Fine)]);
    assert_eq!((played.begins, played.outcome), (vec![0, 100], Ok(2)));
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    play_on(&stage, FIVE, &breaker, &[(10, Fine)]);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_hedge_that_is_refused_is_put_off_and_the_first_goes_on() {
    let stage = Stage::default();
    let breaker = opened(&stage, Breaker::consecutive(1));
    stage.clock.advance(ms(500));
    // The first is the only probe. Hedges are refused at 100, and each 50 ms from then on.
    let budget = Budget::reserved(10);
    let played = play_paid(&stage, FIVE, &breaker, &budget, &[(120, Fine)]);
    assert_eq!((played.begins, played.outcome), (vec![0], Ok(1)));
    // Those that were refused are not paid for.
    assert_eq!(budget.available(), 10.0);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_first_attempt_that_is_refused_waits_for_the_probe() {
    let stage = Stage::default();
    let breaker = opened(&stage, Breaker::consecutive(1));
    // The attempt that was refused is the first, so the answer of the second counts.
    let played = play_on(&stage, FIVE, &breaker, &[(0, Fatal), (10, Fine)]);
    assert_eq!((played.begins, played.outcome), (vec![500], Ok(2)));
}

#[test]
fn a_run_without_time_to_wait_ends_with_the_refusal() {
    let stage = Stage::default();
    let breaker = opened(&stage, Breaker::consecutive(1));
    let policy = FIVE.deadline(ms(300));
    let played = play_on(&stage, policy, &breaker, &[]);
    assert_eq!((played.begins, played.ended), (vec![], 0));
    let retry_after = ms(500);
    assert_eq!(played.outcome, Err(Refused));
    assert_eq!(played.stop, StopReason::BreakerOpen { retry_after });
}

#[test]
fn a_real_outcome_is_kept_if_the_breaker_stays_open_for_too_long() {
    let breaker = Breaker::consecutive(1).open_for(ms(500));
    let policy = FIVE.deadline(ms(300));
    let played = play_on(&Stage::default(), policy, &breaker, &[(10, Busy)]);
    assert_eq!((played.begins, played.ended), (vec![0], 10));
    let retry_after = ms(500);
    assert_eq!(played.outcome, Err(Busy));
    assert_eq!(played.stop, StopReason::BreakerOpen { retry_after });
}
