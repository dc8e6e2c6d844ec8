//! Which outcomes are retried, and what comes back.

use std::{error::Error, io, time::Duration};

use retry_core::{Retryable, StopReason, TimedOut, Verdict, retry};

/// Runs an operation with these outcomes: the attempts, the result and the stop reason.
macro_rules! run {
    ($outcomes:expr, |$retry:ident| $configured:expr) => {{
        let mut outcomes = $outcomes.into_iter();
        let $retry = retry(move || outcomes.next().expect("no call beyond the outcomes"))
            .attempts(3)
            .backoff(Duration::ZERO);
        let report = $configured.report().call();
        (report.attempts, report.outcome, report.stop)
    }};
}

#[test]
fn without_a_judge_every_error_is_retried_and_every_value_accepted() {
    assert_eq!(
        run!([Err("a"), Ok(1)], |run| run),
        (2, Ok(1), StopReason::Accepted)
    );
    assert_eq!(
        run!([None, Some(1)], |run| run),
        (2, Some(1), StopReason::Accepted)
    );
    assert_eq!(
        run!([None::<u8>; 3], |run| run),
        (3, None, StopReason::Attempts)
    );
}

#[test]
fn on_judges_errors() {
    let on = |error: &&str| *error == "busy";
    assert_eq!(
        run!([Err::<u8, _>("busy"), Err("fatal")], |run| run.on(on)),
        (2, Err("fatal"), StopReason::NotRetryable)
    );
    assert_eq!(
        run!([Err::<u8, _>("busy")], |run| run.on(|_| Verdict::Stop)),
        (1, Err("busy"), StopReason::NotRetryable)
    );
    assert_eq!(
        run!([Err::<u8, _>("not found")], |run| run
            .on(|_| Verdict::Accept)),
        (1, Err("not found"), StopReason::Accepted)
    );
    assert_eq!(
        run!([None, Some(1)], |run| run.on(|()| Verdict::Throttled(None))),
        (2, Some(1), StopReason::Accepted)
    );
}

#[test]
fn on_ok_judges_values() {
    assert_eq!(
        run!([Ok("queued"), Err("reset"), Ok("done")], |run| run
            .on_ok(|state| *state != "done")),
        (3, Ok("done"), StopReason::Accepted)
    );
    // `false` accepts a value, `Verdict::Stop` refuses it.
    assert_eq!(
        run!([Some(1)], |run| run.on_ok(|_| false)),
        (1, Some(1), StopReason::Accepted)
    );
    assert_eq!(
        run!([Some(1)], |run| run.on_ok(|_| Verdict::Stop)),
        (1, Some(1), StopReason::NotRetryable)
    );
}

#[test]
fn on_and_on_ok_combine_in_either_order() {
    let outcomes = [Ok("queued"), Err("reset"), Err("fatal")];
    let expected = (3, Err("fatal"), StopReason::NotRetryable);
    let (error, value) = (
        |error: &&str| *error == "reset",
        |state: &&str| *state != "done",
    );
    assert_eq!(run!(outcomes, |run| run.on(error).on_ok(value)), expected);
    assert_eq!(run!(outcomes, |run| run.on_ok(value).on(error)), expected);
}

#[test]
fn on_outcome_judges_errors_and_values() {
    let judge = |outcome: &Result<u16, &str>| matches!(outcome, Ok(503) | Err("reset"));
    assert_eq!(
        run!([Ok(503), Err("reset"), Ok(200)], |run| run
            .on_outcome(judge)),
        (3, Ok(200), StopReason::Accepted)
    );
    assert_eq!(
        run!([Err("fatal")], |run| run.on_outcome(judge)),
        (1, Err("fatal"), StopReason::NotRetryable)
    );
}

#[test]
fn a_refused_value_comes_back_as_it_is_or_as_exhausted_makes_it() {
    let pending = |_: &u8| true;
    let (_, outcome, stop) = run!([Ok::<_, String>(1), Ok(2), Ok(3)], |run| run.on_ok(pending));
    assert_eq!((outcome, stop), (Ok(3), StopReason::Attempts));
    let late = |value: u8| Err(format!("still {value}"));
    let (_, outcome, stop) = run!([Ok(1), Ok(2), Ok(3)], |run| run
        .on_ok(pending)
        .exhausted(late));
    assert_eq!(
        (outcome, stop),
        (Err("still 3".to_owned()), StopReason::Attempts)
    );
    // In either order with `on`. It changes neither errors nor accepted values.
    let (_, outcome, _) = run!([Err("fatal".to_owned())], |run| {
        run.on_ok(pending).exhausted(late).on(|_| false)
    });
    assert_eq!(outcome, Err("fatal".to_owned()));
    let (_, outcome, _) = run!([Ok(1)], |run| run.on_ok(|_| false).exhausted(late));
    assert_eq!(outcome, Ok(1));
    let (_, outcome, _) = run!([Ok(1)], |run| run
        .on_outcome(|_| Verdict::Stop)
        .exhausted(late));
    assert_eq!(outcome, Err("still 1".to_owned()));
}

