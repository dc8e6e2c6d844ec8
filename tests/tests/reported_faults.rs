//! Faults that bug reports about other libraries showed: deadlines, clocks, guards, resets. One test
//! for each, named after what is right.

use std::{
    cell::{Cell, RefCell},
    future::{IntoFuture as _, pending, poll_fn, ready},
    io,
    task::Poll,
    time::{Duration, Instant},
};

use retry_core::{
    Attempt, Backoff, Driver, Event, Failure, Jitter, Policy, Remaining, Step, StopReason, Verdict,
    retry, retry_block,
    testing::{self, ManualClock},
    time::{Clock as _, DefaultTimer},
};
use retry_tests::{EXACT, HOUR, MINUTE, PATIENT, SECOND, block_on, fail_if_it_hangs, millis, secs};

type Outcome = Result<(), &'static str>;

/// A hook that takes 160 ms.
fn slow_hook(clock: &ManualClock) -> impl Fn(&Event<'_, Outcome>) {
    move |_| clock.advance(Duration::from_millis(160))
}

const SHORT: Policy = Policy::new()
    .attempts(5)
    .backoff(Backoff::constant(Duration::from_millis(10)))
    .jitter(Jitter::None)
    .deadline(Duration::from_millis(100));

#[retry(policy = SHORT, on_retry = slow_hook(clock), timer = clock)]
fn annotated(clock: &ManualClock, calls: &Cell<u32>) -> Outcome {
    calls.set(calls.get() + 1);
    Err("busy")
}

#[retry(policy = SHORT, on_retry = slow_hook(clock), timer = clock)]
async fn annotated_async(clock: &ManualClock, calls: &Cell<u32>) -> Outcome {
    calls.set(calls.get() + 1);
    Err("busy")
}

#[test]
fn the_deadline_is_asked_again_after_a_slow_hook_in_every_form() {
    let calls = Cell::new(0);
    let fail = || {
        calls.set(calls.get() + 1);
        Err("busy")
    };
    let run = |form: &dyn Fn(&ManualClock) -> Outcome| {
        let clock = ManualClock::new();
        calls.set(0);
        assert_eq!(form(&clock), Err("busy"));
        assert_eq!((calls.get(), clock.waits()), (1, Vec::new()));
    };
    run(&|clock| {
        retry(fail)
            .policy(SHORT)
            .on_retry(slow_hook(clock))
            .timer(clock)
            .call()
    });
    run(&|clock| {
        let run = retry(|| ready(fail())).policy(SHORT);
        block_on(run.on_retry(slow_hook(clock)).timer(clock).into_future())
    });
    run(&|clock| annotated(clock, &calls));
    run(&|clock| block_on(annotated_async(clock, &calls)));
    run(
        &|clock| retry_block!(policy = SHORT, on_retry = slow_hook(clock), timer = clock; -> Outcome { fail() }),
    );
}

#[test]
fn a_run_that_a_hook_made_late_stops_for_its_deadline() {
    let clock = ManualClock::new();
    let stops = RefCell::new(Vec::new());
    let report = retry(|| Err::<(), _>("busy"))
        .policy(SHORT)
        .on_retry(slow_hook(&clock))
        .on_stop(|event| stops.borrow_mut().push((event.attempt(), event.reason())))
        .timer(&clock)
        .report()
        .call();
    assert_eq!(report.outcome, Err("busy"));
    assert_eq!((report.attempts, report.stop), (1, StopReason::Deadline));
    assert_eq!(report.waited, Duration::ZERO);
    assert_eq!(stops.into_inner(), [(1, Some(StopReason::Deadline))]);
}

#[test]
fn a_hook_that_leaves_enough_time_changes_nothing() {
    let clock = ManualClock::new();
    let policy = SHORT.deadline(MINUTE);
    let run = retry(|| Err::<(), _>("busy")).policy(policy);
    let _ = run.on_retry(slow_hook(&clock)).timer(&clock).call();
    assert_eq!(clock.waits(), millis([10; 4]));
}

#[test]
fn waits_that_a_test_removes_count_once_when_the_deadline_is_asked_again() {
    let _guard = testing::no_waits();
    let attempts = Cell::new(0);
    let clock = ManualClock::new();
    // Waits of 1 and 2 s: the second would end at 3 s, the deadline.
    let report = EXACT
        .deadline(SECOND * 3)
        .retry(|| {
            attempts.set(attempts.get() + 1);
            Err::<(), _>("busy")
        })
        .on_retry(|_| {})
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (2, StopReason::Deadline));
}

/// A sleep that takes longer than it should.
fn oversleep(clock: &ManualClock) -> impl FnMut(Duration) -> std::future::Ready<()> {
    move |_| {
        clock.advance(SECOND * 60);
        ready(())
    }
}

struct Oversleeping(ManualClock);

impl retry_core::time::Clock for Oversleeping {
    fn now(&self) -> Duration {
        self.0.now()
    }
}

impl retry_core::time::AsyncTimer for Oversleeping {
    type Sleep = std::future::Ready<()>;

    fn sleep(&self, _: Duration) -> Self::Sleep {
        oversleep(&self.0)(SECOND)
    }

    fn timeout(&self, _: Duration) -> Self::Sleep {
        ready(())
    }
}

