//! Each further attempt is paid for.

use retry_core::{Budget, Hedge, Policy, StopReason};

use crate::stage::{
    Answer::{After, Busy, Fatal, Fine, Throttled},
    Script, ms, play_with,
};

const FIVE: Policy = Policy::new().attempts(5);
const HEDGE: Hedge = Hedge::after(ms(100));

#[test]
fn each_hedge_and_each_retry_takes_a_token() {
    let budget = Budget::reserved(100);
    let played = play_with(
        FIVE,
        HEDGE,
        &budget,
        &[(150, Busy), (900, Busy), (10, Fine)],
    );
    assert_eq!(played.begins, [0, 100, 150]);
    assert_eq!(budget.available(), 98.0);
}

#[test]
fn an_empty_budget_ends_hedging_and_those_that_are_out_go_on() {
    let budget = Budget::reserved(1);
    let played = play_with(FIVE, HEDGE, &budget, &[(900, Fine)]);
    assert_eq!((played.begins, played.outcome), (vec![0, 100], Ok(1)));
    assert_eq!(budget.available(), 0.0);
}

#[test]
fn a_run_whose_last_attempt_fails_then_stops_for_the_budget() {
    let budget = Budget::reserved(1);
    let played = play_with(FIVE, HEDGE, &budget, &[(900, Busy), (20, Busy)]);
    assert_eq!(played.begins, [0, 100]);
    assert_eq!(
        (played.outcome, played.stop),
        (Err(Busy), StopReason::Budget)
    );
    let played = play_with(FIVE, HEDGE, &budget, &[(20, Busy)]);
    assert_eq!((played.begins, played.stop), (vec![0], StopReason::Budget));
}

#[test]
fn a_token_that_comes_back_later_is_not_asked_for_again() {
    // One each second.
    let budget = Budget::floor(1);
    let played = play_with(FIVE, HEDGE, &budget, &[(5_000, Fine)]);
    assert_eq!(played.begins, [0, 100]);
}

#[test]
fn an_attempt_that_was_granted_and_is_not_made_gives_its_token_back() {
    let budget = Budget::aws();
    // The first wins while the third waits for its moment.
    let played = play_with(FIVE, HEDGE, &budget, &[(300, Fine), (30, Throttled(500))]);
    assert_eq!(played.begins, [0, 100]);
    // The hedge took 14, of which the success returns what the last attempt took.
    assert_eq!(budget.available(), 500.0);
    let budget = Budget::reserved(10);
    let _ = play_with(FIVE, HEDGE, &budget, &[(300, Fatal), (30, After(500))]);
    assert_eq!(budget.available(), 9.0);
}

#[test]
fn a_later_hint_does_not_pay_twice() {
    let budget = Budget::reserved(10);
    let script = &[(200, After(900)), (30, After(500)), (10, Fine)];
    let played = play_with(FIVE, HEDGE, &budget, script);
    assert_eq!(played.begins, [0, 100, 1_100]);
    assert_eq!(budget.available(), 8.0);
}

#[test]
fn a_run_pays_its_share_once() {
    let rows: [(&str, Script<'_>); 3] = [
        ("not hedged", &[(10, Fine)]),
        ("hedged, in vain", &[(150, Fine)]),
        ("failed", &[(10, Fatal)]),
    ];
    for (what, script) in rows {
        let budget = Budget::ratio(1.0).reserve(5);
        let played = play_with(FIVE, HEDGE, &budget, script);
        let taken = u32::try_from(played.begins.len() - 1).unwrap();
        assert_eq!(budget.available(), 6.0 - f64::from(taken), "{what}");
    }
}

#[test]
fn a_hedge_that_is_refused_has_paid_the_share_of_the_run() {
    let budget = Budget::ratio(0.5);
    let played = play_with(FIVE, HEDGE, &budget, &[(900, Fine)]);
    assert_eq!(played.begins, [0]);
    assert_eq!(budget.available(), 0.5);
}
