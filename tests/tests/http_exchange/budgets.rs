//! Which budget pays for the retries of a request, and when it gets its tokens back.

use core::{ops::ControlFlow, time::Duration};
use std::sync::Arc;

use http::{Method, Request, Response};
use retry_core::{
    Budget, StopReason,
    http::{HttpPolicy, HttpReport, HttpRetry, Mounts, PerRequest},
    testing::ManualClock,
};
use retry_tests::response;

use crate::{HTTP, POLICY, get, post, request, with_extension};

/// Retries at once, so that no time refills a budget.
const AT_ONCE: HttpPolicy = HTTP.policy(
    POLICY
        .attempts(100)
        .backoff(retry_core::Backoff::constant(Duration::ZERO)),
);

fn retry(mounts: impl Into<Mounts>) -> HttpRetry<ManualClock> {
    HttpRetry::new(mounts).timer(ManualClock::new())
}

/// Sends a request that gets these answers, the last one to its end.
fn send(
    retry: &HttpRetry<ManualClock>,
    mut request: Request<()>,
    answers: &[Response<()>],
) -> HttpReport {
    let settings = request.extensions().get::<PerRequest>().cloned();
    let mut exchange = retry
        .begin(&mut request, settings.as_ref())
        .expect("mounted");
    let last = answers.last().expect("an answer");
    let mut answers = answers.iter();
    loop {
        match exchange.answered(answers.next().unwrap_or(last)) {
            ControlFlow::Continue(pause) => pause.block(),
            ControlFlow::Break(report) => return report,
        }
    }
}

fn fails() -> [Response<()>; 1] {
    [response(503, &[])]
}

/// Sends requests that fail, until the budget is empty.
#[track_caller]
fn exhaust(retry: &HttpRetry<ManualClock>, url: &str) {
    let mut sent = 0..1000;
    let is_empty = |_| {
        let report = send(retry, request(Method::GET, url), &fails());
        report.stop == StopReason::Budget
    };
    assert!(sent.any(is_empty), "the budget of {url} is never empty");
}

/// Whether a request to this URL is retried to its last attempt.
fn is_retried(retry: &HttpRetry<ManualClock>, url: &str) -> bool {
    let once = PerRequest::with(AT_ONCE.attempts(2));
    let request = with_extension(request(Method::GET, url), once);
    match send(retry, request, &fails()).stop {
        StopReason::Attempts => true,
        StopReason::Budget => false,
        stop => panic!("{stop}"),
    }
}

#[test]
fn by_default_each_server_of_a_mount_has_a_budget() {
    let mounts = Mounts::new()
        .mount("http://", AT_ONCE)
        .mount("http://a.com/v2/", AT_ONCE);
    let client = retry(mounts);
    exhaust(&client, "http://a.com/x");
    assert!(!is_retried(&client, "http://A.com:80/other?page=2"));
    assert!(!is_retried(&client.clone(), "http://a.com/x"), "a clone");
    let changed = client.clone().on_stop(|_| {});
    assert!(!is_retried(&changed, "http://a.com/x"), "a changed clone");

    assert!(is_retried(&client, "http://a.com:81/x"), "another port");
    assert!(is_retried(&client, "http://b.com/x"), "another host");
    assert!(is_retried(&client, "http://a.com/v2/x"), "another mount");
    let other = retry(AT_ONCE);
    assert!(is_retried(&other, "http://a.com/x"), "another client");
}

#[test]
fn requests_in_the_same_process_share_a_budget() {
    let client = retry(AT_ONCE);
    exhaust(&client, "/items");
    assert!(!is_retried(&client, "/orders"));
}

#[test]
fn a_request_without_a_mount_has_the_budget_of_its_server() {
    let client = retry(Mounts::new().mount("http://a.com/v2/", AT_ONCE));
    let settings = || PerRequest::with(AT_ONCE);
    let unmounted = || with_extension(request(Method::GET, "http://a.com/x"), settings());
    while send(&client, unmounted(), &fails()).stop != StopReason::Budget {}
    assert!(!is_retried(&client, "http://a.com/x"));
    assert!(is_retried(&client, "http://b.com/x"));
    assert!(is_retried(&client, "http://a.com/v2/x"));
}

#[test]
fn without_budget_only_the_attempts_end_a_request() {
    let client = retry(AT_ONCE).without_budget();
    for _ in 0..20 {
        let report = send(&client, get(), &fails());
        assert_eq!((report.attempts, report.stop), (100, StopReason::Attempts));
    }
}

