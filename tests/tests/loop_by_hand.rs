//! The loop that the user writes, with a run that says when to go on and when to stop.

use std::{
    error::Error,
    future::{Future, IntoFuture},
    sync::Mutex,
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_lite::future::block_on;
use retry_core::{Backoff, StopReason, Verdict, testing::ManualClock};
use retry_tests::{EXACT, SECOND, secs};

#[test]
fn a_run_waits_between_attempts_and_returns_the_last_error() {
    let clock = ManualClock::new();
    let mut run = EXACT.start().timer(&clock);
    for attempt in 1..5 {
        assert_eq!(run.attempt().number(), attempt);
        run.pause("busy").expect("attempts are left").block();
        assert_eq!(run.stop_reason(), None);
    }
    assert_eq!(run.pause("the last").expect_err("none is left"), "the last");
    assert_eq!(run.stop_reason(), Some(StopReason::Attempts));
    assert_eq!(clock.waits(), secs([1, 2, 4, 8]));
}

#[test]
fn a_pause_waits_the_same_time_when_it_is_awaited() {
    let clock = ManualClock::new();
    block_on(async {
        let mut run = EXACT.start().timer(&clock);
        while let Ok(pause) = run.pause("busy") {
            pause.await;
        }
    });
    assert_eq!(clock.waits(), secs([1, 2, 4, 8]));
}

#[test]
fn a_pause_does_not_wait_before_it_is_used() {
    let clock = ManualClock::new();
    let mut run = EXACT.start().timer(&clock);
    let pause = run.pause("busy").expect("attempts are left");
    assert_eq!(pause.delay(), SECOND);
    assert!(clock.waits().is_empty());
    pause.block();
    assert_eq!(clock.waits(), secs([1]));
}

#[test]
fn verdicts_and_hints_are_obeyed() {
    let clock = ManualClock::new();
    let mut run = EXACT.start().timer(&clock);
    run.pause_as("busy", Verdict::RetryAfter(SECOND * 10))
        .expect("retried")
        .block();
    run.pause_as("busy", true).expect("retried").block();
    assert_eq!(clock.waits(), secs([10, 2]));
    assert_eq!(
        run.pause_as("fatal", false).expect_err("not retried"),
        "fatal"
    );
    assert_eq!(run.stop_reason(), Some(StopReason::NotRetryable));

    let mut run = EXACT.start().timer(&clock);
    assert!(
        run.pause_as("busy", Verdict::RetryAfter(SECOND * 61))
            .is_err()
    );
    let limit = SECOND * 60;
    assert_eq!(
        run.stop_reason(),
        Some(StopReason::HintTooLong {
            asked: SECOND * 61,
            limit
        })
    );
}

#[test]
fn the_deadline_counts_from_start() {
    let clock = ManualClock::new();
    let mut run = EXACT.deadline(SECOND * 10).start().timer(&clock);
    clock.advance(SECOND * 3);
    run.pause("busy")
        .expect("3 s and a wait of 1 s are before the deadline")
        .block();
    assert_eq!(run.attempt().elapsed(), SECOND * 4);
    assert_eq!(run.attempt().remaining(), Some(SECOND * 6));
    clock.advance(SECOND * 4);
    assert_eq!(
        run.pause("late")
            .expect_err("8 s and a wait of 2 s end at the deadline"),
        "late"
    );
    assert_eq!(run.stop_reason(), Some(StopReason::Deadline));
}

#[test]
fn reset_after_and_reset_start_the_run_again() {
    let clock = ManualClock::new();
    let mut run = EXACT.reset_after(SECOND * 60).start().timer(&clock);
    for length in [1, 1, 60, 1] {
        clock.advance(SECOND * length);
        run.pause("closed").expect("attempts are left").block();
    }
    assert_eq!(clock.waits(), secs([1, 2, 1, 2]));
    run.reset();
    assert_eq!(run.attempt().number(), 1);
    assert_eq!(run.attempt().elapsed(), Duration::ZERO);
    run.pause("closed").expect("attempts are left").block();
    assert_eq!(clock.waits(), secs([1, 2, 1, 2, 1]));
}

#[test]
fn a_reset_clears_the_stop_reason() {
    let clock = ManualClock::new();
    let mut run = EXACT.attempts(1).start().timer(&clock);
    assert!(run.pause(()).is_err());
    run.reset();
    assert_eq!(run.stop_reason(), None);
}

struct Connection {
    failures: u32,
}

impl Connection {
    async fn query(&mut self) -> Result<u32, Box<dyn Error>> {
        tokio::task::yield_now().await;
        if self.failures == 0 {
            return Ok(42);
        }
        self.failures -= 1;
        Err("deadlock".into())
    }
}

async fn rows(conn: &mut Connection, clock: ManualClock) -> Result<u32, String> {
    let mut run = EXACT.start().timer(clock);
    loop {
        let pause = match conn.query().await {
            Ok(rows) => return Ok(rows),
            Err(error) => run.pause(error).map_err(|error| error.to_string())?,
        };
        pause.await;
    }
}

#[tokio::test]
async fn a_loop_over_a_borrowed_connection_and_boxed_errors_can_be_spawned() {
    let clock = ManualClock::new();
    let spawned = clock.clone();
    let result =
        tokio::spawn(async move { rows(&mut Connection { failures: 3 }, spawned).await }).await;
    assert_eq!(result.expect("no panic"), Ok(42));
    assert_eq!(clock.waits(), secs([1, 2, 4]));
}

#[test]
fn a_lock_held_by_the_match_is_free_during_the_pause() {
    let pool = Mutex::new(0);
    let clock = ManualClock::new();
    let mut run = EXACT.start().timer(&clock);
    let result = loop {
        let pause = match *pool.lock().expect("not poisoned") {
            2 => break Ok(2),
            found => match run.pause(found) {
                Ok(pause) => pause,
                Err(found) => break Err(found),
            },
        };
        *pool.try_lock().expect("free during the pause") += 1;
        pause.block();
    };
    assert_eq!(result, Ok(2));
}

#[test]
fn a_pause_of_zero_yields_once() {
    let clock = ManualClock::new();
    let mut run = EXACT
        .backoff(Backoff::constant(Duration::ZERO))
        .start()
        .timer(&clock);
    let mut pause = std::pin::pin!(run.pause(()).expect("attempts are left").into_future());
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(pause.as_mut().poll(&mut cx), Poll::Pending);
    assert_eq!(pause.as_mut().poll(&mut cx), Poll::Ready(()));
    assert_eq!(clock.waits(), secs([0]));
}

#[test]
fn the_first_attempt_knows_its_time() {
    let clock = ManualClock::new();
    let run = EXACT.deadline(SECOND * 10).start().timer(&clock);
    clock.advance(SECOND * 3);
    assert_eq!(run.attempt().elapsed(), SECOND * 3);
    assert_eq!(run.attempt().remaining(), Some(SECOND * 7));
}

#[test]
fn a_pause_does_not_lengthen_the_next_attempt() {
    let clock = ManualClock::new();
    clock.advance(SECOND * 100);
    let mut run = EXACT.reset_after(SECOND * 60).start().timer(&clock);
    for length in [1, 59, 60] {
        clock.advance(SECOND * length);
        run.pause("closed").expect("attempts are left").block();
    }
    assert_eq!(clock.waits(), secs([1, 2, 1]));
}
