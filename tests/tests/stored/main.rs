//! Runs that are stored between attempts.

mod clocks;
#[cfg(feature = "serde")]
mod format;
#[cfg(feature = "serde")]
mod uninterrupted;
mod waking;

use std::time::Duration;

use retry_core::{
    Backoff, Budget, Failure, Jitter, Policy, StopReason, Verdict,
    stored::{Later, Next, unix_time},
};
use retry_tests::{EXACT, HOUR, MINUTE, NANO, SECOND, ZERO};

/// When the runs of these tests start: in whole milliseconds since the Unix epoch.
const START: Duration = Duration::from_millis(1_800_000_000_123);
const MILLI: Duration = Duration::from_millis(1);

fn retry() -> Failure {
    Failure::new(Verdict::Retry)
}

/// The state as numbers: attempt, hop, seed, and start and due as milliseconds since [`START`].
fn numbers(later: &Later) -> (u32, u32, u64, i128, i128) {
    let since_start = |time: Duration| {
        let millis = |time: Duration| i128::try_from(time.as_millis()).expect("it fits");
        millis(time) - millis(START)
    };
    (
        later.attempt(),
        later.hop(),
        later.seed(),
        since_start(later.start()),
        since_start(later.due()),
    )
}

#[test]
fn short_waits_happen_in_place_and_long_ones_in_the_queue() {
    let mut later = Later::new(START, 7);
    let mut steps = Vec::new();
    let mut now = START;
    // 1, 2, 4 and 8 s: a wait as long as the patience is in place.
    for _ in 0..5 {
        let next = EXACT.defer(&mut later, retry(), SECOND * 2, now);
        steps.push((next, numbers(&later)));
        if let Next::Here(wait) = next {
            now += wait;
        } else {
            now = later.due();
        }
    }
    assert_eq!(
        steps,
        [
            (Next::Here(SECOND), (2, 0, 7, 0, 1000)),
            (Next::Here(SECOND * 2), (3, 0, 7, 0, 3000)),
            (Next::Later(START + SECOND * 7), (4, 1, 7, 0, 7000)),
            (Next::Later(START + SECOND * 15), (5, 2, 7, 0, 15_000)),
            (Next::Stop(StopReason::Attempts), (5, 2, 7, 0, 15_000)),
        ]
    );
}

#[test]
fn patience_ends_at_the_nanosecond() {
    for (patience, is_here) in [(SECOND, true), (SECOND - NANO, false), (ZERO, false)] {
        let next = EXACT.defer(&mut Later::new(START, 7), retry(), patience, START);
        assert_eq!(next == Next::Here(SECOND), is_here, "{patience:?}");
    }
    let at_once = EXACT.backoff(Backoff::constant(ZERO));
    let next = at_once.defer(&mut Later::new(START, 7), retry(), ZERO, START);
    assert_eq!(next, Next::Here(ZERO));
}

#[test]
fn a_stored_wait_is_never_too_short() {
    // The start is rounded down, so that no attempt begins after the deadline, and the due time up.
    for (past, wait, due) in [
        (ZERO, NANO, 1),
        (NANO, ZERO, 1),
        (NANO, MILLI, 2),
        (MILLI - NANO, NANO, 1),
        (MILLI - NANO, MILLI - NANO, 2),
    ] {
        let policy = EXACT.backoff(Backoff::constant(ZERO)).exact_hints();
        let mut later = Later::new(START + past, 7);
        assert_eq!(later.start(), START);
        let failure = Failure::new(Verdict::RetryAfter(wait + SECOND));
        let next = policy.defer(&mut later, failure, MILLI, START + past);
        let due = START + SECOND + MILLI * due;
        assert_eq!(next, Next::Later(due), "{past:?} {wait:?}");
        assert!(later.is_due(due) && !later.is_due(due - NANO));
    }
}

#[test]
fn a_run_in_place_is_due_after_its_wait() {
    // To the nanosecond, whatever the clock reads.
    let policy = EXACT.backoff(Backoff::constant(MILLI * 3 / 2));
    for past in [ZERO, NANO, MILLI / 2, MILLI - NANO] {
        let now = START + past;
        let mut later = Later::new(now, 7);
        let Next::Here(wait) = policy.defer(&mut later, retry(), SECOND, now) else {
            panic!("it is a short wait");
        };
        assert!(policy.wake(&mut later, ZERO, now + wait).is_ok());
    }
}