#[test]
fn accepted_is_an_error_for_a_refused_value() {
    let refused = retry(|| Some(1))
        .attempts(1)
        .on_ok(|_| true)
        .report()
        .call();
    let refused = refused.accepted().expect_err("refused");
    assert_eq!((refused.error(), refused.attempts()), (None, 1));
    let accepted_error = retry(|| Err::<u8, _>("gone"))
        .on(|_| Verdict::Accept)
        .report()
        .call();
    assert_eq!(
        accepted_error.accepted().expect_err("an error").reason(),
        StopReason::Accepted
    );
}

#[test]
fn the_question_mark_works_as_without_retry() {
    fn parse(text: &str) -> Result<u8, Box<dyn Error>> {
        let number = retry(|| text.parse::<u8>()).on(|_| false).call()?;
        Ok(number)
    }
    assert_eq!(parse("7").expect("a number"), 7);
    assert!(parse("x").is_err());
}

#[test]
fn an_io_error_around_another_says_what_that_says() {
    use io::ErrorKind::{ConnectionReset, NotFound};

    let around = |kind| io::Error::other(io::Error::other(io::Error::from(kind)));
    assert_eq!(around(ConnectionReset).verdict(), Verdict::Retry);
    assert_eq!(around(NotFound).verdict(), Verdict::Stop);
    assert_eq!(io::Error::other("unknown").verdict(), Verdict::Stop);
    let outer = io::Error::new(NotFound, io::Error::from(ConnectionReset));
    assert_eq!(
        outer.verdict(),
        Verdict::Stop,
        "the outer one says something"
    );
}

#[test]
fn transient_io_errors_are_retried_and_others_not() {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable,
        Interrupted, InvalidData, NetworkDown, NetworkUnreachable, NotConnected, NotFound,
        PermissionDenied, ResourceBusy, TimedOut, UnexpectedEof, WouldBlock,
    };
    for kind in [
        BrokenPipe,
        ConnectionAborted,
        ConnectionRefused,
        ConnectionReset,
        HostUnreachable,
        Interrupted,
        NetworkDown,
        NetworkUnreachable,
        NotConnected,
        ResourceBusy,
        TimedOut,
        UnexpectedEof,
        WouldBlock,
    ] {
        assert_eq!(io::Error::from(kind).verdict(), Verdict::Retry, "{kind:?}");
    }
    for kind in [InvalidData, NotFound, PermissionDenied] {
        assert_eq!(io::Error::from(kind).verdict(), Verdict::Stop, "{kind:?}");
    }
    let result = retry(|| Err::<(), _>(io::Error::from(NotFound)))
        .on(Retryable::verdict)
        .report()
        .call();
    assert_eq!(result.attempts, 1);
}

#[test]
fn bools_and_hints_convert_to_verdicts() {
    assert_eq!(
        (Verdict::from(true), Verdict::from(false)),
        (Verdict::Retry, Verdict::Stop)
    );
    let hint = Duration::from_secs(3);
    assert_eq!(Verdict::retry_after(hint), Verdict::RetryAfter(hint));
    assert_eq!(Verdict::retry_after(Some(hint)), Verdict::RetryAfter(hint));
    assert_eq!(Verdict::retry_after(None), Verdict::Retry);
    assert_eq!(Verdict::Throttled(Some(hint)).hint(), Some(hint));
    assert_eq!(Verdict::Throttled(None).hint(), None);
}

#[test]
fn a_timeout_converts_to_the_errors_that_promise_it() {
    fn converts<E: From<TimedOut>>() {}
    let error = io::Error::new(io::ErrorKind::TimedOut, "x");
    assert_eq!(error.verdict(), Verdict::Retry);
    converts::<io::Error>();
    converts::<Box<dyn Error + Send + Sync>>();
    converts::<()>();
}
