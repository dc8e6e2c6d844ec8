//! Hints of the server: how long to wait, and that it is overloaded.

use http::{HeaderMap, HeaderValue, Method};
use retry_core::{
    Verdict,
    http::{Hints, HttpPolicy},
};
use retry_tests::{SECOND, headers, status};

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

#[test]
fn a_403_is_retried_only_if_a_limit_caused_it() {
    const GITHUB: HttpPolicy = HttpPolicy::new().hinted_statuses([403]);
    let judge = |policy: &HttpPolicy, method, lines: &[(&str, &str)]| {
        policy.call(method).verdict(status(403), &headers(lines))
    };
    let (none, left) = (
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-remaining", "59"),
    );
    let reset = ("x-ratelimit-reset", "30");
    let past = ("x-ratelimit-reset", "1667724577");
    let thirty = Verdict::Throttled(Some(SECOND * 30));
    let five = Verdict::Throttled(Some(SECOND * 5));
    let rows: &[(&[(&str, &str)], Verdict)] = &[
        (&[], Verdict::Accept),
        (&[left, reset], Verdict::Accept),
        (&[reset], Verdict::Accept),
        (&[none, reset], thirty),
        (&[none], Verdict::Throttled(None)),
        (&[none, past], Verdict::Throttled(None)),
        (&[("ratelimit", r#""minute";r=0;t=30"#)], thirty),
        (&[("retry-after", "5")], five),
        (&[("retry-after", "5"), none, reset], five),
        (&[("retry-after-ms", "5000")], five),
    ];
    for (lines, expected) in rows {
        assert_eq!(judge(&GITHUB, Method::GET, lines), *expected, "{lines:?}");
        let accepted = judge(&HTTP, Method::GET, lines);
        assert_eq!(accepted, Verdict::Accept, "without the status: {lines:?}");
    }
    let limited = [none, reset];
    assert_eq!(judge(&GITHUB, Method::POST, &limited), Verdict::Stop);
    for deaf in [Hints::RetryAfter, Hints::Ignored] {
        let verdict = judge(&GITHUB.hints(deaf), Method::GET, &limited);
        assert_eq!(verdict, Verdict::Accept, "{deaf:?}");
    }
}

#[test]
fn other_statuses_are_throttled_by_a_limit_that_is_used_up() {
    const HINTED: HttpPolicy = HttpPolicy::new().hinted_statuses([400, 420]);
    let used_up = headers(&[("ratelimit", r#""minute";r=0;t=30"#)]);
    let verdict = |code| HINTED.call(Method::GET).verdict(status(code), &used_up);
    let thirty = Some(SECOND * 30);
    for code in [400, 420, 429, 503, 529] {
        assert_eq!(verdict(code), Verdict::Throttled(thirty), "{code}");
    }
    // A broken server is not an overloaded one.
    assert_eq!(verdict(500), Verdict::RetryAfter(SECOND * 30));
}

#[test]
fn a_server_that_says_whether_to_retry_is_obeyed() {
    let judge = |policy: &HttpPolicy, method, code, says| {
        let headers = headers(&[("x-should-retry", says), ("retry-after", "5")]);
        policy.call(method).verdict(status(code), &headers)
    };
    let five = Verdict::RetryAfter(SECOND * 5);
    for code in [408, 429, 500, 503] {
        assert_eq!(judge(&HTTP, Method::GET, code, "false"), Verdict::Stop);
        assert_eq!(judge(&HTTP, Method::GET, code, "False"), Verdict::Stop);
    }
    for code in [404, 409, 501] {
        assert_eq!(judge(&HTTP, Method::GET, code, "true"), five, "{code}");
        assert_eq!(judge(&HTTP, Method::GET, code, "false"), Verdict::Accept);
        assert_eq!(judge(&HTTP, Method::GET, code, "perhaps"), Verdict::Accept);
        // It says nothing of whether the request was processed.
        assert_eq!(judge(&HTTP, Method::POST, code, "true"), Verdict::Stop);
    }
    for code in [200, 303] {
        assert_eq!(judge(&HTTP, Method::GET, code, "true"), Verdict::Accept);
    }
    let first = HTTP.any_method_statuses([429]);
    assert_eq!(judge(&first, Method::POST, 429, "false"), Verdict::Stop);
    for deaf in [Hints::RetryAfter, Hints::Ignored] {
        let deaf = HTTP.hints(deaf);
        assert_eq!(judge(&deaf, Method::GET, 404, "true"), Verdict::Accept);
        let listed = judge(&deaf, Method::GET, 500, "false");
        assert_ne!(listed, Verdict::Stop);
    }
}
