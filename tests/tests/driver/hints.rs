//! How hints change the delay.

use std::time::Duration;

use retry_core::{Driver, Failure, Jitter, Step, StopReason, Verdict};
use retry_tests::{EXACT, NANO, SECOND, secs};

use super::*;

#[test]
fn a_hint_is_the_least_delay() {
    let rows = [
        (SECOND * 10, SECOND * 10),
        (SECOND, SECOND),
        (Duration::from_millis(10), SECOND),
        (Duration::ZERO, SECOND),
    ];
    for (hint, expected) in rows {
        assert_eq!(first_step(&EXACT, after(hint)), wait(expected), "{hint:?}");
        let throttled = Failure::new(Verdict::Throttled(Some(hint)));
        assert_eq!(first_step(&EXACT, throttled), wait(expected), "{hint:?}");
    }
    assert_eq!(
        first_step(&EXACT, Failure::new(Verdict::Throttled(None))),
        wait(SECOND)
    );
}

#[test]
fn jitter_spreads_a_hint_above_itself() {
    let policy = EXACT.jitter(Jitter::Full);
    // By up to a tenth of the hint, or by up to the nominal delay if that is more.
    for (hint, draw) in [(SECOND * 50, SECOND * 5), (SECOND * 2, SECOND)] {
        let mut drawn = Vec::new();
        for seed in 0..200 {
            let step = Driver::new().step(&policy, after(hint), &mut || seed, None);
            let Step::Wait(delay) = step else {
                panic!("{step:?}")
            };
            assert!(delay >= hint && delay <= hint + draw, "{delay:?}");
            drawn.push(delay - hint);
        }
        drawn.sort();
        assert!(
            drawn[0] < draw / 10 && drawn[199] > draw * 9 / 10,
            "{drawn:?}"
        );
    }
}

#[test]
fn a_hint_takes_the_place_of_the_delay_of_its_retry() {
    let failures = [retry(), after(SECOND * 10), retry(), retry(), retry()];
    let mut expected = waits(secs([1, 10, 4, 8]));
    expected.push(Step::Stop(StopReason::Attempts));
    assert_eq!(steps(&EXACT, &failures), expected);
}

#[test]
fn a_hint_above_its_limit_stops_and_one_at_the_limit_does_not() {
    let policy = EXACT.max_retry_after(SECOND * 20);
    assert_eq!(first_step(&policy, after(SECOND * 20)), wait(SECOND * 20));
    let asked = SECOND * 20 + NANO;
    let reason = StopReason::HintTooLong {
        asked,
        limit: SECOND * 20,
    };
    assert_eq!(first_step(&policy, after(asked)), Step::Stop(reason));
    assert_eq!(
        first_step(&EXACT, after(SECOND * 61)),
        Step::Stop(StopReason::HintTooLong {
            asked: SECOND * 61,
            limit: SECOND * 60
        })
    );
}

#[test]
fn a_hint_is_not_capped_by_max_delay() {
    assert_eq!(
        first_step(&EXACT.max_delay(SECOND), after(SECOND * 40)),
        wait(SECOND * 40)
    );
}

#[test]
fn an_exact_hint_is_the_delay_itself_and_is_limited_like_others() {
    let hint = Duration::from_millis(10);
    for jitter in [Jitter::None, Jitter::Full] {
        let policy = EXACT.jitter(jitter).exact_hints();
        assert_eq!(first_step(&policy, after(hint)), wait(hint));
        let deadline = policy.deadline(hint);
        assert_eq!(
            first_step(&deadline, after(hint)),
            Step::Stop(StopReason::Deadline)
        );
        let limit = hint - NANO;
        let limited = policy.max_retry_after(limit);
        assert_eq!(
            first_step(&limited, after(hint)),
            Step::Stop(StopReason::HintTooLong { asked: hint, limit })
        );
    }
    assert_eq!(
        first_step(&EXACT, after(hint)),
        wait(SECOND),
        "other hints are the least delay"
    );
}
