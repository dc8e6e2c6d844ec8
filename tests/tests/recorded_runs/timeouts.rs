//! `attempt_timeouts` shortens the timeouts of attempts.

use std::{
    future::{Future as _, IntoFuture as _, pending},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use retry_core::{
    Attempt, Remaining, TimedOut, retry,
    testing::{self, ManualClock},
    time::Clock,
};
use retry_tests::{EXACT, HOUR, MINUTE, SECOND, block_on};

const SHORT: Duration = Duration::from_millis(5);

/// The limits of the attempts that are cut, on a manual clock, for an operation that hangs.
async fn limits(timeout: Duration) -> Vec<Duration> {
    let mut limits = Vec::new();
    let clock = ManualClock::new();
    let result = EXACT
        .attempts(2)
        .retry(pending::<Result<(), Duration>>)
        .attempt_timeout_or(timeout, TimedOut::limit)
        .on(|limit| {
            limits.push(*limit);
            true
        })
        .timer(&clock)
        .await;
    assert!(result.is_err());
    assert_eq!(clock.now(), limits.iter().sum::<Duration>(), "and no wait");
    limits
}

#[tokio::test]
async fn the_shorter_of_the_two_holds_from_the_first_attempt_on() {
    let guard = testing::no_waits().attempt_timeouts(SHORT);
    assert_eq!(limits(MINUTE).await, [SHORT; 2]);
    assert_eq!(limits(SHORT / 2).await, [SHORT / 2; 2]);
    let shorter = testing::no_waits().attempt_timeouts(SHORT / 5);
    assert_eq!(limits(MINUTE).await, [SHORT / 5; 2]);
    drop(guard);
    assert_eq!(limits(MINUTE).await, [SHORT / 5; 2]);
    drop(shorter);
    let plain = testing::no_waits();
    assert_eq!(limits(MINUTE).await, [MINUTE; 2]);
    drop(plain);
}

#[tokio::test]
async fn the_attempt_reads_it_and_remaining_has_it_too() {
    let _guard = testing::no_waits().attempt_timeouts(SHORT);
    let clock = ManualClock::new();
    let seen = |attempt: Attempt| async move { Err::<(), _>(attempt.remaining()) };
    let run = retry(seen).attempts(1).timer(&clock);
    let remaining = run.attempt_timeout_or(Remaining, |_| None);
    assert_eq!(remaining.await, Err(Some(SHORT)), "without a deadline");
    let run = retry(seen).attempts(1).deadline(SHORT / 5).timer(&clock);
    let remaining = run.attempt_timeout_or(HOUR, |_| None);
    assert_eq!(remaining.await, Err(Some(SHORT / 5)));
    let run = retry(seen).attempts(1).timer(&clock);
    assert_eq!(run.await, Err(None), "a run without a timeout gets none");
}

#[tokio::test(start_paused = true)]
async fn it_holds_for_annotated_functions() {
    #[retry(attempts = 2, attempt_timeout = 30s)]
    async fn hangs() -> Result<(), TimedOut> {
        pending().await
    }
    let runs = testing::no_waits().attempt_timeouts(SHORT);
    let start = tokio::time::Instant::now();
    assert_eq!(hangs().await.expect_err("cut").limit(), SHORT);
    assert_eq!(start.elapsed(), SHORT * 2);
    assert_eq!(runs.attempts("hangs"), [2]);
    drop(runs);
    let start = tokio::time::Instant::now();
    assert_eq!(hangs().await.expect_err("cut").limit(), SECOND * 30);
    assert!(start.elapsed() >= SECOND * 60);
}

#[test]
fn it_is_looked_up_on_the_thread_where_the_attempt_begins() {
    let clock = ManualClock::new();
    let run = retry(pending::<Result<(), TimedOut>>).attempts(2);
    let run = run.attempt_timeout(MINUTE).timer(clock.clone());
    let mut run = Box::pin(run.into_future());
    let _here = testing::no_waits().attempt_timeouts(SHORT / 5);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut cx = Context::from_waker(Waker::noop());
            let guard = testing::no_waits().attempt_timeouts(SHORT);
            assert_eq!(run.as_mut().poll(&mut cx), Poll::Pending);
            assert_eq!(clock.now(), SHORT, "the first attempt was cut");
            drop(guard);
            let Poll::Ready(Err(timed_out)) = run.as_mut().poll(&mut cx) else {
                panic!("the second attempt is cut, and the last")
            };
            assert_eq!(timed_out.limit(), MINUTE);
        });
    });
}

#[test]
fn real_timeouts_are_short() {
    let runs = testing::no_waits().attempt_timeouts(SHORT);
    let run = retry(pending::<Result<(), TimedOut>>).attempts(3);
    let run = run.attempt_timeout(HOUR).name("hangs");
    assert_eq!(block_on(run.into_future()).expect_err("cut").limit(), SHORT);
    assert_eq!(runs.attempts("hangs"), [3]);
}
