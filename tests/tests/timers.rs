//! Timers: tokio's with its paused clock, the one outside of a runtime, and those of the user.

use std::{
    cell::RefCell,
    future::{Future, IntoFuture as _, pending},
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_lite::future::block_on;
use retry_core::{
    Attempt, Backoff, Jitter, Policy, StopReason,
    testing::ManualClock,
    time::{AsyncTimer, Clock},
};
use retry_tests::{EXACT, SECOND, millis, secs};

#[tokio::test(start_paused = true)]
async fn tokios_paused_clock_controls_waits() {
    let start = tokio::time::Instant::now();
    let wall = std::time::Instant::now();
    let at = RefCell::new(Vec::new());
    let result = EXACT
        .retry(|| async {
            at.borrow_mut().push(start.elapsed());
            None::<()>
        })
        .await;
    assert_eq!(result, None);
    assert_eq!(*at.borrow(), secs([0, 1, 3, 7, 15]));
    assert!(wall.elapsed() < SECOND * 15, "nothing was slept for real");
}

#[tokio::test(start_paused = true)]
async fn tokios_paused_clock_controls_deadlines() {
    let report = EXACT
        .retry(|attempt: Attempt| async move {
            tokio::time::sleep(SECOND * 2).await;
            Err::<(), _>(attempt.remaining())
        })
        .deadline(SECOND * 10)
        .report()
        .await;
    // 2 + 1 + 2 + 2 + 2 = 9 s.
    assert_eq!((report.attempts, report.stop), (3, StopReason::Deadline));
    assert_eq!((report.elapsed, report.waited), (SECOND * 9, SECOND * 3));
    assert_eq!(report.outcome, Err(Some(SECOND * 3)));
}

#[tokio::test(start_paused = true)]
async fn tokios_paused_clock_controls_attempt_timeouts() {
    let start = tokio::time::Instant::now();
    let result = EXACT
        .retry(pending::<io::Result<()>>)
        .attempts(2)
        .attempt_timeout(SECOND * 5)
        .await;
    assert_eq!(
        result.expect_err("a timeout").kind(),
        io::ErrorKind::TimedOut
    );
    assert_eq!(start.elapsed(), SECOND * 11);
}

#[tokio::test(start_paused = true)]
async fn tokios_paused_clock_controls_the_loop_by_hand() {
    let start = tokio::time::Instant::now();
    let mut run = EXACT.deadline(SECOND * 5).start();
    while let Ok(pause) = run.pause("busy") {
        pause.await;
    }
    assert_eq!(run.stop_reason(), Some(StopReason::Deadline));
    assert_eq!(start.elapsed(), SECOND * 3);
}

#[test]
fn outside_of_a_runtime_the_default_timer_waits() {
    let start = std::time::Instant::now();
    let policy = Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(2)))
        .jitter(Jitter::None);
    assert_eq!(
        block_on(async { policy.retry(|| async { None::<()> }).await }),
        None
    );
    assert!(start.elapsed() >= Duration::from_millis(4));
    block_on(async { policy.start().pause(()).expect("attempts are left").await });
    assert!(start.elapsed() >= Duration::from_millis(6));
}

#[test]
fn a_run_finds_its_timer_where_it_is_awaited() {
    let policy = Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(2)))
        .jitter(Jitter::None);
    let run = || policy.retry(|| async { None::<()> }).report().into_future();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let made_outside = run();
    let made_inside = {
        let _entered = runtime.enter();
        run()
    };
    let inside = runtime.block_on(made_outside);
    drop(runtime);
    let outside = block_on(made_inside);
    for report in [inside, outside] {
        assert_eq!((report.outcome, report.attempts), (None, 3));
        assert!(
            report.elapsed >= Duration::from_millis(4),
            "{:?}",
            report.elapsed
        );
    }
}

#[test]
fn sleep_with_gets_every_delay() {
    let waits = RefCell::new(Vec::new());
    let mut pushed = Vec::new();
    let result = EXACT
        .retry(|| None::<()>)
        .sleep_with(|delay| pushed.push(delay))
        .call();
    assert_eq!(result, None);
    assert_eq!(pushed, secs([1, 2, 4, 8]));
    // The future may have an output, as the timers of some runtimes have.
    let result = block_on(async {
        EXACT
            .retry(|| async { None::<()> })
            .sleep_with(|delay| {
                waits.borrow_mut().push(delay);
                async { "slept" }
            })
            .await
    });
    assert_eq!(result, None);
    assert_eq!(*waits.borrow(), secs([1, 2, 4, 8]));
}

/// A timer whose sleeps take two polls.
#[derive(Default)]
struct Slow {
    log: RefCell<Vec<Duration>>,
    now: RefCell<Duration>,
}

struct SlowSleep<'a>(&'a Slow, Option<Duration>);

impl Clock for Slow {
    fn now(&self) -> Duration {
        *self.now.borrow()
    }
}

impl<'a> AsyncTimer for &'a Slow {
    type Sleep = SlowSleep<'a>;

    fn sleep(&self, delay: Duration) -> SlowSleep<'a> {
        self.log.borrow_mut().push(delay);
        SlowSleep(self, Some(delay))
    }
}

impl Future for SlowSleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.1.take() {
            Some(delay) => {
                *self.0.now.borrow_mut() += delay;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

#[test]
fn a_timer_of_the_user_replaces_clock_and_sleep() {
    let timer = Slow::default();
    let report = block_on(async {
        EXACT
            .retry(|| async { None::<()> })
            .deadline(SECOND * 6)
            .timer(&timer)
            .report()
            .await
    });
    assert_eq!((report.attempts, report.elapsed), (3, SECOND * 3));
    assert_eq!(*timer.log.borrow(), secs([1, 2]));
}

#[test]
fn clones_of_a_manual_clock_share_it() {
    let clock = ManualClock::new();
    let clone = clock.clone();
    clone.advance(SECOND);
    assert_eq!(clock.now(), SECOND);
    let result = Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(5)))
        .jitter(Jitter::None)
        .retry(|| None::<()>)
        .timer(clone)
        .call();
    assert_eq!(result, None);
    assert_eq!(clock.waits(), millis([5, 5]));
    assert_eq!(clock.now(), SECOND + Duration::from_millis(10));
}

#[test]
fn an_async_wait_advances_a_manual_clock_when_it_is_polled() {
    let clock = ManualClock::new();
    let sleep = AsyncTimer::sleep(&clock, SECOND);
    assert!(clock.waits().is_empty());
    block_on(sleep);
    assert_eq!(clock.waits(), secs([1]));
}

#[tokio::test(start_paused = true)]
async fn blocking_code_reads_the_clock_that_it_sleeps_by() {
    // Tokio's clock stands still here, and that of the thread does not.
    let report = Policy::new()
        .unlimited()
        .backoff(Backoff::constant(Duration::from_millis(1)))
        .jitter(Jitter::None)
        .deadline(Duration::from_millis(20))
        .retry(|| None::<()>)
        .report()
        .call();
    assert_eq!(report.stop, StopReason::Deadline);
}
