//! The blocking loop: calls, waits, hooks and reports.

use std::{
    cell::{Cell, RefCell},
    panic::AssertUnwindSafe,
    time::Duration,
};

use retry_core::{
    Attempt, Backoff, Event, Jitter, StopReason, Verdict, retry, testing::ManualClock,
};
use retry_tests::{EXACT, SECOND, panic_message, secs};

#[test]
fn calls_until_the_first_success() {
    for failures in 0..5 {
        let clock = ManualClock::new();
        let mut calls = 0;
        let result = EXACT
            .retry(|| {
                calls += 1;
                if calls <= failures {
                    Err("busy")
                } else {
                    Ok(calls)
                }
            })
            .timer(&clock)
            .call();
        assert_eq!(result, Ok(failures + 1));
        assert_eq!(clock.waits(), secs([1, 2, 4, 8])[..failures]);
    }
}

#[test]
fn gives_up_with_the_last_error_without_waiting_after_it() {
    let clock = ManualClock::new();
    let mut calls = 0;
    let result = EXACT
        .retry(|| {
            calls += 1;
            Err::<(), _>(calls)
        })
        .timer(&clock)
        .call();
    assert_eq!(result, Err(5));
    assert_eq!(clock.waits(), secs([1, 2, 4, 8]));
}

#[test]
fn calls_the_operation_before_the_first_wait_and_after_each() {
    let trace = RefCell::new(String::new());
    let result = EXACT
        .retry(|| {
            trace.borrow_mut().push('c');
            None::<()>
        })
        .attempts(3)
        .sleep_with(|_| trace.borrow_mut().push('w'))
        .call();
    assert_eq!(result, None);
    assert_eq!(*trace.borrow(), "cwcwc");
}

#[test]
fn an_attempt_knows_its_number_and_its_time() {
    let clock = ManualClock::new();
    let mut seen = Vec::new();
    let result = EXACT
        .retry(|attempt: Attempt| {
            seen.push((attempt.number(), attempt.elapsed(), attempt.remaining()));
            clock.advance(SECOND);
            Err::<(), _>("busy")
        })
        .deadline(SECOND * 7)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    let at = |number: u32, elapsed: u32| (number, SECOND * elapsed, Some(SECOND * (7 - elapsed)));
    // Attempts take 1 s, waits 1 and 2 s. The third attempt ends at 6 s, and 4 s more would be too
    // late.
    assert_eq!(seen, [at(1, 0), at(2, 2), at(3, 5)]);
    let mut remaining = Some(SECOND);
    let result = retry(|attempt: Attempt| {
        remaining = attempt.remaining();
        Some(())
    })
    .timer(&clock)
    .call();
    assert_eq!(result, Some(()));
    assert_eq!(remaining, None);
}

#[test]
fn the_deadline_counts_attempts_and_waits_and_is_not_waited_for() {
    let clock = ManualClock::new();
    let report = EXACT
        .retry(|| {
            clock.advance(SECOND * 2);
            Err::<(), _>("busy")
        })
        .deadline(SECOND * 10)
        .timer(&clock)
        .report()
        .call();
    // 2 + 1 + 2 + 2 + 2 = 9 s, and 4 s more would be after the deadline.
    assert_eq!(clock.waits(), secs([1, 2]));
    assert_eq!(report.outcome, Err("busy"));
    assert_eq!((report.attempts, report.stop), (3, StopReason::Deadline));
    assert_eq!((report.elapsed, report.waited), (SECOND * 9, SECOND * 3));
}

#[test]
fn an_attempt_that_ran_for_reset_after_starts_the_run_again() {
    let clock = ManualClock::new();
    let mut lengths = [1, 1, 60, 1, 1].into_iter();
    let report = EXACT
        .retry(|| {
            clock.advance(SECOND * lengths.next().expect("five attempts"));
            Err::<(), _>("closed")
        })
        .attempts(3)
        .reset_after(SECOND * 60)
        .timer(&clock)
        .report()
        .call();
    assert_eq!(clock.waits(), secs([1, 2, 1, 2]));
    // The report is about the run since it started again: attempts of 60, 1 and 1 s.
    assert_eq!((report.attempts, report.stop), (3, StopReason::Attempts));
    assert_eq!((report.elapsed, report.waited), (SECOND * 65, SECOND * 3));
}

#[test]
fn after_a_reset_hooks_count_from_the_start_of_the_long_attempt() {
    let clock = ManualClock::new();
    let mut lengths = [1, 60, 1].into_iter();
    let mut events = Vec::new();
    let result = EXACT
        .retry(|| {
            clock.advance(SECOND * lengths.next().expect("three attempts"));
            None::<()>
        })
        .attempts(2)
        .reset_after(SECOND * 60)
        .on_retry(|event| events.push((event.attempt(), event.elapsed())))
        .timer(&clock)
        .call();
    assert_eq!(result, None);
    assert_eq!(events, [(1, SECOND), (1, SECOND * 60)]);
}

#[test]
fn the_end_of_a_schedule_ends_the_run() {
    let clock = ManualClock::new();
    let report = EXACT
        .retry(|| None::<()>)
        .unlimited()
        .schedule(secs([3, 1]))
        .timer(&clock)
        .report()
        .call();
    assert_eq!(clock.waits(), secs([3, 1]));
    assert_eq!(
        (report.attempts, report.stop),
        (3, StopReason::ScheduleEnded)
    );
}

