//! Runs that are made from a call, without a client: timeouts, the last response, and the size of a
//! run.

use std::{cell::Cell, error::Error, future::pending, io, time::Duration};

use http::{Method, Response, StatusCode};
use retry_core::{
    Backoff, Breaker, Jitter, Policy, StopReason, TimedOut,
    http::{ClientError, FailureKind, HttpError, HttpPolicy, IdempotencyKey, check},
    retry,
    testing::ManualClock,
};
use retry_tests::{BoxError, response, secs};

const POLICY: Policy = Policy::new()
    .backoff(Backoff::constant(Duration::from_secs(1)))
    .jitter(Jitter::None);
const HTTP: HttpPolicy = HttpPolicy::new().policy(POLICY);
const RAISES: HttpPolicy = HTTP.raise_on_status(true);
const LIMIT: Duration = Duration::from_secs(5);

fn answer(code: u16) -> Response<&'static str> {
    response(code, &[]).map(|()| "page")
}

#[test]
fn retry_checked_brings_the_policy_and_the_judge() {
    let attempts = |method: Method, code: u16| {
        let clock = ManualClock::new();
        let report = HTTP
            .call(method)
            .retry_checked(|| Ok::<_, HttpError>(check(answer(code))?.into_body()))
            .timer(&clock)
            .report()
            .call();
        (report.attempts, report.outcome.is_ok(), clock.waits())
    };
    assert_eq!(attempts(Method::GET, 200), (1, true, vec![]));
    assert_eq!(attempts(Method::GET, 503), (3, false, secs([1, 1])));
    assert_eq!(attempts(Method::GET, 404), (1, false, vec![]));
    assert_eq!(attempts(Method::POST, 503), (1, false, vec![]));
}

#[test]
fn retry_checked_can_poll_until_a_value_is_accepted() {
    let mut pages = ["queued", "running", "done"].into_iter();
    let page = HTTP
        .call(Method::GET)
        .retry_checked(|| -> Result<_, BoxError> { Ok(pages.next().ok_or("no page")?) })
        .on_ok(|page| *page != "done")
        .timer(ManualClock::new())
        .call();
    assert_eq!(page.expect("a page"), "done");
}

#[tokio::test]
async fn an_attempt_that_timed_out_is_repeated_if_the_call_is_repeatable() {
    let key = IdempotencyKey::random();
    let rows = [
        (HTTP.call(Method::GET), 3),
        (HTTP.call(Method::POST), 1),
        (HTTP.call(Method::POST).key(&key), 3),
    ];
    for (call, attempts) in rows {
        let report = call
            .retry_checked(pending::<Result<(), HttpError>>)
            .attempt_timeout(LIMIT)
            .timer(ManualClock::new())
            .report()
            .await;
        let error = report.outcome.expect_err("a timeout");
        assert_eq!(report.attempts, attempts, "{call:?}");
        assert_eq!(error.kind(), FailureKind::MaybeSent);
        let source = error.source().and_then(|e| e.downcast_ref::<TimedOut>());
        assert_eq!(source.map(|cut| cut.limit()), Some(LIMIT));

        let report = call
            .retry(pending::<Result<Response<()>, HttpError>>)
            .attempt_timeout(LIMIT)
            .timer(ManualClock::new())
            .report()
            .await;
        assert_eq!(report.attempts, attempts, "{call:?}");

        let report = call
            .retry_checked(pending::<Result<(), BoxError>>)
            .attempt_timeout(LIMIT)
            .timer(ManualClock::new())
            .report()
            .await;
        assert_eq!(report.attempts, attempts, "boxed: {call:?}");

        let report = call
            .retry_checked(pending::<anyhow::Result<()>>)
            .attempt_timeout(LIMIT)
            .timer(ManualClock::new())
            .report()
            .await;
        assert_eq!(report.attempts, attempts, "anyhow: {call:?}");
    }
}

#[retry(
    policy = POLICY,
    attempt_timeout = 5s,
    on = HTTP.call(method).errors(),
    timer = clock
)]
async fn hang(method: &Method, clock: &ManualClock, calls: &Cell<u32>) -> Result<(), HttpError> {
    calls.set(calls.get() + 1);
    pending().await
}

#[tokio::test]
async fn the_attribute_takes_an_attempt_timeout_for_http_errors() {
    for (method, attempts) in [(Method::GET, 3), (Method::POST, 1)] {
        let (clock, calls) = (ManualClock::new(), Cell::new(0));
        let error = hang(&method, &clock, &calls).await.expect_err("a timeout");
        assert_eq!(calls.get(), attempts, "{method}");
        assert_eq!(error.kind(), FailureKind::MaybeSent);
    }
}

