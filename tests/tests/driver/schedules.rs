//! Delays from a schedule of the user, in place of the backoff.

use retry_core::{Driver, Jitter, Step, StopReason};
use retry_tests::{EXACT, SECOND, secs};

use super::*;

#[test]
fn a_schedule_replaces_the_backoff_and_its_end_stops_the_run() {
    let mut schedule = secs([7, 0, 100]).into_iter();
    let mut driver = Driver::new();
    let policy = EXACT.unlimited();
    let mut step = |failure| driver.step(&policy, failure, &mut no_seed, Some(&mut schedule));
    assert_eq!(step(retry()), wait(SECOND * 7));
    // The hint replaces the delay of zero.
    assert_eq!(step(after(SECOND * 3)), wait(SECOND * 3));
    // The default cap is only for backoffs.
    assert_eq!(step(retry()), wait(SECOND * 100));
    assert_eq!(step(retry()), Step::Stop(StopReason::ScheduleEnded));
}

#[test]
fn a_given_max_delay_caps_a_schedule() {
    let policy = EXACT.max_delay(SECOND * 5);
    let mut schedule = secs([7]).into_iter();
    let step = Driver::new().step(&policy, retry(), &mut no_seed, Some(&mut schedule));
    assert_eq!(step, wait(SECOND * 5));
}

#[test]
fn jitter_applies_to_a_schedule() {
    let policy = EXACT.jitter(Jitter::Equal);
    for seed in 0..50 {
        let mut schedule = secs([8]).into_iter();
        let step = Driver::new().step(&policy, retry(), &mut || seed, Some(&mut schedule));
        let Step::Wait(delay) = step else {
            panic!("{step:?}")
        };
        assert!(delay >= SECOND * 4 && delay <= SECOND * 8);
    }
}
