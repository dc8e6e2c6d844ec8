//! Hints of the server: how long to wait, and that it is overloaded.

use http::{HeaderMap, HeaderValue, Method};
use retry_core::{
    Verdict,
    http::{Hints, HttpPolicy},
};
use retry_tests::{SECOND, status};

use crate::support::{HTTP, retry_after};

#[test]
fn overload_is_throttled_and_other_failures_are_retried() {
    let call = HTTP.call(Method::GET);
    let five = Some(SECOND * 5);
    let verdict = |code, headers: &HeaderMap| call.verdict(status(code), headers);
    let (none, hinted) = (HeaderMap::new(), retry_after("5"));
    assert_eq!(verdict(429, &none), Verdict::Throttled(None));
    assert_eq!(verdict(429, &hinted), Verdict::Throttled(five));
    assert_eq!(verdict(503, &none), Verdict::Retry);
    assert_eq!(verdict(503, &hinted), Verdict::Throttled(five));
    assert_eq!(verdict(500, &hinted), Verdict::RetryAfter(SECOND * 5));
    assert_eq!(verdict(404, &hinted), Verdict::Accept);
}

#[test]
fn hints_are_taken_from_where_the_policy_says() {
    let mut limit = HeaderMap::new();
    limit.insert(
        "ratelimit",
        HeaderValue::from_static(r#""default";r=0;t=30"#),
    );
    let hint = |hints, headers: &HeaderMap| {
        let policy = HTTP.hints(hints);
        policy
            .call(Method::GET)
            .verdict(status(503), headers)
            .hint()
    };
    assert_eq!(hint(Hints::All, &limit), Some(SECOND * 30));
    assert_eq!(hint(Hints::RetryAfter, &limit), None);
    assert_eq!(hint(Hints::Ignored, &limit), None);
    assert_eq!(hint(Hints::RetryAfter, &retry_after("5")), Some(SECOND * 5));
    assert_eq!(hint(Hints::Ignored, &retry_after("5")), None);
}

#[test]
fn hinted_statuses_are_retried_only_with_a_hint() {
    const HINTED: HttpPolicy = HttpPolicy::new().hinted_statuses([413]);
    let judge = |policy: &HttpPolicy, method, headers: &HeaderMap| {
        policy.call(method).verdict(status(413), headers)
    };
    let after = Verdict::RetryAfter(SECOND * 5);
    let (none, hinted) = (HeaderMap::new(), retry_after("5"));
    assert_eq!(judge(&HINTED, Method::GET, &none), Verdict::Accept);
    assert_eq!(
        judge(&HINTED, Method::GET, &retry_after("")),
        Verdict::Accept
    );
    assert_eq!(judge(&HINTED, Method::GET, &hinted), after);
    assert_eq!(
        judge(&HINTED, Method::GET, &retry_after("0")),
        Verdict::Retry
    );
    assert_eq!(judge(&HINTED, Method::POST, &hinted), Verdict::Stop);
    let without_hints = HINTED.hints(Hints::Ignored);
    assert_eq!(judge(&without_hints, Method::GET, &hinted), Verdict::Accept);
}