#[test]
fn a_budget_by_prefix_wins_over_that_of_the_policy_and_that_over_the_default() {
    static OF_POLICY: Budget = Budget::aws();
    let by_prefix = Arc::new(Budget::aws());
    let twice = HTTP.attempts(2);
    let client = retry(
        Mounts::new()
            .mount("", twice.budget(&OF_POLICY))
            .mount("http://c.com", twice),
    )
    .budget("http://a.com/", Arc::clone(&by_prefix));
    let available = || (by_prefix.available(), OF_POLICY.available());

    send(&client, get(), &fails());
    assert_eq!(available(), (486.0, 500.0));
    send(&client, request(Method::GET, "http://b.com/"), &fails());
    assert_eq!(available(), (486.0, 486.0));
    let own = PerRequest::with(twice.budget(&OF_POLICY));
    send(&client, with_extension(get(), own), &fails());
    assert_eq!(available(), (472.0, 486.0));
    // The default pays for it.
    let report = send(&client, request(Method::GET, "http://c.com/"), &fails());
    assert_eq!(report.stop, StopReason::Attempts);
    assert_eq!(available(), (472.0, 486.0));
}

#[test]
#[should_panic(expected = r#"prefix "http://a.com": it is mounted already"#)]
fn a_prefix_has_one_budget() {
    let client = retry(HTTP).budget("http://a.com", Budget::aws());
    let _ = client.budget("http://a.com", Budget::aws());
}

#[test]
fn an_accepted_response_gives_back_what_the_last_retry_took() {
    let budget = Arc::new(Budget::aws());
    let client = retry(HTTP).budget("", Arc::clone(&budget));
    let busy = response(503, &[]);
    let throttled = response(429, &[]);
    let accepted = response(200, &[]);
    let report = send(&client, get(), &[busy.clone(), throttled, accepted.clone()]);
    assert_eq!((report.attempts, report.stop), (3, StopReason::Accepted));
    assert_eq!(budget.available(), 486.0);
    // Without a retry, one token.
    send(&client, get(), &[accepted]);
    assert_eq!(budget.available(), 487.0);
    // A rejected response that is not retried is no success.
    send(&client, post(), &[busy]);
    assert_eq!(budget.available(), 487.0);
}

#[test]
fn an_empty_budget_ends_the_request_with_its_last_response() {
    let budget = Arc::new(Budget::aws());
    let client = retry(AT_ONCE).budget("", Arc::clone(&budget));
    // 35 retries at 14 tokens each.
    let report = send(&client, get(), &fails());
    assert_eq!((report.attempts, report.stop), (36, StopReason::Budget));
    assert_eq!(budget.available(), 10.0);
    let report = send(&client, get(), &fails());
    assert_eq!((report.attempts, report.stop), (1, StopReason::Budget));
    assert_eq!(budget.available(), 10.0, "it pays for nothing");
    // Throttled retries cost 5.
    let report = send(&client, get(), &[response(429, &[])]);
    assert_eq!((report.attempts, report.stop), (3, StopReason::Budget));
    assert_eq!(budget.available(), 0.0);
}

#[test]
fn a_request_that_stops_for_another_reason_does_not_pay() {
    let budget = Arc::new(Budget::aws());
    let clock = ManualClock::new();
    let hook = clock.clone();
    let client = HttpRetry::new(HTTP.deadline(Duration::from_millis(250)))
        .budget("", Arc::clone(&budget))
        .timer(clock)
        .on_retry(move |_| hook.advance(Duration::from_millis(70)));

    // The body has no copy.
    let mut request = get();
    let exchange = client.begin(&mut request, None).expect("mounted");
    let next = exchange.not_replayable().answered(&response(503, &[]));
    let report = next.break_value().expect("it cannot be sent again");
    assert_eq!(
        (report.attempts, report.stop),
        (1, StopReason::NotReplayable)
    );
    assert_eq!(budget.available(), 500.0);

    // The second call of the hook leaves no time for the wait.
    let report = send(&client, get(), &fails());
    assert_eq!((report.attempts, report.stop), (2, StopReason::Deadline));
    assert_eq!(report.elapsed, Duration::from_millis(170));
    assert_eq!(budget.available(), 486.0);
}

#[test]
fn a_pause_that_does_not_end_gives_its_token_back() {
    let budget = Arc::new(Budget::aws());
    let client = retry(HTTP).budget("", Arc::clone(&budget));
    let mut request = get();
    let mut exchange = client.begin(&mut request, None).expect("mounted");
    let next = exchange.answered(&response(503, &[]));
    assert_eq!(budget.available(), 486.0);
    drop(next);
    assert_eq!(budget.available(), 500.0);
}
