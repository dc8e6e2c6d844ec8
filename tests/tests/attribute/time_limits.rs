//! Attempt timeouts, deadlines and the elapsed time.

use retry_core::TimedOut;

use super::*;

#[retry(attempts = 2, backoff = 1s, jitter = none, attempt_timeout = 5s, timer = clock, context = cx)]
async fn hangs(clock: &ManualClock, seen: &Cell<Option<Duration>>) -> std::io::Result<()> {
    seen.set(cx.remaining());
    std::future::pending().await
}

#[retry(deadline = 3s, attempt_timeout = remaining, timed_out = |cut: TimedOut| cut.limit(), timer = clock)]
async fn other_error(clock: &ManualClock) -> Result<(), Duration> {
    std::future::pending().await
}

#[retry(attempt_timeout = 1s, timed_out = |_| lock.try_lock().is_ok(), attempts = 1, timer = clock)]
async fn locked(clock: &ManualClock, lock: &std::sync::Mutex<()>) -> Result<(), bool> {
    let _held = lock.try_lock().map_err(|_| false)?;
    std::future::pending().await
}

#[test]
fn an_attempt_that_timed_out_is_dropped_before_its_error_is_made() {
    let lock = std::sync::Mutex::new(());
    assert_eq!(block_on(locked(&ManualClock::new(), &lock)), Err(true));
}

#[test]
fn an_async_attempt_times_out() {
    let (clock, seen) = (ManualClock::new(), Cell::new(None));
    let error = block_on(hangs(&clock, &seen)).expect_err("a timeout");
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
    assert_eq!(seen.get(), Some(SECOND * 5));
    assert_eq!(clock.waits(), secs([1]));
    assert_eq!(block_on(other_error(&ManualClock::new())), Err(SECOND * 3));
}

#[retry(attempts = 9, backoff = 1s, jitter = none, deadline = 10s)]
async fn late(calls: &Cell<u32>) -> Option<()> {
    calls.set(calls.get() + 1);
    None
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_a_run_that_has_no_other_time_limit() {
    let (start, calls) = (tokio::time::Instant::now(), Cell::new(0));
    assert_eq!(late(&calls).await, None);
    // Waits of 1, 2 and 4 s. With 8 s more it would be after the deadline.
    assert_eq!((calls.get(), start.elapsed()), (4, SECOND * 7));
}

#[retry(attempts = 3, backoff = 1s, jitter = none, timer = clock, context = cx)]
async fn notes_elapsed(clock: &ManualClock, seen: &mut Vec<Duration>) -> Option<()> {
    seen.push(cx.elapsed());
    None
}

#[test]
fn elapsed_counts_from_the_start_of_the_run() {
    let (clock, mut seen) = (ManualClock::new(), Vec::new());
    clock.advance(SECOND * 100);
    assert_eq!(block_on(notes_elapsed(&clock, &mut seen)), None);
    assert_eq!(seen, secs([0, 1, 3]));
}

#[retry(attempts = 2, attempt_timeout = 5s, timed_out = |cut: TimedOut| cut.limit(), timer = clock)]
#[tokio::main(flavor = "current_thread")]
async fn below_retry(clock: &ManualClock) -> Result<(), Duration> {
    std::future::pending().await
}

#[test]
fn an_attribute_below_may_take_async_away() {
    assert_eq!(below_retry(&ManualClock::new()), Err(SECOND * 5));
}
