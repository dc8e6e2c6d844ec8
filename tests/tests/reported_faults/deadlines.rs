//! The deadline is asked again after hooks, and an attempt that it leaves nothing is not made.

use std::{
    cell::{Cell, RefCell},
    future::{IntoFuture as _, poll_fn, ready},
    io,
    task::Poll,
    time::Duration,
};

use retry_core::{
    Backoff, Event, Jitter, Policy, Remaining, StopReason, retry, retry_block,
    testing::{self, ManualClock},
    time::{AsyncTimer, Clock},
};
use retry_tests::{EXACT, MINUTE, SECOND, block_on, millis};

use crate::Outcome;

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

impl Clock for Oversleeping {
    fn now(&self) -> Duration {
        self.0.now()
    }
}

impl AsyncTimer for Oversleeping {
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
