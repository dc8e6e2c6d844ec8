//! Waits that the deadline forbids.

use std::time::Duration;

use retry_core::{Backoff, Driver, Jitter, Step, StopReason};
use retry_tests::{EXACT, NANO, SECOND};

use super::*;

#[test]
fn a_wait_that_would_end_at_the_deadline_or_later_stops_the_run() {
    let policy = EXACT.deadline(SECOND * 10);
    let rows = [
        (SECOND * 9 - NANO, wait(SECOND)),
        (SECOND * 9, Step::Stop(StopReason::Deadline)),
        (SECOND * 10, Step::Stop(StopReason::Deadline)),
        (SECOND * 11, Step::Stop(StopReason::Deadline)),
    ];
    for (elapsed, expected) in rows {
        assert_eq!(
            first_step(&policy, retry().elapsed(elapsed)),
            expected,
            "{elapsed:?}"
        );
    }
    let at_once = policy.backoff(Backoff::constant(Duration::ZERO));
    assert_eq!(
        first_step(&at_once, retry().elapsed(SECOND * 10 - NANO)),
        wait(Duration::ZERO)
    );
    for late in [SECOND * 10, SECOND * 11] {
        assert_eq!(
            first_step(&at_once, retry().elapsed(late)),
            Step::Stop(StopReason::Deadline)
        );
    }
}

#[test]
fn jitter_above_a_hint_is_cut_to_keep_the_deadline() {
    let policy = EXACT.jitter(Jitter::Full).deadline(SECOND * 10);
    for seed in 0..100 {
        // 9 s and 1 ns are left, and jitter alone could add a second to the hint.
        let failure = after(SECOND * 9).elapsed(SECOND - NANO);
        let step = Driver::new().step(&policy, failure, &mut || seed, None);
        assert_eq!(step, wait(SECOND * 9), "seed {seed}");
        let failure = after(SECOND * 9).elapsed(SECOND);
        let step = Driver::new().step(&policy, failure, &mut || seed, None);
        assert_eq!(step, Step::Stop(StopReason::Deadline));
    }
}