#[test]
fn hooks_get_each_failure_and_the_end_once() {
    let clock = ManualClock::new();
    let log = RefCell::new(Vec::new());
    let note = |event: &Event<'_, Result<(), i32>>| {
        log.borrow_mut().push((
            event.name(),
            event.attempt(),
            event.error().copied(),
            event.delay(),
            event.elapsed(),
            event.reason(),
        ));
    };
    let mut calls = 0;
    let result = EXACT
        .retry(|| {
            calls += 1;
            clock.advance(SECOND);
            Err::<(), _>(calls)
        })
        .attempts(3)
        .name("sync")
        .on_retry(note)
        .on_stop(note)
        .timer(&clock)
        .call();
    assert_eq!(result, Err(3));
    let name = Some("sync");
    assert_eq!(
        *log.borrow(),
        [
            (name, 1, Some(1), Some(SECOND), SECOND, None),
            (name, 2, Some(2), Some(SECOND * 2), SECOND * 3, None),
            (
                name,
                3,
                Some(3),
                None,
                SECOND * 6,
                Some(StopReason::Attempts)
            ),
        ]
    );
}

#[test]
fn hooks_are_not_called_on_success_and_get_refused_values() {
    let stops = Cell::new(0);
    let result = retry(|| Some(1))
        .on_retry(|_| panic!("no failure"))
        .on_stop(|_| stops.set(stops.get() + 1))
        .call();
    assert_eq!((result, stops.get()), (Some(1), 0));
    let result = retry(|| Some(1))
        .attempts(1)
        .on_ok(|_| true)
        .on_stop(|event| {
            assert_eq!((event.value(), event.error()), (Some(&1), None));
            assert_eq!(event.outcome(), Some(&Some(1)));
            stops.set(stops.get() + 1);
        })
        .call();
    assert_eq!((result, stops.get()), (Some(1), 1));
}

#[test]
fn on_stop_alone_gets_the_elapsed_time() {
    let clock = ManualClock::new();
    let mut elapsed = None;
    let result = EXACT
        .retry(|| {
            clock.advance(SECOND);
            None::<()>
        })
        .attempts(2)
        .on_stop(|event| elapsed = Some(event.elapsed()))
        .timer(&clock)
        .call();
    assert_eq!(result, None);
    assert_eq!(elapsed, Some(SECOND * 3));
}

#[test]
fn a_report_covers_a_success() {
    let clock = ManualClock::new();
    let mut calls = 0;
    let report = EXACT
        .retry(|| {
            calls += 1;
            clock.advance(SECOND);
            if calls < 3 { Err("busy") } else { Ok("done") }
        })
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (3, StopReason::Accepted));
    assert_eq!((report.elapsed, report.waited), (SECOND * 6, SECOND * 3));
    assert_eq!(report.accepted(), Ok("done"));
}

#[test]
fn a_panic_passes_through() {
    let mut calls = 0;
    let message = panic_message(AssertUnwindSafe(|| {
        EXACT
            .retry(|| -> Option<()> {
                calls += 1;
                panic!("broken")
            })
            .call()
    }));
    assert_eq!(message, "broken");
    assert_eq!(calls, 1);
}

#[test]
fn a_hint_above_the_limit_ends_the_run_and_is_reported() {
    let clock = ManualClock::new();
    let report = EXACT
        .retry(|| Err::<(), _>(SECOND * 3600))
        .on(|asked| Verdict::RetryAfter(*asked))
        .timer(&clock)
        .report()
        .call();
    assert!(clock.waits().is_empty());
    assert_eq!(
        report.stop,
        StopReason::HintTooLong {
            asked: SECOND * 3600,
            limit: SECOND * 60
        }
    );
    assert_eq!(report.outcome, Err(SECOND * 3600));
}

#[test]
fn without_a_timer_the_thread_sleeps() {
    let start = std::time::Instant::now();
    let result = retry(|| None::<()>)
        .attempts(3)
        .backoff(Backoff::constant(Duration::from_millis(2)))
        .jitter(Jitter::None)
        .call();
    assert_eq!(result, None);
    assert!(start.elapsed() >= Duration::from_millis(4));
}

#[test]
fn a_hint_is_obeyed_by_a_run_that_reads_no_clock() {
    let clock = ManualClock::new();
    let result = EXACT
        .retry(|| Err::<(), _>("busy"))
        .attempts(3)
        .on(|_| Verdict::RetryAfter(SECOND * 10))
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    assert_eq!(clock.waits(), secs([10, 10]));
}

#[test]
fn elapsed_counts_from_the_start_of_the_run() {
    let clock = ManualClock::new();
    clock.advance(SECOND * 100);
    let mut seen = Vec::new();
    let result = EXACT
        .retry(|attempt: Attempt| {
            seen.push(attempt.elapsed());
            None::<()>
        })
        .attempts(3)
        .timer(&clock)
        .call();
    assert_eq!(result, None);
    assert_eq!(seen, secs([0, 1, 3]));
}