#[test]
fn an_attempt_to_which_the_deadline_leaves_nothing_is_not_made_and_counts_as_cut() {
    let timer = Oversleeping(ManualClock::new());
    let calls = Cell::new(0);
    let run = retry(|| {
        calls.set(calls.get() + 1);
        ready(Err::<(), _>(io::Error::from(
            io::ErrorKind::ConnectionReset,
        )))
    })
    .policy(EXACT)
    .deadline(SECOND * 30)
    .attempt_timeout(Remaining)
    .timer(&timer)
    .report();
    let report = block_on(run.into_future());
    assert_eq!(calls.get(), 1);
    let error = report.outcome.expect_err("it was cut");
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert_eq!((report.attempts, report.stop), (2, StopReason::Deadline));
}

#[test]
fn an_annotated_attempt_to_which_the_deadline_leaves_nothing_is_not_made() {
    #[retry(
        attempts = 5,
        backoff = 1s,
        jitter = none,
        deadline = 30s,
        attempt_timeout = remaining,
        timer = timer
    )]
    async fn reset(timer: &Oversleeping, calls: &Cell<u32>) -> io::Result<()> {
        calls.set(calls.get() + 1);
        Err(io::ErrorKind::ConnectionReset.into())
    }

    let calls = Cell::new(0);
    let result = block_on(reset(&Oversleeping(ManualClock::new()), &calls));
    assert_eq!(calls.get(), 1);
    let error = result.expect_err("it was cut");
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
}

#[test]
fn the_first_attempt_is_made_even_under_a_deadline_of_zero() {
    let run = retry(|| ready(Ok::<_, io::Error>(7)))
        .deadline(Duration::ZERO)
        .attempt_timeout(Remaining)
        .timer(ManualClock::new());
    assert_eq!(block_on(run.into_future()).expect("it is ready at once"), 7);
}

/// Ends in real time: a millisecond of deadline, waits of half of one.
const BRIEF: Policy = Policy::new()
    .unlimited()
    .backoff(Backoff::constant(Duration::from_micros(500)))
    .jitter(Jitter::None)
    .deadline(Duration::from_millis(5));

#[tokio::test(start_paused = true)]
async fn a_loop_by_hand_that_blocks_reads_the_clock_of_its_thread() {
    fail_if_it_hangs(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut run = BRIEF.start();
            while let Ok(pause) = run.pause("busy") {
                pause.block();
            }
            assert_eq!(run.stop_reason(), Some(StopReason::Deadline));
        });
    });
}

#[tokio::test(start_paused = true)]
async fn a_loop_by_hand_that_awaits_reads_the_paused_clock() {
    let began = Instant::now();
    let mut run = EXACT.deadline(HOUR).unlimited().start();
    let mut waits = Vec::new();
    while let Ok(pause) = run.pause("busy") {
        waits.push(pause.delay());
        pause.await;
    }
    assert_eq!(run.stop_reason(), Some(StopReason::Deadline));
    assert!(
        waits.len() > 100,
        "30 s each, once they have reached the cap"
    );
    assert!(began.elapsed() < MINUTE, "an hour has passed on paper only");
}

#[tokio::test(start_paused = true)]
async fn the_default_timer_given_by_name_reads_the_clock_of_its_thread() {
    fail_if_it_hangs(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let run = BRIEF.retry(|| Err::<(), _>("busy")).timer(DefaultTimer);
            let report = run.report().call();
            assert_eq!(report.stop, StopReason::Deadline);
        });
    });
}

#[tokio::test(start_paused = true)]
async fn a_loop_by_hand_that_blocks_is_reset_by_an_attempt_that_ran_long() {
    let mut run = EXACT
        .reset_after(Duration::from_millis(2))
        .backoff(Backoff::constant(Duration::ZERO))
        .start();
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(3));
        run.pause("closed")
            .expect("each attempt starts the run over")
            .block();
    }
}

fn attempts() -> u32 {
    let clock = ManualClock::new();
    let report = PATIENT.retry(|| None::<()>).timer(&clock).report().call();
    assert!(clock.waits().iter().all(Duration::is_zero), "a guard lives");
    report.attempts
}

fn waits_as_usual() -> bool {
    let clock = ManualClock::new();
    let _ = PATIENT.retry(|| None::<()>).timer(&clock).call();
    clock.waits() == [HOUR; 4]
}

#[test]
fn guards_hold_in_any_order_of_drops() {
    let guard = testing::no_waits();
    // Replaces the variable, and drops the first guard after the second was made.
    let guard = {
        let second = testing::no_waits().attempts(1);
        drop(guard);
        second
    };
    assert_eq!(attempts(), 1);
    drop(guard);
    assert!(waits_as_usual());

    let [first, second, third] = [5, 2, 3].map(|limit| testing::no_waits().attempts(limit));
    assert_eq!(attempts(), 2);
    drop(second);
    assert_eq!(attempts(), 3);
    drop(first);
    assert_eq!(attempts(), 3);
    drop(third);
    assert!(waits_as_usual());
}

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

#[test]
fn a_future_that_wakes_late_still_polls_its_operation_first() {
    let polled = Cell::new(false);
    let run = retry(|| {
        poll_fn(|_| {
            polled.set(true);
            Poll::Ready(Ok::<_, io::Error>(()))
        })
    })
    .attempt_timeout(Duration::ZERO)
    .timer(ManualClock::new());
    assert!(block_on(run.into_future()).is_ok());
    assert!(polled.get());
}
