//! Keys by which a server recognises a repeated request.

use http::{HeaderMap, HeaderValue, Method, Request};
use retry_core::http::{HttpPolicy, IdempotencyKey};

use crate::support::HTTP;

#[test]
fn keys_are_uuids_of_version_4_and_differ() {
    let key = IdempotencyKey::random();
    let parts: Vec<&str> = key.as_str().split('-').collect();
    assert_eq!(
        parts.iter().map(|part| part.len()).collect::<Vec<_>>(),
        [8, 4, 4, 4, 12]
    );
    for _ in 0..100 {
        let other = IdempotencyKey::random();
        assert_ne!(other, key);
        assert_eq!(&other.as_str()[14..15], "4");
        assert!("89ab".contains(&other.as_str()[19..20]), "{other}");
    }
    assert_eq!(key.to_string(), key.as_str());
}

#[test]
fn keys_are_found_in_requests_and_made_once_for_those_without() {
    const MAKES: HttpPolicy = HTTP.make_keys(true);
    let none = HeaderMap::new();
    let key: IdempotencyKey = "order-17".parse().expect("a key");
    let request = Request::post("/orders")
        .header(IdempotencyKey::HEADER, &key)
        .body(())
        .expect("a request");
    let call = HTTP.call(request.method());
    assert!(!call.may_repeat());
    assert!(!call.key_in(&none).may_repeat());
    assert!(call.key_in(request.headers()).may_repeat());
    assert_eq!(IdempotencyKey::find(request.headers()), Some(key));

    assert!(MAKES.key_for(&Method::POST, &none).is_some());
    assert_eq!(MAKES.key_for(&Method::POST, request.headers()), None);
    assert_eq!(MAKES.key_for(&Method::GET, &none), None);
    assert_eq!(HTTP.key_for(&Method::POST, &none), None);

    for text in ["", " ", "zwölf", "a\nb"] {
        let refused = text.parse::<IdempotencyKey>().expect_err(text);
        assert!(refused.to_string().contains("visible ASCII"));
    }
    let mut empty = HeaderMap::new();
    empty.insert(IdempotencyKey::HEADER, HeaderValue::from_static(""));
    assert!(
        !call.key_in(&empty).may_repeat(),
        "an empty key does not count"
    );
}
