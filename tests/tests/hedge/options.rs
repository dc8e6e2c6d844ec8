//! The other options of a run, in a hedged one.

use std::{
    cell::RefCell,
    future::{IntoFuture, pending, ready},
    time::{Duration, Instant},
};

use retry_core::{
    Attempt, Marked, Policy, StopReason, TimedOut, Verdict, retry,
    testing::{self, ManualClock},
};
use retry_tests::HOUR;

use crate::stage::{
    Answer::{self, After, Busy, Fine},
    Stage, ms,
};

#[test]
fn an_operation_learns_how_long_the_run_has_taken_without_a_deadline() {
    let stage = Stage::default();
    stage.clock.advance(HOUR);
    let seen = RefCell::new(Vec::new());
    let run = retry(|attempt: Attempt| {
        seen.borrow_mut().push(attempt.elapsed());
        stage.attempt(&[(250, Fine)], attempt)
    })
    .hedge(ms(100))
    .timer(&stage.clock);
    assert_eq!(stage.play(run.into_future()), Ok(1));
    assert_eq!(seen.into_inner(), [0, 100, 200].map(ms));
}

#[test]
fn an_operation_learns_its_number_and_the_time_that_is_left() {
    let stage = Stage::default();
    let seen = RefCell::new(Vec::new());
    let run = retry(|attempt: Attempt| {
        seen.borrow_mut()
            .push((attempt.number(), attempt.elapsed(), attempt.remaining()));
        pending::<Result<(), TimedOut>>()
    })
    .hedge(ms(100))
    .deadline(ms(1_000))
    .attempt_timeout(ms(850))
    .timer(&stage.clock);
    assert!(stage.play(run.into_future()).is_err());
    assert_eq!(
        seen.into_inner(),
        [
            (1, ms(0), Some(ms(850))),
            (2, ms(100), Some(ms(850))),
            (3, ms(200), Some(ms(800))),
        ]
    );
}

/// Unlike elsewhere, a timeout does not move a manual clock here: the test does, and sees each cut.
#[test]
fn a_cut_attempt_is_a_failure_and_the_next_starts_at_once() {
    let stage = Stage::default();
    let begins = RefCell::new(Vec::new());
    let run = retry(|_: Attempt| {
        begins.borrow_mut().push(stage.now());
        pending::<Result<(), TimedOut>>()
    })
    .attempts(4)
    .hedge(ms(100))
    .attempt_timeout(ms(150))
    .timer(&stage.clock)
    .report();
    let report = stage.play(run.into_future());
    assert_eq!(begins.into_inner(), [0, 100, 150, 250]);
    assert_eq!((report.stop, stage.now()), (StopReason::Attempts, 400));
}

#[test]
fn a_wait_for_a_hint_with_nothing_out_is_a_wait_of_the_run() {
    let stage = Stage::default();
    let run = retry(|attempt: Attempt| {
        stage.attempt(&[(10, After(300)), (150, Busy), (50, Fine)], attempt)
    })
    .on(Answer::verdict)
    .hedge(ms(100))
    .timer(&stage.clock)
    .report();
    let report = stage.play(run.into_future());
    assert_eq!(stage.clock.waits(), [ms(300)]);
    assert_eq!((report.waited, report.outcome), (ms(300), Ok(3)));
}

#[test]
fn values_are_judged_and_a_rejected_one_becomes_what_exhausted_says() {
    let stage = Stage::default();
    let run = retry(|_: Attempt| ready(Ok::<_, &str>(1)))
        .on_ok(|_| true)
        .exhausted(|_| Err("never"))
        .hedge(ms(100))
        .timer(&stage.clock)
        .report();
    let report = stage.play(run.into_future());
    assert_eq!((report.outcome, report.attempts), (Err("never"), 3));
}

#[test]
fn marks_are_obeyed_and_taken_off() {
    let stage = Stage::default();
    let run = retry(|| ready(Err::<(), _>(Marked::new("gone", Verdict::Stop))))
        .unmarked()
        .hedge(ms(100))
        .timer(&stage.clock);
    assert_eq!(stage.play(run.into_future()), Err("gone"));
}

#[test]
fn options_go_before_and_after_the_hedge() {
    let clock = ManualClock::new();
    let run = retry(|| ready(Err::<(), _>("busy")))
        .attempts(4)
        .hedge(ms(100))
        .attempts(2)
        .name("late")
        .timer(&clock)
        .report();
    assert_eq!(Stage::default().play(run.into_future()).attempts, 2);
}

#[tokio::test]
async fn without_waits_the_delay_of_a_hedge_is_real_and_hints_are_not_waited_for() {
    let runs = testing::no_waits();
    let start = Instant::now();
    let result = retry(|attempt: Attempt| async move {
        match attempt.number() {
            1 => Err(After(59_000)),
            2 => pending().await,
            number => Ok(number),
        }
    })
    .on(Answer::verdict)
    .name("hedged")
    .hedge(ms(3))
    .await;
    let took = start.elapsed();
    assert_eq!(result, Ok(3));
    assert!(ms(3) <= took && took < Duration::from_secs(50), "{took:?}");
    assert_eq!(runs.waits("hedged"), [vec![ms(59_000), ms(0)]].concat());
    let end = &runs.ends()[0];
    assert_eq!((end.attempts, end.reason), (3, StopReason::Accepted));
}

#[tokio::test]
async fn a_test_limits_the_attempts_of_a_hedged_run() {
    let _guard = testing::no_waits().attempts(2);
    let report = retry(|attempt: Attempt| async move {
        if attempt.number() == 1 {
            tokio::time::sleep(ms(20)).await;
        }
        Err::<(), _>("busy")
    })
    .attempts(5)
    .hedge(ms(2))
    .report()
    .await;
    assert_eq!((report.attempts, report.stop), (2, StopReason::Attempts));
}

#[test]
fn a_run_inside_of_one_that_suppresses_nested_retries_is_not_hedged() {
    let stage = Stage::default();
    let inner = || async {
        retry(|attempt: Attempt| stage.attempt(&[(500, Fine)], attempt))
            .on(Answer::verdict)
            .hedge(ms(100))
            .timer(&stage.clock)
            .await
    };
    let outer = Policy::new()
        .suppress_nested()
        .retry(inner)
        .hedge(HOUR)
        .timer(&stage.clock);
    assert_eq!(stage.play(outer.into_future()), Ok(1));
    assert_eq!(*stage.begins.borrow(), [0]);
}
