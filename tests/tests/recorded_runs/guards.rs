//! Which guard records which run.

use std::{cell::Cell, thread};

use retry_core::{
    StopReason::Accepted,
    retry,
    testing::{self, ManualClock},
};
use retry_tests::{EXACT, HOUR, PATIENT, ZERO, secs};

use super::{failing, lines};

fn fetch() {
    let _ = retry(failing(1)).name("fetch").call();
}

#[test]
fn every_guard_that_lives_records_in_any_order_of_drops() {
    let first = testing::no_waits();
    fetch();
    let second = testing::no_waits();
    fetch();
    let counts = (first.ends().len(), second.ends().len());
    assert_eq!(counts, (2, 1));
    drop(first);
    fetch();
    let third = testing::no_waits();
    drop(second);
    fetch();
    assert_eq!(third.attempts("fetch"), [2]);
}

#[test]
fn the_strictest_limit_holds_and_a_second_handle_is_the_same_guard() {
    let outer = testing::no_waits();
    let limited = outer.attempts(2);
    let inner = testing::no_waits().attempts(3);
    let _ = EXACT.retry(failing(9)).name("a").call();
    drop(inner);
    drop(limited);
    let _ = EXACT.retry(failing(9)).name("b").call();
    assert_eq!(
        (outer.attempts("a"), outer.attempts("b")),
        (vec![2], vec![2])
    );
    assert_eq!(outer.attempts(&String::from("a")), [2]);
    drop(outer);
    let clock = ManualClock::new();
    let _ = PATIENT.retry(failing(9)).timer(&clock).call();
    assert_eq!(
        clock.waits(),
        [HOUR; 4],
        "the guard is gone with its last handle"
    );
}

#[test]
fn a_guard_records_runs_from_their_first_failure_to_their_end() {
    let outer = testing::no_waits();
    let early = Cell::new(Some(testing::no_waits()));
    let late = Cell::new(None);
    let result = EXACT
        .retry(failing(3))
        .name("fetch")
        .on_retry(|event| match event.attempt() {
            1 => late.set(Some(testing::no_waits())),
            2 => drop(early.take()),
            _ => {}
        })
        .call();
    assert_eq!(result, Ok(4));
    let late = late.take().expect("made by the hook");
    assert_eq!(late.ends(), [], "the run had failed before");
    assert_eq!(outer.waits("fetch"), secs([1, 2, 4]));
}

#[test]
fn a_run_that_outlives_its_guard_does_not_wait_and_keeps_its_limit() {
    let guard = testing::no_waits().attempts(3);
    let clock = ManualClock::new();
    let mut run = PATIENT.start().timer(&clock);
    run.pause("busy").expect("attempts are left").block();
    drop(guard);
    let other = testing::no_waits();
    fetch();
    run.pause("busy").expect("attempts are left").block();
    assert!(run.pause("busy").is_err());
    assert_eq!(clock.waits(), [ZERO; 2]);
    assert_eq!(other.ends().len(), 1);
    assert_eq!(other.attempts("fetch"), [2]);
}

#[test]
fn guards_record_the_runs_of_their_own_thread() {
    let runs = testing::no_waits();
    thread::scope(|scope| {
        for count in 1..=4 {
            scope.spawn(move || {
                let runs = testing::no_waits();
                for _ in 0..count * 500 {
                    fetch();
                }
                assert_eq!(runs.attempts("fetch"), vec![2; count * 500]);
            });
        }
    });
    assert_eq!(runs.ends(), []);
}

#[test]
fn a_thread_that_panics_under_its_guard_harms_no_other() {
    let runs = testing::no_waits();
    let test = thread::spawn(|| {
        let _guard = testing::no_waits();
        fetch();
        let _ = retry(|| -> Option<()> { panic!("as a test that fails does") }).call();
    });
    assert!(test.join().is_err());
    fetch();
    let wait = runs.waits("fetch");
    assert_eq!(lines(runs.ends()), [(Some("fetch"), 2, wait, Accepted)]);
}
