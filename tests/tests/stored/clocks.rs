//! Wall clocks that are set, and times at the end of their range.

use super::*;

const FAR: [Duration; 4] = [
    Duration::MAX,
    Duration::from_secs(u64::MAX),
    Duration::from_millis(u64::MAX),
    Duration::from_nanos(u64::MAX),
];

#[test]
fn a_clock_that_was_set_back_has_counted_nothing() {
    let policy = EXACT.deadline(MINUTE);
    for back in [MILLI, HOUR, START] {
        let now = START - back;
        let mut later = Later::new(START, 7);
        let next = policy.defer(&mut later, retry(), SECOND, now);
        assert_eq!(next, Next::Here(SECOND), "{back:?}");
        assert_eq!(later.start(), START);

        let mut later = Later::new(START, 7).resumed(2, 1, now);
        let attempt = policy
            .wake(&mut later, SECOND, now + MILLI)
            .expect("it is due");
        assert_eq!(attempt.remaining(), Some(MINUTE));
    }
}

#[test]
fn a_wait_that_is_due_by_a_clock_that_was_set_back_is_waited_again() {
    let mut later = Later::new(START, 7).resumed(2, 1, START + SECOND);
    let woken = EXACT.wake(&mut later, MINUTE, START - HOUR);
    assert_eq!(woken, Err(Next::Later(START + SECOND)));
}

#[test]
fn a_clock_that_was_set_forward_reaches_the_deadline() {
    let policy = EXACT.deadline(MINUTE);
    let mut later = Later::new(START, 7);
    let next = policy.defer(&mut later, retry(), SECOND, START + HOUR);
    assert_eq!(next, Next::Stop(StopReason::Deadline));
    let woken = policy.wake(&mut later, SECOND, START + HOUR);
    assert_eq!(woken, Err(Next::Stop(StopReason::Deadline)));
}

#[test]
fn a_reset_takes_the_clock_as_it_is() {
    // The attempt ran for an hour, and the clock was set back by a day meanwhile.
    let now = START - HOUR * 24;
    let policy = EXACT.reset_after(MINUTE);
    let mut later = Later::new(START, 7);
    let _ = policy.defer(&mut later, retry().ran(HOUR), ZERO, now);
    assert_eq!(later.start(), now - HOUR);

    let mut later = Later::new(START, 7);
    let _ = policy
        .deadline(MINUTE)
        .defer(&mut later, retry().ran(HOUR), ZERO, now);
    assert_eq!(later.start(), now);

    // It starts at the epoch at the earliest.
    let mut later = Later::new(SECOND, 7);
    let _ = policy.defer(&mut later, retry().ran(HOUR), ZERO, SECOND);
    assert_eq!(later.start(), ZERO);
}

#[test]
fn the_new_start_is_in_whole_milliseconds() {
    let policy = EXACT.reset_after(SECOND);
    let mut later = Later::new(START, 7);
    let now = START + HOUR + MILLI - NANO;
    let _ = policy.defer(&mut later, retry().ran(SECOND), ZERO, now);
    assert_eq!(later.start(), START + HOUR - SECOND);
}

#[test]
fn times_without_end_saturate() {
    let latest = Duration::from_millis(u64::MAX);
    for far in FAR {
        let start = far.min(latest);
        let later = Later::new(far, u64::MAX);
        assert!(later.start() <= start && later.due() <= start);
        for policy in [EXACT, EXACT.deadline(MINUTE), EXACT.reset_after(NANO)] {
            for patience in [ZERO, Duration::MAX] {
                let mut later = Later::new(START, 7).resumed(u32::MAX, u32::MAX, far);
                let _ = policy.wake(&mut later, patience, START);
                let _ = policy.wake(&mut later, patience, far);
                for failure in [retry(), retry().ran(far).at(far)] {
                    let mut later = Later::new(START, 7).resumed(1, u32::MAX, far);
                    let _ = policy.defer(&mut later, failure, patience, far);
                    assert_eq!(later.hop(), u32::MAX);
                    let mut later = Later::new(far, 7);
                    let _ = policy.defer(&mut later, failure, patience, ZERO);
                    let _ = policy.defer(&mut later, failure, patience, far);
                }
            }
        }
    }
    let mut later = Later::new(START, 7);
    let next = EXACT.defer(&mut later, retry(), ZERO, Duration::MAX);
    assert_eq!(next, Next::Later(latest));
}

#[test]
fn an_endless_hint_is_waited_for_in_the_queue() {
    let policy = EXACT.max_retry_after(Duration::MAX);
    let mut later = Later::new(START, 7);
    let failure = Failure::new(Verdict::RetryAfter(Duration::MAX));
    let next = policy.defer(&mut later, failure, HOUR, START);
    // The core counts in nanoseconds, which end after 584 years.
    let longest = Duration::from_nanos(u64::MAX - 1);
    let Next::Later(due) = next else {
        panic!("it is longer than the patience");
    };
    assert!(due >= START + longest && due < START + longest + MILLI);
}

#[test]
fn the_last_attempt_number_of_an_unlimited_policy_follows_itself() {
    let policy = EXACT.unlimited();
    let mut later = Later::new(START, 7).resumed(u32::MAX, 0, START);
    for _ in 0..2 {
        let next = policy.defer(&mut later, retry(), ZERO, START);
        assert_eq!(next, Next::Later(START + SECOND * 30));
        assert_eq!(later.attempt(), u32::MAX - 1);
    }
}