#[test]
fn a_reset_counts_attempts_anew_and_hops_on() {
    let policy = EXACT.reset_after(MINUTE);
    let mut later = Later::new(START, 7).resumed(4, 2, START + MINUTE);
    let now = START + MINUTE * 3;
    let next = policy.defer(&mut later, retry().ran(MINUTE), ZERO, now);
    assert_eq!(next, Next::Later(now + SECOND));
    let (attempt, hop, seed, start, due) = numbers(&later);
    // Without a deadline the new run starts with the long attempt.
    assert_eq!((attempt, hop, start, due), (2, 3, 120_000, 181_000));
    assert_ne!(seed, 7);

    // An attempt that is shorter by a nanosecond resets nothing.
    let mut later = Later::new(START, 7).resumed(4, 2, START + MINUTE);
    let next = policy.defer(&mut later, retry().ran(MINUTE - NANO), ZERO, now);
    assert_eq!(next, Next::Later(now + SECOND * 8));
    assert_eq!(numbers(&later), (5, 3, 7, 0, 188_000));

    // With a deadline it starts at the failure, and so does the deadline.
    let policy = policy.deadline(MINUTE);
    let mut later = Later::new(START, 7).resumed(4, 2, START + MINUTE);
    let next = policy.defer(&mut later, retry().ran(MINUTE), ZERO, now);
    assert_eq!(next, Next::Later(now + SECOND));
    assert_eq!(later.start(), now);
}

#[test]
fn seeds_after_a_reset_derive_from_the_old_one_and_differ() {
    let policy = EXACT.reset_after(SECOND);
    let mut later = Later::new(START, 7);
    let mut seeds = Vec::new();
    for patience in [Duration::MAX, ZERO, Duration::MAX] {
        let _ = policy.defer(&mut later, retry().ran(SECOND), patience, START);
        seeds.push(later.seed());
    }
    // They are the same on every machine and in every version, so that a stored run can be replayed.
    assert_eq!(
        seeds,
        [
            6_293_933_468_218_273_928,
            2_422_990_661_286_365_871,
            410_725_984_119_232_956
        ]
    );
    // The seed is new even if the reset run stops, or draws nothing.
    let mut later = Later::new(START, 7);
    let stop = Failure::new(Verdict::Stop).ran(SECOND);
    let next = policy.defer(&mut later, stop, ZERO, START + SECOND * 5);
    assert_eq!(next, Next::Stop(StopReason::NotRetryable));
    assert_eq!(numbers(&later), (1, 0, seeds[0], 4000, 0));
}

#[test]
fn the_waits_of_a_seed_are_exact() {
    let policy = EXACT.jitter(Jitter::Full).unlimited();
    let mut later = Later::new(START, 7);
    let waits: Vec<_> = (0..4)
        .map(|_| policy.defer(&mut later, retry(), Duration::MAX, START))
        .collect();
    let delays: Vec<_> = policy.delays_with(7).take(4).map(Next::Here).collect();
    assert_eq!(waits, delays);
    // A seed in the policy takes precedence, as in every run.
    let mut later = Later::new(START, 8);
    let next = policy
        .seed(7)
        .defer(&mut later, retry(), Duration::MAX, START);
    assert_eq!(next, delays[0]);
    // A seed of zero is that of one.
    let first = |seed| policy.defer(&mut Later::new(START, seed), retry(), ZERO, START);
    assert_eq!(first(0), first(1));
    assert_ne!(first(1), first(2));
    assert_eq!(Later::new(START, 0).seed(), 1);
}

