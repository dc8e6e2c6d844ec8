//! `on` and `on_ok` on the run of a call: they are asked first, and the rules decide the rest.

use std::{cell::Cell, io, time::Duration};

use http::{Method, Response, StatusCode};
use retry_core::{
    StopReason, Verdict,
    http::{FailureKind, HttpError, HttpPolicy, check},
    testing::{ManualClock, no_waits},
};
use retry_tests::{BoxError, response};

use crate::support::HTTP;

fn reset() -> HttpError {
    io::Error::from(io::ErrorKind::ConnectionReset).into()
}

/// Plays these statuses to a call whose responses are judged by a predicate: the attempts, and the last status.
//
// A macro, since a predicate returns a `bool` or a `Verdict`, and no public trait is both.
macro_rules! attempts {
    ($method:expr, $statuses:expr, $own:expr) => {{
        let mut statuses = $statuses.into_iter();
        let report = HTTP
            .call($method)
            .retry(|| Ok::<_, HttpError>(response(statuses.next().expect("no call too many"), &[])))
            .on_ok($own)
            .timer(ManualClock::new())
            .report()
            .call();
        let last = report.outcome.expect("a response");
        (report.attempts, last.status().as_u16())
    }};
}

#[test]
fn a_predicate_on_responses_is_asked_before_the_rules() {
    let is_202 = |response: &Response<()>| response.status() == StatusCode::ACCEPTED;
    // `false` leaves the 503 to the rules, `true` retries the 202.
    let script = [503, 202, 200];
    assert_eq!(attempts!(Method::GET, script, is_202), (3, 200));
    assert_eq!(attempts!(Method::GET, [202; 3], is_202), (3, 202));
    assert_eq!(attempts!(Method::GET, [404], is_202), (1, 404));
    // The rules repeat no POST, the predicate may.
    assert_eq!(attempts!(Method::POST, [503], is_202), (1, 503));
    assert_eq!(attempts!(Method::POST, [202, 201], is_202), (2, 201));
}

#[test]
fn a_verdict_on_a_response_decides() {
    let accept = |_: &Response<()>| Verdict::Accept;
    assert_eq!(attempts!(Method::GET, [503], accept), (1, 503));
    let stop = |_: &Response<()>| Verdict::Stop;
    assert_eq!(attempts!(Method::GET, [200], stop), (1, 200));
    // GitHub's 403, which says in a header that nothing is left, and the rules for the rest.
    let call = HTTP.call(Method::GET);
    let limited = |response: &Response<()>| match response.status() {
        StatusCode::FORBIDDEN => Verdict::Throttled(None),
        status => call.verdict(status, response.headers()),
    };
    let script = [403, 503, 200];
    assert_eq!(attempts!(Method::GET, script, limited), (3, 200));
}

#[test]
fn a_predicate_on_errors_is_asked_before_the_rules() {
    let attempts = |method: Method, own: &dyn Fn(&HttpError) -> bool| {
        let failing = || Err::<Response<()>, _>(reset());
        let sent = HTTP
            .call(method.clone())
            .retry(failing)
            .on(own)
            .timer(ManualClock::new())
            .report()
            .call();
        let checked = HTTP
            .call(method)
            .retry_checked(failing)
            .on(own)
            .timer(ManualClock::new())
            .report()
            .call();
        assert_eq!(sent.attempts, checked.attempts);
        sent.attempts
    };
    assert_eq!(attempts(Method::GET, &|_| false), 3);
    assert_eq!(attempts(Method::POST, &|_| false), 1);
    assert_eq!(attempts(Method::POST, &|_| true), 3);

    let report = HTTP
        .call(Method::GET)
        .retry_checked(|| Err::<(), _>(reset()))
        .on(|error| match error.kind() {
            FailureKind::MaybeSent => Verdict::Stop,
            kind => HTTP.call(Method::GET).failed(&kind),
        })
        .report()
        .call();
    assert_eq!(
        (report.attempts, report.stop),
        (1, StopReason::NotRetryable)
    );
}

#[test]
fn both_predicates_and_exhausted_go_together_in_any_order() {
    let _guard = no_waits();
    let calls = Cell::new(0);
    let send = || {
        calls.set(calls.get() + 1);
        match calls.get() {
            1 => Err(reset()),
            2 => Ok(response(503, &[])),
            _ => Ok(response(202, &[])),
        }
    };
    let late = |_| Err(HttpError::new(FailureKind::Other, "still running"));
    let is_202 = |response: &Response<()>| response.status() == StatusCode::ACCEPTED;
    let call = HTTP.call(Method::GET);
    let first = call.retry(send).on(|_| false).on_ok(is_202).exhausted(late);
    let ends = [
        first.call(),
        call.retry(send)
            .exhausted(late)
            .on_ok(is_202)
            .on(|_| false)
            .call(),
        call.retry_without_raising(send)
            .on_ok(is_202)
            .on(|_| false)
            .exhausted(late)
            .call(),
    ];
    for end in ends {
        assert_eq!(end.expect_err("late").kind(), FailureKind::Other);
    }
    let polled = call
        .retry_checked(|| check(send()?))
        .on(|_| false)
        .on_ok(is_202)
        .exhausted(late)
        .call();
    assert_eq!(polled.expect_err("late").kind(), FailureKind::Other);
}

#[test]
fn a_value_that_a_predicate_rejects_to_the_end_is_no_raised_status() {
    const RAISES: HttpPolicy = HTTP.raise_on_status(true);
    let last = |code, clock| {
        RAISES
            .call(Method::GET)
            .retry(|| Ok::<_, HttpError>(response(code, &[])))
            .on_ok(|response| response.status() == StatusCode::ACCEPTED)
            .timer(clock)
            .call()
    };
    let returned = last(202, ManualClock::new()).expect("returned");
    assert_eq!(returned.status(), StatusCode::ACCEPTED);
    let raised = last(503, ManualClock::new()).expect_err("raised");
    assert_eq!(raised.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
}

#[tokio::test]
async fn predicates_go_with_async_operations_and_with_boxed_errors() {
    let clock = ManualClock::new();
    let calls = Cell::new(0);
    let page = HTTP
        .call(Method::GET)
        .retry_checked(async || -> Result<&str, BoxError> {
            calls.set(calls.get() + 1);
            match calls.get() {
                1 => Err("a proxy's page".into()),
                2 => Err(reset().into()),
                _ => Ok("page"),
            }
        })
        .on(|error| error.to_string() == "a proxy's page")
        .timer(&clock)
        .await;
    assert_eq!(page.expect("a page"), "page");
    assert_eq!(clock.waits().len(), 2);
}

#[test]
fn an_error_that_no_status_can_become_gets_the_last_response() {
    #[derive(Debug)]
    struct Foreign;

    impl std::fmt::Display for Foreign {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("foreign")
        }
    }

    impl std::error::Error for Foreign {}

    let clock = ManualClock::new();
    let last = HTTP
        .raise_on_status(true)
        .attempts(2)
        .call(Method::GET)
        .retry_without_raising(|| Ok::<_, Foreign>(response(503, &[("retry-after", "7")])))
        .timer(&clock)
        .call();
    assert_eq!(last.expect("returned").status(), 503);
    assert!(clock.waits()[0] >= Duration::from_secs(7));
}
