//! Only an attempt that was healthy starts a run over, and its deadline too.

use std::{
    cell::{Cell, RefCell},
    future::{IntoFuture as _, pending, ready},
    io,
    time::Duration,
};

use retry_core::{Attempt, Backoff, StopReason, retry, testing::ManualClock, time::Clock as _};
use retry_tests::{EXACT, HOUR, MINUTE, SECOND, block_on, secs};

use crate::Outcome;

#[test]
fn an_attempt_that_its_timeout_cut_does_not_start_the_run_over() {
    let clock = ManualClock::new();
    let calls = Cell::new(0);
    let run = EXACT
        .attempts(3)
        .retry(|| {
            calls.set(calls.get() + 1);
            pending::<io::Result<()>>()
        })
        .reset_after(SECOND * 10)
        .attempt_timeout(SECOND * 30)
        .timer(&clock)
        .report();
    let report = block_on(run.into_future());
    assert_eq!((calls.get(), report.stop), (3, StopReason::Attempts));
    assert_eq!(clock.waits(), secs([1, 2]));
}

#[test]
fn an_attempt_that_ran_long_and_failed_by_itself_starts_the_run_over() {
    let clock = ManualClock::new();
    let mut lengths = [1, 60, 1, 1].into_iter();
    let run = EXACT
        .attempts(3)
        .retry(|| {
            clock.advance(SECOND * lengths.next().expect("four attempts"));
            ready(Err::<(), io::Error>(io::ErrorKind::BrokenPipe.into()))
        })
        .reset_after(SECOND * 10)
        .attempt_timeout(MINUTE * 2)
        .timer(&clock);
    let _ = block_on(run.into_future());
    assert_eq!(clock.waits(), secs([1, 1, 2]));
}

#[test]
fn a_reset_starts_the_deadline_over_at_the_failure_that_earned_it() {
    let clock = ManualClock::new();
    // A stream that ran for an hour, and then an outage in which each attempt takes a second.
    let mut lengths = [3600].into_iter();
    let report = EXACT
        .unlimited()
        .backoff(Backoff::constant(SECOND * 9))
        .retry(|| {
            clock.advance(SECOND * lengths.next().unwrap_or(1));
            Err::<(), _>("closed")
        })
        .reset_after(MINUTE)
        .deadline(SECOND * 600)
        .timer(&clock)
        .report()
        .call();
    assert_eq!(report.stop, StopReason::Deadline);
    // Waits of 9 s and attempts of 1 s: the wait that would end at 609 s is not begun.
    assert_eq!(clock.waits(), [SECOND * 9; 60]);
    assert_eq!(clock.now(), SECOND * (3600 + 600));
}

#[test]
fn a_deadline_without_a_reset_in_between_ends_the_run() {
    let clock = ManualClock::new();
    let report = EXACT
        .retry(|| {
            clock.advance(SECOND * 30);
            Err::<(), _>("closed")
        })
        .reset_after(MINUTE)
        .deadline(SECOND * 45)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (2, StopReason::Deadline));
}

/// A stream that reconnects, and gives up after so long an outage.
#[retry(attempts = unlimited, backoff = 9s, factor = 1, jitter = none, reset_after = 1m, deadline = 10m, timer = clock)]
fn stream(clock: &ManualClock, first: Duration, calls: &Cell<u32>) -> Outcome {
    clock.advance(if calls.get() == 0 { first } else { SECOND });
    calls.set(calls.get() + 1);
    Err("closed")
}

#[test]
fn the_attribute_takes_deadline_and_reset_after_together() {
    let clock = ManualClock::new();
    assert!(stream(&clock, HOUR, &Cell::new(0)).is_err());
    assert_eq!(clock.waits().len(), 60);
}

#[test]
fn an_attempt_reads_what_the_deadline_leaves_after_a_reset() {
    let clock = ManualClock::new();
    let left = RefCell::new(Vec::new());
    let mut lengths = [120, 1].into_iter();
    let _ = EXACT
        .attempts(3)
        .retry(|attempt: Attempt| {
            left.borrow_mut().push(attempt.remaining());
            clock.advance(SECOND * lengths.next().unwrap_or(1));
            Err::<(), _>("closed")
        })
        .reset_after(MINUTE)
        .deadline(SECOND * 600)
        .timer(&clock)
        .call();
    // After the reset at 120 s: a wait of 1 s, then an attempt of 1 s and a wait of 2 s.
    let seconds = [600, 599, 596].map(|seconds| Some(SECOND * seconds));
    assert_eq!(left.into_inner(), seconds);
}