#[test]
fn every_other_end_is_that_of_a_run() {
    let policy = EXACT.deadline(MINUTE).max_retry_after(SECOND * 30);
    let after = |hint| Failure::new(Verdict::RetryAfter(hint));
    let too_long = StopReason::HintTooLong {
        asked: SECOND * 31,
        limit: SECOND * 30,
    };
    let rows = [
        (Failure::new(Verdict::Accept), ZERO, StopReason::Accepted),
        (Failure::new(Verdict::Stop), ZERO, StopReason::NotRetryable),
        (retry(), MINUTE - SECOND, StopReason::Deadline),
        (after(SECOND * 30), SECOND * 30, StopReason::Deadline),
        (after(SECOND * 31), ZERO, too_long),
    ];
    for (failure, elapsed, reason) in rows {
        let mut later = Later::new(START, 7);
        let next = policy.defer(&mut later, failure, ZERO, START + elapsed);
        assert_eq!(next, Next::Stop(reason));
        assert_eq!(later, Later::new(START, 7), "{reason}");
    }
    let next = policy.defer(
        &mut Later::new(START, 7),
        retry(),
        ZERO,
        START + MINUTE - SECOND - NANO,
    );
    assert_eq!(next, Next::Later(START + MINUTE));
}

#[test]
fn the_elapsed_time_that_the_caller_gives_counts_for_nothing() {
    let policy = EXACT.deadline(MINUTE);
    let failure = retry().elapsed(HOUR);
    let next = policy.defer(&mut Later::new(START, 7), failure, SECOND, START);
    assert_eq!(next, Next::Here(SECOND));
}

#[test]
fn a_budget_pays_by_the_wall_clock_or_the_time_it_is_given() {
    static TWO: Budget = Budget::ratio(0.001).reserve(1).per_second(1);
    let policy = EXACT.budget(&TWO);
    let defer = |failure: Failure, now| policy.defer(&mut Later::new(START, 7), failure, ZERO, now);
    let granted = |now: Duration| Next::Later(now + SECOND);
    let refused = Next::Stop(StopReason::Budget);
    assert_eq!(defer(retry(), START), granted(START));
    assert_eq!(defer(retry(), START), granted(START));
    assert_eq!(defer(retry(), START), refused);
    let after = START + SECOND;
    assert_eq!(defer(retry().at(START), after), refused);
    assert_eq!(defer(retry(), after), granted(after));
    assert_eq!(defer(retry(), after), refused);
}

#[test]
fn a_run_that_begins_reads_the_systems_clock_and_draws_a_seed() {
    let before = unix_time();
    let later = Later::begin();
    let after = unix_time();
    let (before, after) = (before.as_millis(), after.as_millis());
    assert!((before..=after).contains(&later.start().as_millis()));
    assert_eq!(later.due(), later.start());
    assert_eq!((later.attempt(), later.hop()), (1, 0));
    for _ in 0..64 {
        let seed = Later::begin().seed();
        assert!(seed != later.seed() && i64::try_from(seed).is_ok());
    }
}

#[test]
fn a_run_is_read_back_from_columns() {
    let due = START + HOUR;
    let later = Later::new(START, 7).resumed(3, 2, due);
    assert_eq!(numbers(&later), (3, 2, 7, 0, 3_600_000));
    // Rounded up, like every due time.
    assert_eq!(later, Later::new(START, 7).resumed(3, 2, due - NANO));
    assert_eq!(Later::new(START, 7).resumed(0, 0, due).attempt(), 1);
    // The last number is that before the number of an unlimited policy.
    let last = Later::new(START, 7).resumed(u32::MAX, 0, due).attempt();
    assert_eq!(last, u32::MAX - 1);
    assert_eq!(
        format!("{:?}", Later::new(Duration::from_millis(5), 7)),
        "Later { attempt: 1, hop: 0, seed: 7, start: 5, due: 5 }"
    );
}

#[test]
fn a_policy_that_changed_decides_from_the_next_failure_on() {
    let mut later = Later::new(START, 7).resumed(5, 4, START);
    let fewer = EXACT.attempts(3);
    let attempt = fewer.wake(&mut later, ZERO, START).expect("it was granted");
    assert_eq!(attempt.number(), 5);
    let next = fewer.defer(&mut later, retry(), ZERO, START);
    assert_eq!(next, Next::Stop(StopReason::Attempts));
}

#[test]
fn one_attempt_is_never_stored() {
    let next = Policy::new()
        .attempts(1)
        .defer(&mut Later::new(START, 7), retry(), ZERO, START);
    assert_eq!(next, Next::Stop(StopReason::Attempts));
}
