//! Closures, blocking and async.

use std::{cell::RefCell, io, time::Duration};

use retry_core::{
    Event, Mark, Marked, Report, Retryable, StopReason, Verdict, retry, testing::ManualClock,
};

const SECOND: Duration = Duration::from_secs(1);

/// Errors that the calls make in turn: two that may pass, one that asks for a delay, one that is final.
fn fails(calls: &mut u32) -> Result<u32, Marked<&'static str>> {
    *calls += 1;
    match *calls {
        1 => Err("reset")?,
        2 => Err("busy".retry_after(5 * SECOND)),
        3 => Err("overloaded".throttled()),
        _ => Err("no such user".permanent()),
    }
}

#[test]
fn a_blocking_run_obeys_the_marks() {
    let (clock, mut calls) = (ManualClock::new(), 0);
    let report: Report<Result<u32, &str>> = retry(|| fails(&mut calls))
        .attempts(10)
        .backoff(retry_core::Backoff::constant(SECOND))
        .jitter(retry_core::Jitter::None)
        .timer(&clock)
        .unmarked()
        .report()
        .call();
    assert_eq!(report.outcome, Err("no such user"));
    assert_eq!(report.stop, StopReason::NotRetryable);
    assert_eq!(report.attempts, 4);
    assert_eq!(clock.waits(), [SECOND, 5 * SECOND, SECOND]);
    assert_eq!(report.waited, 7 * SECOND);
}

#[tokio::test]
async fn an_async_run_obeys_the_marks() {
    let (clock, calls) = (ManualClock::new(), RefCell::new(0));
    let result: Result<u32, &str> = retry(async || fails(&mut calls.borrow_mut()))
        .attempts(10)
        .backoff(retry_core::Backoff::constant(SECOND))
        .jitter(retry_core::Jitter::None)
        .timer(&clock)
        .unmarked()
        .await;
    assert_eq!(result, Err("no such user"));
    assert_eq!(clock.waits(), [SECOND, 5 * SECOND, SECOND]);
}

#[test]
fn a_success_comes_back_without_a_mark() {
    let result: Result<u32, &str> = retry(|| Ok::<_, Marked<&str>>(7)).unmarked().call();
    assert_eq!(result, Ok(7));
}

#[test]
fn the_last_error_of_a_run_that_is_out_of_attempts_is_unmarked_too() {
    let clock = ManualClock::new();
    let result = retry(|| Err::<(), _>("reset".transient()))
        .timer(&clock)
        .unmarked()
        .call();
    assert_eq!((result, clock.waits().len()), (Err("reset"), 2));
}

#[test]
fn a_report_comes_before_or_after() {
    let clock = ManualClock::new();
    let operation = || Err::<(), _>("gone".permanent());
    let before = retry(operation).timer(&clock).report().unmarked().call();
    let after = retry(operation).timer(&clock).unmarked().report().call();
    let twice = retry(operation)
        .timer(&clock)
        .report()
        .unmarked()
        .report()
        .call();
    assert_eq!(before, after);
    assert_eq!(before, twice);
    assert_eq!(before.outcome, Err("gone"));
    assert_eq!(before.attempts, 1);
}

#[tokio::test]
async fn a_report_comes_before_or_after_in_async_code() {
    let operation = async || Err::<(), _>("gone".permanent());
    let before = retry(operation).report().unmarked().await;
    let after = retry(operation).unmarked().report().await;
    assert_eq!((before.outcome, before.attempts), (Err("gone"), 1));
    assert_eq!((after.outcome, after.attempts), (Err("gone"), 1));
}

/// `on` is asked in place of the marks, on either side of `unmarked`.
#[test]
fn a_predicate_judges_in_place_of_the_marks() {
    let clock = ManualClock::new();
    let operation = || Err::<(), _>("gone".permanent());
    let always = |_: &Marked<&str>| true;
    let after = retry(operation)
        .timer(&clock)
        .unmarked()
        .on(always)
        .report()
        .call();
    let before = retry(operation)
        .timer(&clock)
        .on(always)
        .unmarked()
        .report()
        .call();
    let whole = retry(operation)
        .timer(&clock)
        .on_outcome(Result::is_err)
        .unmarked()
        .report()
        .call();
    let whole_after = retry(operation)
        .timer(&clock)
        .unmarked()
        .on_outcome(Result::is_err)
        .report()
        .call();
    for report in [after, before, whole, whole_after] {
        assert_eq!((report.attempts, report.outcome), (3, Err("gone")));
    }
}

#[test]
fn a_predicate_can_ask_the_mark() {
    let operation = || Err::<(), _>("gone".permanent());
    let by_method = retry(operation).on(Marked::verdict).report().call();
    let by_trait = retry(operation).on(Retryable::verdict).report().call();
    assert_eq!((by_method.attempts, by_trait.attempts), (1, 1));
    assert_eq!(by_method.outcome, Err("gone".permanent()));
}

#[test]
fn values_are_judged_next_to_the_marks() {
    let clock = ManualClock::new();
    let mut outcomes = [Ok("queued"), Err("reset".transient()), Ok("done")].into_iter();
    let state = retry(|| outcomes.next().unwrap())
        .timer(&clock)
        .on_ok(|state| *state != "done")
        .unmarked()
        .call();
    assert_eq!(state, Ok("done"));
    let late = retry(|| Ok::<_, Marked<&str>>("queued"))
        .timer(&clock)
        .unmarked()
        .on_ok(|state| *state != "done")
        .exhausted(|_| Err("still queued".permanent()))
        .call();
    assert_eq!(late, Err("still queued"));
}

#[test]
fn hooks_see_the_marks() {
    let clock = ManualClock::new();
    let seen = RefCell::new(Vec::new());
    let note = |event: &Event<'_, Result<u32, Marked<&'static str>>>| {
        seen.borrow_mut().push(event.error().unwrap().verdict());
    };
    let mut calls = 0;
    let result = retry(|| fails(&mut calls))
        .attempts(10)
        .timer(&clock)
        .on_retry(note)
        .unmarked()
        .on_stop(note)
        .call();
    assert_eq!(result, Err("no such user"));
    let after = Verdict::RetryAfter(5 * SECOND);
    assert_eq!(
        seen.into_inner(),
        [
            Verdict::Retry,
            after,
            Verdict::Throttled(None),
            Verdict::Stop
        ]
    );
}

#[tokio::test]
async fn an_attempt_that_is_cut_is_transient() {
    let clock = ManualClock::new();
    let report = retry(std::future::pending::<Result<(), Marked<io::Error>>>)
        .timer(&clock)
        .attempt_timeout(SECOND)
        .unmarked()
        .report()
        .await;
    assert_eq!(report.attempts, 3);
    assert_eq!(report.outcome.unwrap_err().kind(), io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn the_future_can_be_spawned() {
    let url = String::from("/index");
    let task = tokio::spawn(async move {
        retry(|| async { Err::<(), _>(url.len().permanent()) })
            .unmarked()
            .await
    });
    assert_eq!(task.await.unwrap(), Err(6));
}

/// What the page of `Marked` says of a builder without a word on marks.
#[test]
fn without_a_word_every_error_is_retried() {
    let clock = ManualClock::new();
    let report = retry(|| Err::<(), _>("gone".permanent()))
        .timer(&clock)
        .report()
        .call();
    assert_eq!(report.attempts, 3);
}
