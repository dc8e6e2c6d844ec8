//! What is retried, as tables.

use std::slice;

use http::{HeaderMap, Method};
use retry_core::{
    Verdict,
    http::{Answer, FailureKind, HttpPolicy, IdempotencyKey},
};
use retry_tests::status;

use crate::support::{HTTP, verdict};

/// All statuses that a policy retries with this method.
fn retried(policy: &HttpPolicy, method: &Method) -> Vec<u16> {
    (100..=999)
        .filter(|code| {
            !matches!(
                verdict(policy, method, *code),
                Verdict::Accept | Verdict::Stop
            )
        })
        .collect()
}

#[test]
fn idempotent_methods_are_retried_on_transient_statuses() {
    for method in [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::TRACE,
        Method::PUT,
        Method::DELETE,
    ] {
        assert_eq!(
            retried(&HTTP, &method),
            [
                408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529
            ],
            "{method}"
        );
    }
    let propfind = Method::from_bytes(b"PROPFIND").expect("a method");
    for method in [Method::POST, Method::PATCH, Method::CONNECT, propfind] {
        assert!(retried(&HTTP, &method).is_empty(), "{method}");
        assert_eq!(verdict(&HTTP, &method, 503), Verdict::Stop, "{method}");
        assert_eq!(verdict(&HTTP, &method, 404), Verdict::Accept, "{method}");
        let call = HTTP.call(&method).idempotent();
        assert_eq!(
            call.verdict(status(502), &HeaderMap::new()),
            Verdict::Retry,
            "{method}"
        );
    }
}

#[test]
fn each_standard_method_can_be_the_only_one_that_is_retried() {
    let all = [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::TRACE,
        Method::PUT,
        Method::DELETE,
        Method::POST,
        Method::PATCH,
        Method::CONNECT,
    ];
    for only in &all {
        let policy = HTTP.methods(slice::from_ref(only));
        for method in &all {
            assert_eq!(policy.call(method).may_repeat(), method == only, "{method}");
        }
    }
}

#[test]
fn given_statuses_and_methods_replace_the_defaults() {
    const OWN: HttpPolicy = HttpPolicy::new()
        .statuses([100, 163, 164, 202, 599])
        .any_method_statuses([429])
        .methods(&[Method::GET, Method::PATCH]);
    assert_eq!(retried(&OWN, &Method::GET), [100, 163, 164, 202, 429, 599]);
    assert_eq!(
        retried(&OWN, &Method::PATCH),
        [100, 163, 164, 202, 429, 599]
    );
    assert_eq!(retried(&OWN, &Method::PUT), [429]);
}

#[test]
fn a_key_lets_any_method_repeat_and_gives_409_and_422_a_meaning() {
    const LISTED: HttpPolicy = HttpPolicy::new().statuses([422, 503]);
    let key = IdempotencyKey::random();
    let keyed = |policy: &HttpPolicy, code| {
        let call = policy.call(Method::POST).key(&key);
        call.verdict(status(code), &HeaderMap::new())
    };
    assert_eq!(keyed(&HTTP, 503), Verdict::Retry);
    assert_eq!(keyed(&HTTP, 409), Verdict::Retry);
    assert_eq!(keyed(&HTTP, 422), Verdict::Accept);
    assert_eq!(
        keyed(&LISTED, 422),
        Verdict::Accept,
        "not even when it is listed"
    );
    assert_eq!(verdict(&LISTED, &Method::GET, 422), Verdict::Retry);
    for method in [Method::GET, Method::POST] {
        assert_eq!(verdict(&HTTP, &method, 409), Verdict::Accept, "{method}");
    }
}

#[test]
fn failures_are_retried_by_what_became_of_the_request() {
    let key = IdempotencyKey::random();
    let (get, post) = (HTTP.call(Method::GET), HTTP.call(Method::POST));
    let answered = |code: u16| FailureKind::Answered(Answer::from(status(code)));
    let rows = [
        // The kind of failure, and the verdicts for GET, POST and POST with a key.
        (
            FailureKind::NeverSent,
            [Verdict::Retry, Verdict::Retry, Verdict::Retry],
        ),
        (
            FailureKind::MaybeSent,
            [Verdict::Retry, Verdict::Stop, Verdict::Retry],
        ),
        (
            FailureKind::ResponseCut,
            [Verdict::Retry, Verdict::Stop, Verdict::Retry],
        ),
        (
            FailureKind::Other,
            [Verdict::Stop, Verdict::Stop, Verdict::Stop],
        ),
        (
            answered(502),
            [Verdict::Retry, Verdict::Stop, Verdict::Retry],
        ),
        (answered(404), [Verdict::Stop, Verdict::Stop, Verdict::Stop]),
        (
            answered(409),
            [Verdict::Stop, Verdict::Stop, Verdict::Retry],
        ),
    ];
    for (kind, verdicts) in rows {
        let calls = [get, post, post.key(&key)];
        assert_eq!(calls.map(|call| call.failed(&kind)), verdicts, "{kind:?}");
    }
}
