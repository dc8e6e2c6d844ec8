use std::future::pending;

use futures_lite::future::{block_on, poll_once, yield_now};
use retry_core::{Attempt, Policy, TimedOut, retry, testing::ManualClock};
use retry_tests::{EXACT, SECOND, logged};
use tracing::info;

const TRACED: Policy = EXACT.attempts(2).attempt_spans();

const EVENT_OF_THE_RETRY: &str = "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt=1 retry.delay=1 s \
     error.type=\"&str\"";

#[test]
fn a_blocking_attempt_is_inside_of_its_span_and_the_wait_is_not() {
    let lines = logged(|| {
        let result = TRACED
            .retry(|attempt: Attempt| {
                info!(target: "test", "called");
                if attempt.number() == 1 {
                    Err("busy")
                } else {
                    Ok(())
                }
            })
            .name("fetch")
            .timer(ManualClock::new())
            .call();
        assert_eq!(result, Ok(()));
    });
    assert_eq!(
        lines,
        [
            "open INFO retry.attempt retry.name=\"fetch\" retry.attempt=1",
            "enter retry.attempt",
            "INFO test: called",
            "exit retry.attempt",
            "close retry.attempt",
            EVENT_OF_THE_RETRY,
            "open INFO retry.attempt retry.name=\"fetch\" retry.attempt=2",
            "enter retry.attempt",
            "INFO test: called",
            "exit retry.attempt",
            "close retry.attempt",
            "DEBUG retry: recovered retry.name=\"fetch\" retry.attempt=2",
        ]
    );
}

#[test]
fn an_async_attempt_enters_its_span_for_the_call_and_for_each_poll() {
    let lines = logged(|| {
        let run = TRACED
            .retry(|attempt: Attempt| {
                info!(target: "test", "called");
                async move {
                    yield_now().await;
                    info!(target: "test", "resumed");
                    if attempt.number() == 1 {
                        Err("busy")
                    } else {
                        Ok(())
                    }
                }
            })
            .name("fetch")
            .timer(ManualClock::new());
        assert_eq!(block_on(async { run.await }), Ok(()));
    });
    let attempt = [
        "enter retry.attempt",
        "INFO test: called",
        "exit retry.attempt",
        "enter retry.attempt",
        "exit retry.attempt",
        "enter retry.attempt",
        "INFO test: resumed",
        "exit retry.attempt",
        "close retry.attempt",
    ];
    let expected = [
        &["open INFO retry.attempt retry.name=\"fetch\" retry.attempt=1"][..],
        &attempt,
        &[
            EVENT_OF_THE_RETRY,
            "open INFO retry.attempt retry.name=\"fetch\" retry.attempt=2",
        ],
        &attempt,
        &["DEBUG retry: recovered retry.name=\"fetch\" retry.attempt=2"],
    ];
    assert_eq!(lines, expected.concat());
}

#[retry(policy = TRACED, timer = ManualClock::new())]
async fn fetch(answers: &mut Vec<Result<(), &'static str>>) -> Result<(), &'static str> {
    yield_now().await;
    answers.pop().unwrap()
}

#[test]
fn an_annotated_function_enters_its_span_at_each_poll() {
    let lines = logged(|| {
        let mut answers = vec![Ok(()), Err("busy")];
        assert_eq!(block_on(fetch(&mut answers)), Ok(()));
    });
    let attempt = [
        "enter retry.attempt",
        "exit retry.attempt",
        "enter retry.attempt",
        "exit retry.attempt",
        "close retry.attempt",
    ];
    let event = format!("{EVENT_OF_THE_RETRY} error=busy");
    let expected = [
        &["open INFO retry.attempt retry.name=\"fetch\" retry.attempt=1"][..],
        &attempt,
        &[
            &event,
            "open INFO retry.attempt retry.name=\"fetch\" retry.attempt=2",
        ],
        &attempt,
        &["DEBUG retry: recovered retry.name=\"fetch\" retry.attempt=2"],
    ];
    assert_eq!(lines, expected.concat());
}

#[test]
fn the_span_of_an_attempt_that_is_cut_closes() {
    let lines = logged(|| {
        let run = TRACED
            .attempts(1)
            .retry(pending::<Result<(), TimedOut>>)
            .attempt_timeout(SECOND)
            .timer(ManualClock::new());
        assert!(block_on(async { run.await }).is_err());
    });
    assert_eq!(
        lines,
        [
            "open INFO retry.attempt retry.attempt=1",
            "enter retry.attempt",
            "exit retry.attempt",
            "enter retry.attempt",
            "exit retry.attempt",
            "close retry.attempt",
            "WARN retry: gave up retry.attempt=1 retry.stop=no attempts left \
             error.type=\"retry_core::outcome::timed_out::TimedOut\"",
        ]
    );
}

#[test]
fn the_span_of_an_attempt_that_is_dropped_closes() {
    let lines = logged(|| {
        let run = TRACED.retry(pending::<Result<(), &str>>);
        assert!(block_on(poll_once(async { run.await })).is_none());
    });
    assert_eq!(
        lines,
        [
            "open INFO retry.attempt retry.attempt=1",
            "enter retry.attempt",
            "exit retry.attempt",
            "enter retry.attempt",
            "exit retry.attempt",
            "close retry.attempt",
        ]
    );
}

#[test]
fn spans_and_the_mark_for_nested_runs_go_together() {
    const OUTER: Policy = TRACED.attempts(1).suppress_nested();
    let lines = logged(|| {
        let inner = || retry(|| Err::<(), _>("busy")).name("inner").call();
        let _ = OUTER.retry(inner).call();
    });
    assert_eq!(
        lines,
        [
            "open INFO retry.attempt retry.attempt=1",
            "enter retry.attempt",
            "WARN retry: gave up retry.name=\"inner\" retry.attempt=1 retry.stop=nested in another retry \
             error.type=\"&str\"",
            "exit retry.attempt",
            "close retry.attempt",
            "WARN retry: gave up retry.attempt=1 retry.stop=no attempts left error.type=\"&str\"",
        ]
    );
}

#[test]
fn the_policy_alone_asks_for_spans() {
    let lines = logged(|| {
        let _ = EXACT.retry(|| Ok::<_, ()>(())).call();
        let _ = EXACT.suppress_nested().retry(|| Ok::<_, ()>(())).call();
    });
    assert_eq!(lines, [""; 0]);
}
