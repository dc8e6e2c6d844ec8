//! The cost of a delay, and what a policy shows of itself.

use std::time::Duration;

use retry_core::{Driver, Failure, Jitter, Policy, Step, Verdict};
use retry_tests::{EXACT, SECOND};

#[test]
fn the_hundred_thousandth_delay_costs_no_more_than_the_two_thousandth() {
    let policy = EXACT.unlimited().jitter(Jitter::Decorrelated);
    // Replayed from the start, these would take 5,000,000 steps.
    let delays: Vec<Duration> = (2_000..=100_000)
        .step_by(1_000)
        .map(|n| {
            let failure = Failure::new(Verdict::Retry);
            match Driver::resume(n, Some(7)).step(&policy, failure, &mut || 7, None) {
                Step::Wait(delay) => delay,
                Step::Stop(reason) => panic!("{reason}"),
            }
        })
        .collect();
    assert!(
        delays
            .iter()
            .all(|delay| (SECOND..=SECOND * 30).contains(delay))
    );
    let late = delays.iter().filter(|delay| **delay > SECOND * 15).count();
    assert!((25..75).contains(&late), "{late} of 99 in the upper half");
}

#[test]
fn debug_shows_a_policy_as_its_settings() {
    let shown = format!("{:?}", Policy::new().unlimited().deadline(SECOND));
    for part in [
        "attempts: Unlimited",
        "deadline: Some(1s)",
        "reset_after: None",
        "jitter: Full",
    ] {
        assert!(shown.contains(part), "{part} is missing in {shown}");
    }
    assert!(!shown.contains("18446744073709551615"), "{shown}");
}
