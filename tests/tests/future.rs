//! The async run: attempts and waits, `Send`, what is dropped when, yielding, and cancellation.

use std::{
    cell::RefCell,
    future::{Future, IntoFuture, pending, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use futures_lite::future::block_on;
use retry_core::{Attempt, Backoff, Policy, StopReason, retry, testing::ManualClock};
use retry_tests::{EXACT, SECOND, Trace, secs};

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn calls_and_waits_as_the_blocking_loop_does() {
    for failures in 0..5 {
        let clock = ManualClock::new();
        let calls = AtomicUsize::new(0);
        let result = block_on(async {
            EXACT
                .retry(|| async {
                    let call = calls.fetch_add(1, Ordering::Relaxed);
                    futures_lite::future::yield_now().await;
                    if call < failures {
                        Err("busy")
                    } else {
                        Ok(call)
                    }
                })
                .timer(&clock)
                .await
        });
        assert_eq!(result, Ok(failures));
        assert_eq!(clock.waits(), secs([1, 2, 4, 8])[..failures]);
    }
}

#[test]
fn the_last_error_and_the_stop_reason_come_back() {
    let clock = ManualClock::new();
    let report = block_on(async {
        let mut calls = 0;
        EXACT
            .retry(|| {
                calls += 1;
                let call = calls;
                clock.advance(SECOND * 2);
                async move { Err::<(), _>(call) }
            })
            .deadline(SECOND * 10)
            .timer(&clock)
            .report()
            .await
    });
    assert_eq!(report.outcome, Err(3));
    assert_eq!((report.attempts, report.stop), (3, StopReason::Deadline));
    assert_eq!((report.elapsed, report.waited), (SECOND * 9, SECOND * 3));
}

#[test]
fn the_clock_starts_at_the_first_poll() {
    let clock = ManualClock::new();
    let mut elapsed = None;
    let run = retry(|attempt: Attempt| {
        elapsed = Some(attempt.elapsed());
        async { Some(()) }
    })
    .deadline(SECOND)
    .timer(&clock)
    .report()
    .into_future();
    clock.advance(SECOND * 10);
    let report = block_on(run);
    assert_eq!(report.elapsed, Duration::ZERO);
    assert_eq!(elapsed, Some(Duration::ZERO));
}

#[tokio::test]
async fn a_run_over_borrowed_captures_can_be_spawned() {
    async fn get(url: &str) -> Result<usize, String> {
        tokio::task::yield_now().await;
        if url.is_empty() {
            Err(url.to_owned())
        } else {
            Ok(url.len())
        }
    }
    let spawned = tokio::spawn(async move {
        let url = String::from("/index");
        let plain = retry(|| get(&url)).on(std::string::String::is_empty).await;
        let block = retry(|| async { get(&url).await }).await;
        let numbered = retry(|attempt: Attempt| {
            let url = &url;
            async move {
                get(url)
                    .await
                    .map(|length| length + attempt.number() as usize)
            }
        })
        .await;
        let mut calls = 0;
        let counted = retry(|| {
            calls += 1;
            get(&url)
        })
        .on_retry(|_| ())
        .report()
        .await;
        (plain, block, numbered, counted.attempts)
    });
    assert_eq!(spawned.await.expect("no panic"), (Ok(6), Ok(6), Ok(7), 1));
}

#[test]
fn nothing_of_a_failed_attempt_lives_through_the_wait() {
    let trace = Trace::default();
    let result = block_on(async {
        retry(|| {
            let future = trace.note_drop("future dropped");
            let error = trace.note_drop("error dropped");
            async move {
                let _future = future;
                Err::<(), _>(error)
            }
        })
        .attempts(2)
        .backoff(SECOND)
        .sleep_with(|_| {
            trace.note("wait");
            async {}
        })
        .await
    });
    let expected = ["future dropped", "error dropped", "wait", "future dropped"];
    assert_eq!(trace.take(), expected);
    drop(result);
}

#[test]
fn a_wait_of_zero_yields_once() {
    let wakes = Arc::new(Wakes::default());
    let counting = Waker::from(wakes.clone());
    let mut cx = Context::from_waker(&counting);
    let clock = ManualClock::new();
    let policy = Policy::new().backoff(Backoff::constant(Duration::ZERO));
    let mut run = pin!(
        policy
            .retry(|| async { None::<()> })
            .timer(&clock)
            .into_future()
    );
    for polls in 1..=2 {
        assert_eq!(run.as_mut().poll(&mut cx), Poll::Pending);
        assert_eq!(wakes.0.load(Ordering::Relaxed), polls);
    }
    assert_eq!(run.as_mut().poll(&mut cx), Poll::Ready(None));
    assert_eq!(wakes.0.load(Ordering::Relaxed), 2);
    assert_eq!(clock.waits(), secs([0, 0]));
}

#[test]
fn dropping_the_run_drops_the_attempt_at_once() {
    let trace = Trace::default();
    let mut cx = Context::from_waker(Waker::noop());
    {
        let mut run = Box::pin(
            retry(|| {
                let held = trace.note_drop("attempt dropped");
                async move {
                    let _held = held;
                    pending::<Option<()>>().await
                }
            })
            .sleep_with(|_| pending::<()>())
            .into_future(),
        );
        assert!(run.as_mut().poll(&mut cx).is_pending());
        assert_eq!(trace.take(), [""; 0]);
        drop(run);
    }
    assert_eq!(trace.take(), ["attempt dropped"]);
}

#[test]
fn dropping_the_run_drops_the_wait_at_once() {
    let trace = Trace::default();
    let mut cx = Context::from_waker(Waker::noop());
    let mut run = Box::pin(
        retry(|| async { None::<()> })
            .backoff(SECOND)
            .sleep_with(|_| {
                let held = trace.note_drop("wait dropped");
                async move {
                    let _held = held;
                    pending::<()>().await;
                }
            })
            .into_future(),
    );
    assert!(run.as_mut().poll(&mut cx).is_pending());
    drop(run);
    assert_eq!(trace.take(), ["wait dropped"]);
}

#[test]
#[should_panic(expected = "a finished run was polled again")]
fn polling_a_finished_run_panics_with_a_reason() {
    let mut run = pin!(retry(|| async { Some(()) }).into_future());
    block_on(async {
        run.as_mut().await;
        let _ = poll_fn(|cx| run.as_mut().poll(cx)).await;
    });
}

#[test]
fn hooks_and_hints_work_as_in_blocking_code() {
    let clock = ManualClock::new();
    let log = RefCell::new(Vec::new());
    let result = block_on(async {
        EXACT
            .retry(|| async { Err::<(), _>(SECOND * 10) })
            .attempts(2)
            .on(|asked| retry_core::Verdict::RetryAfter(*asked))
            .on_retry(|event| {
                log.borrow_mut()
                    .push((event.attempt(), event.delay(), event.reason()));
            })
            .on_stop(|event| {
                log.borrow_mut()
                    .push((event.attempt(), event.delay(), event.reason()));
            })
            .timer(&clock)
            .await
    });
    assert_eq!(result, Err(SECOND * 10));
    assert_eq!(
        *log.borrow(),
        [
            (1, Some(SECOND * 10), None),
            (2, None, Some(StopReason::Attempts))
        ]
    );
    assert_eq!(clock.waits(), secs([10]));
}

#[test]
fn an_attempt_that_ran_for_reset_after_starts_the_run_again() {
    let clock = ManualClock::new();
    clock.advance(SECOND * 100);
    let retried = RefCell::new(Vec::new());
    let report = block_on(async {
        let mut lengths = [60, 1, 30, 60, 1, 1, 1].into_iter();
        EXACT
            .retry(|| {
                clock.advance(SECOND * lengths.next().expect("seven attempts"));
                async { Err::<(), _>("closed") }
            })
            .attempts(4)
            .reset_after(SECOND * 60)
            .on_retry(|event| retried.borrow_mut().push(event.attempt()))
            .timer(&clock)
            .report()
            .await
    });
    assert_eq!(clock.waits(), secs([1, 2, 4, 1, 2, 4]));
    assert_eq!(*retried.borrow(), [1, 2, 3, 1, 2, 3]);
    assert_eq!((report.attempts, report.waited), (4, SECOND * 7));
}

#[test]
fn a_wait_that_is_over_is_dropped_before_the_next_attempt_is_made() {
    let trace = Trace::default();
    let result = block_on(async {
        retry(|| {
            trace.note("attempt");
            async { None::<()> }
        })
        .attempts(2)
        .backoff(SECOND)
        .sleep_with(|_| {
            let held = trace.note_drop("wait dropped");
            poll_fn(move |_| {
                let _held = &held;
                Poll::Ready(())
            })
        })
        .await
    });
    assert_eq!(result, None);
    assert_eq!(trace.take(), ["attempt", "wait dropped", "attempt"]);
}