#[test]
fn a_timeout_is_maybe_sent_in_every_wrapping() {
    let cut = Cell::new(None);
    let clock = ManualClock::new();
    let run = retry(pending::<Result<(), ()>>)
        .attempts(1)
        .attempt_timeout_or(LIMIT, |timed_out| cut.set(Some(timed_out)))
        .timer(&clock);
    futures_lite::future::block_on(run.into_future()).expect_err("a timeout");
    let cut = cut.get().expect("a timeout");
    assert_eq!(cut.failure_kind(), FailureKind::MaybeSent);
    assert_eq!(FailureKind::of(&cut), FailureKind::MaybeSent);
    assert_eq!(
        FailureKind::of(&io::Error::from(cut)),
        FailureKind::MaybeSent
    );
    assert_eq!(
        FailureKind::of(&*BoxError::from(cut)),
        FailureKind::MaybeSent
    );
}

#[derive(Debug)]
enum OwnError {
    Http(HttpError),
}

impl From<HttpError> for OwnError {
    fn from(error: HttpError) -> Self {
        Self::Http(error)
    }
}

impl std::fmt::Display for OwnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failed")
    }
}

impl Error for OwnError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let Self::Http(error) = self;
        Some(error)
    }
}

/// The status that a caller gets, as a response or as an error, from a server that always responds
/// with it.
fn last<E>(policy: &HttpPolicy, method: Method, code: u16) -> Result<u16, E>
where
    E: From<HttpError> + Error + 'static,
{
    let last = policy
        .call(method)
        .retry(|| Ok::<_, E>(answer(code)))
        .timer(ManualClock::new())
        .call();
    last.map(|response| response.status().as_u16())
}

#[test]
fn a_call_obeys_raise_on_status() {
    let OwnError::Http(error) = last(&RAISES, Method::GET, 503).expect_err("raised");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    let error: HttpError = last(&RAISES, Method::GET, 503).expect_err("raised");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    let error: io::Error = last(&RAISES, Method::GET, 503).expect_err("raised");
    assert!(matches!(
        FailureKind::of(&error),
        FailureKind::Answered(answer) if answer.status() == 503
    ));
    let returned = |policy, method, code| last::<OwnError>(policy, method, code).ok();
    assert_eq!(returned(&HTTP, Method::GET, 503), Some(503));
    assert_eq!(returned(&RAISES, Method::GET, 404), Some(404));
    assert_eq!(returned(&RAISES, Method::GET, 200), Some(200));
    assert_eq!(
        returned(&RAISES, Method::POST, 503),
        Some(503),
        "not exhausted, since it was not retried"
    );
}

#[test]
fn raise_on_status_works_with_boxed_errors() {
    let call = RAISES.call(Method::GET);
    let last = call
        .retry(|| Ok::<_, BoxError>(answer(503)))
        .timer(ManualClock::new())
        .call();
    assert!(last.expect_err("raised").is::<HttpError>());
    let last = call
        .retry(|| anyhow::Ok(answer(503)))
        .timer(ManualClock::new())
        .call();
    assert!(last.expect_err("raised").is::<HttpError>());
}

#[test]
fn exhausted_overrides_raise_on_status() {
    let last = RAISES
        .call(Method::GET)
        .retry(|| Ok::<_, HttpError>(answer(503)))
        .exhausted(Ok)
        .timer(ManualClock::new())
        .report()
        .call();
    assert_eq!(last.outcome.expect("returned").status(), 503);
    assert_eq!(last.stop, StopReason::Attempts);
}

const PLAIN: Policy = Policy::new();

#[retry(policy = PLAIN, attempt_timeout = 5s)]
async fn under_a_policy() -> Result<(), HttpError> {
    Ok(())
}

#[retry(policy = &PLAIN, attempt_timeout = 5s)]
async fn under_a_borrowed_policy() -> Result<(), HttpError> {
    Ok(())
}

#[test]
fn the_attribute_holds_the_policy_of_a_constant_by_reference() {
    let plain = size_of_val(&under_a_policy());
    assert_eq!(size_of_val(&under_a_borrowed_policy()), plain);
}

#[test]
fn an_attempt_that_a_breaker_refuses_was_never_sent() {
    let breaker = Breaker::consecutive(1);
    breaker.isolate();
    let result = HTTP
        .call(Method::POST)
        .retry_checked(|| Ok::<_, HttpError>(check(answer(200))?.into_body()))
        .breaker(&breaker)
        .timer(ManualClock::new())
        .call();
    assert_eq!(result.unwrap_err().kind(), FailureKind::NeverSent);
}

#[retry(http = HTTP.call(method), breaker = breaker, timer = clock)]
fn page(
    method: &Method,
    breaker: &Breaker,
    clock: &ManualClock,
    codes: &mut Vec<u16>,
) -> Result<&'static str, HttpError> {
    Ok(check(answer(codes.pop().expect("a call too many")))?.into_body())
}

#[test]
fn the_attribute_takes_a_breaker_beside_a_call() {
    let (breaker, clock) = (Breaker::consecutive(1), ManualClock::new());
    let result = page(&Method::GET, &breaker, &clock, &mut vec![200, 503]);
    assert_eq!(result.expect("the probe"), "page");
    assert_eq!(clock.waits(), secs([5]));
}
