//! What a worker learns when it takes a run from the queue.

use super::*;

const POLICY: Policy = EXACT.deadline(MINUTE);

/// A run whose second attempt is due ten seconds after its start.
fn stored() -> Later {
    Later::new(START, 7).resumed(2, 1, START + SECOND * 10)
}

#[test]
fn an_attempt_begins_once_it_is_due() {
    for (late, left) in [(ZERO, 50), (SECOND * 49, 1)] {
        let mut later = stored();
        let attempt = POLICY
            .wake(&mut later, ZERO, START + SECOND * 10 + late)
            .expect("it is due");
        assert_eq!(attempt.number(), 2);
        assert_eq!(attempt.elapsed(), SECOND * 10 + late);
        assert_eq!(attempt.remaining(), Some(SECOND * left));
        assert_eq!(later, stored());
    }
    let attempt = EXACT.wake(&mut stored(), ZERO, START + HOUR);
    assert_eq!(attempt.map(|attempt| attempt.remaining()), Ok(None));
}

#[test]
fn a_queue_that_is_later_than_the_deadline_ends_the_run() {
    for (elapsed, is_late) in [
        (MINUTE - NANO, false),
        (MINUTE, true),
        (HOUR, true),
        (Duration::MAX - START, true),
    ] {
        // The first attempt too: the run waited for it in the queue.
        for mut later in [stored(), Later::new(START, 7)] {
            let before = later;
            let woken = POLICY.wake(&mut later, ZERO, START + elapsed);
            let stopped = woken == Err(Next::Stop(StopReason::Deadline));
            assert_eq!((stopped, woken.is_ok()), (is_late, !is_late), "{elapsed:?}");
            assert_eq!(later, before);
        }
    }
}

#[test]
fn an_early_run_waits_for_the_rest_or_goes_back() {
    let now = START + SECOND * 9;
    let mut later = stored();
    assert_eq!(
        POLICY.wake(&mut later, SECOND, now),
        Err(Next::Here(SECOND))
    );
    assert_eq!(later, stored());

    // It goes back under another hop, or a queue that knows the key of this one would lose it.
    let back = POLICY.wake(&mut later, SECOND - NANO, now);
    assert_eq!(back, Err(Next::Later(START + SECOND * 10)));
    assert_eq!(numbers(&later), (2, 2, 7, 0, 10_000));
    let again = POLICY.wake(&mut later, ZERO, now + SECOND - NANO);
    assert_eq!(again, Err(Next::Later(START + SECOND * 10)));
    assert_eq!(later.hop(), 3);
    assert!(POLICY.wake(&mut later, ZERO, now + SECOND).is_ok());
}

#[test]
fn the_deadline_is_asked_first() {
    let mut later = Later::new(START, 7).resumed(2, 1, START + HOUR);
    let woken = POLICY.wake(&mut later, ZERO, START + MINUTE);
    assert_eq!(woken, Err(Next::Stop(StopReason::Deadline)));
    assert_eq!(later.hop(), 1);
}

#[test]
fn a_queue_of_whole_seconds_needs_a_second_of_patience() {
    // It rounds the due time down.
    let policy = EXACT.backoff(Backoff::constant(SECOND * 90));
    let mut later = Later::new(START, 7);
    let Next::Later(due) = policy.defer(&mut later, retry(), SECOND, START) else {
        panic!("it is a long wait");
    };
    let delivered = Duration::from_secs(due.as_secs());
    let woken = policy.wake(&mut later, SECOND, delivered);
    assert_eq!(woken, Err(Next::Here(due - delivered)));
    assert!(policy.wake(&mut later, SECOND, due).is_ok());
}
