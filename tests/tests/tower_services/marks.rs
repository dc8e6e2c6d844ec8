//! Spans around attempts, and runs inside of them.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::SeqCst},
};
#[cfg(feature = "tracing")]
use std::{
    future::Future,
    task::{Context, Waker},
};

use futures_lite::future::block_on;
use retry_core::{retry, testing::ManualClock, tower::RetryLayer};
use retry_tests::EXACT;
use tower::{Layer as _, ServiceExt as _, service_fn};

#[test]
fn a_run_inside_of_an_attempt_makes_one_attempt_if_the_policy_says_so() {
    for (is_suppressed, expected) in [(true, 3), (false, 9)] {
        let calls = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&calls);
        let service = service_fn(move |(): ()| {
            let counted = Arc::clone(&counted);
            async move {
                retry(|| async {
                    counted.fetch_add(1, SeqCst);
                    Err::<(), _>("busy")
                })
                .policy(EXACT.attempts(3))
                .timer(ManualClock::new())
                .await
            }
        });
        let policy = EXACT.attempts(3);
        let policy = if is_suppressed {
            policy.suppress_nested()
        } else {
            policy
        };
        let layer = RetryLayer::new(policy).timer(ManualClock::new());
        assert_eq!(block_on(layer.layer(service).oneshot(())), Err("busy"));
        assert_eq!(calls.load(SeqCst), expected, "suppressed: {is_suppressed}");
    }
}

#[cfg(feature = "tracing")]
#[test]
fn each_attempt_is_polled_in_a_span_of_its_own() {
    let service = service_fn(|(): ()| {
        tracing::info!(target: "test", "called");
        async {
            tracing::info!(target: "test", "polled");
            Err::<(), _>("busy")
        }
    });
    let policy = EXACT.attempts(2).attempt_spans();
    let layer = RetryLayer::new(policy)
        .name("fetch")
        .show_error()
        .timer(ManualClock::new());
    let lines = retry_tests::logged(|| {
        let _ = block_on(layer.layer(service).oneshot(()));
    });
    let open = |attempt: u32| {
        format!("open INFO retry.attempt retry.name=\"fetch\" retry.attempt={attempt}")
    };
    let attempt = [
        "enter retry.attempt",
        "INFO test: called",
        "exit retry.attempt",
        "enter retry.attempt",
        "INFO test: polled",
        "exit retry.attempt",
        "close retry.attempt",
    ]
    .map(str::to_owned);
    let error = "error.type=\"&str\" error=busy";
    let mut expected = vec![open(1)];
    expected.extend(attempt.clone());
    expected.push(format!(
        "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt=1 retry.delay=1 s {error}"
    ));
    expected.push(open(2));
    expected.extend(attempt);
    expected.push(format!(
        "WARN retry: gave up retry.name=\"fetch\" retry.attempt=2 retry.stop=no attempts left {error}"
    ));
    assert_eq!(lines, expected);
}

/// What logs when it is dropped.
#[cfg(feature = "tracing")]
struct LogsDrop;

#[cfg(feature = "tracing")]
impl Drop for LogsDrop {
    fn drop(&mut self) {
        tracing::info!(target: "test", "dropped");
    }
}

#[cfg(feature = "tracing")]
#[test]
fn the_span_of_a_request_that_is_dropped_closes_after_its_attempt() {
    let lines = retry_tests::logged(|| {
        let service = service_fn(|(): ()| async {
            let _logs = LogsDrop;
            std::future::pending::<Result<(), ()>>().await
        });
        let layer = RetryLayer::new(EXACT.attempt_spans()).timer(ManualClock::new());
        let mut sent = Box::pin(layer.layer(service).oneshot(()));
        let cx = &mut Context::from_waker(Waker::noop());
        assert!(sent.as_mut().poll(cx).is_pending());
        drop(sent);
    });
    let opened = "open INFO retry.attempt retry.attempt=1";
    let (enter, exit) = ("enter retry.attempt", "exit retry.attempt");
    let end = ["INFO test: dropped", "close retry.attempt"];
    assert_eq!(lines[..5], [opened, enter, exit, enter, exit]);
    assert_eq!(lines[5..], end);
}
