//! What the right-hand columns of the tables say, as code: a word that is no longer there does not compile.

use std::{io, time::Duration};

use http::{Method, StatusCode};
use retry_core::{
    Backoff, Budget, CancelToken, CausedBy as _, Jitter, Mark as _, Marked, Policy, Retryable,
    Verdict,
    http::{HttpPolicy, HttpReport, HttpRetry, PerRequest},
    retry, retry_block,
    testing::{ManualClock, no_waits},
};

use super::SECOND;

static TOKEN: CancelToken = CancelToken::new();
static BUDGET: Budget = Budget::reserved(1);

#[test]
fn each_word_about_delays_is_a_setting_of_a_policy() {
    let policies = [
        Policy::new().backoff(Backoff::exponential(SECOND).factor(1.5)),
        Policy::new().backoff(Backoff::constant(Duration::ZERO)),
        Policy::new().backoff(Backoff::linear(SECOND)),
        Policy::new().backoff(Backoff::fibonacci(SECOND)),
        Policy::new().factor(3.0).max_delay(Duration::MAX),
        Policy::new().retries(4).deadline(SECOND),
        Policy::new().unlimited().reset_after(SECOND),
        Policy::new().seed(7).jitter(Jitter::Full),
        Policy::new().jitter(Jitter::Equal).max_retry_after(SECOND),
        Policy::new().jitter(Jitter::Ratio(0.5)).exact_hints(),
        Policy::new().attempts(1).budget(&BUDGET),
    ];
    for (index, policy) in policies.iter().enumerate() {
        assert!(!policies[..index].contains(policy), "{policy}");
    }
    assert_eq!(Policy::new().retries(4), Policy::new().attempts(5));
}

#[test]
fn each_word_about_a_run_is_a_step_of_its_builder() {
    let clock = ManualClock::new();
    let mut seen = 0;
    let run = retry(|| Err::<(), _>(io::Error::from(io::ErrorKind::TimedOut)))
        .retries(3)
        .backoff(SECOND)
        .max_delay(SECOND)
        .jitter(Jitter::None)
        .on(|error| {
            error
                .caused_by::<io::Error>()
                .is_some_and(|cause| cause.verdict() == Verdict::Retry)
        })
        .on_retry(|event| seen += u32::from(event.delay() == Some(SECOND)))
        .on_stop(|event| assert!(event.reason().is_some()))
        .name("fetch")
        .cancel_on(&TOKEN)
        .timer(&clock);
    let gave_up = run.report().call().accepted().expect_err("it gives up");
    assert!(gave_up.to_string().starts_with("gave up after 4 attempts"));
    assert_eq!((seen, clock.waits()), (3, vec![SECOND; 3]));
    let schedule = retry(|| Err::<(), _>("busy"))
        .schedule([SECOND; 2])
        .jitter(Jitter::None);
    let waited = schedule
        .sleep_with(|delay| assert_eq!(delay, SECOND))
        .call();
    assert_eq!(waited, Err("busy"));
}

#[test]
fn marks_have_the_words_of_the_tables() {
    let fail = |error: Marked<&'static str>| {
        let guard = no_waits();
        let run = retry(|| Err::<(), _>(error)).unmarked();
        let report = run.name("marked").report().call();
        assert_eq!(report.outcome, Err("busy"));
        drop(guard);
        report.attempts
    };
    assert_eq!(fail("busy".permanent()), 1);
    assert_eq!(fail("busy".transient()), 3);
    assert_eq!(fail("busy".retry_after(SECOND)), 3);
    let mapped = "seven".parse::<u32>().map_err(retry_core::Mark::permanent);
    assert_eq!(mapped.expect_err("no number").verdict(), Verdict::Stop);
}

#[test]
fn each_word_about_requests_is_a_setting_of_an_http_policy() {
    const HTTP: HttpPolicy = HttpPolicy::new()
        .policy(Policy::new().retries(2).deadline(SECOND).factor(3.0))
        .statuses_in(500..=599)
        .methods(&[Method::GET]);
    let retry =
        HttpRetry::new(HTTP).judge(|_, status, _| Verdict::from(status == StatusCode::IM_A_TEAPOT));
    let _ = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(retry)
        .build();
    let _ = PerRequest::new().idempotent();
    assert!(size_of::<HttpReport>() > 0);
}

#[cfg(feature = "macros")]
#[test]
fn each_key_of_the_tables_is_one_of_the_attribute() {
    #[retry(
        attempts = 5,
        backoff = 1.0,
        factor = 3,
        max_delay = 60s,
        jitter = equal,
        deadline = 60s,
        on = |error| !matches!(*error, "fatal"),
        on_ok = |value| *value == 0,
        exhausted = |_| Err("never done"),
        on_retry = |event| assert!(event.delay().is_some()),
        on_stop = |event| assert!(event.reason().is_some()),
        cancel = &TOKEN,
        timer = clock,
        name = "job",
        context = attempt
    )]
    fn job(clock: &ManualClock) -> Result<u32, &'static str> {
        Ok(u32::from(attempt.number() > 4))
    }

    let clock = ManualClock::new();
    assert_eq!(job(&clock), Ok(1));
    assert_eq!(clock.waits().len(), 4);
    let _guard = no_waits().attempts(1);
    let rows = retry_block!(schedule = [SECOND], on = Retryable::verdict; {
        Err::<(), _>(io::Error::from(io::ErrorKind::TimedOut))
    });
    assert!(rows.is_err());
}
