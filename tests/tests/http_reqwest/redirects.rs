//! A request that was answered with a redirect has been received.

use http::Method;
use retry_core::http::HttpPolicy;
use retry_tests::{HTTP, RefusingPort, Reply};

use crate::client::{play, with_order};

const ANY: HttpPolicy = HTTP.any_method_statuses([429]);

#[test]
fn a_post_whose_redirect_is_refused_is_not_sent_again() {
    let port = RefusingPort::take();
    let location = format!("location: {}", port.url()).leak();
    let to_port = Reply::With(303, vec![&*location].leak());
    let ran = play(HTTP, &Method::POST, &[to_port; 3], with_order);
    assert_eq!(ran.requests, ["POST"]);
    assert_eq!(ran.events, ["POST page #1: NeverSent: not retryable"]);
    let ran = play(HTTP, &Method::PUT, &[to_port; 3], with_order);
    assert_eq!(ran.requests, ["PUT"; 3]);
}

#[test]
fn a_post_whose_redirect_is_answered_with_429_is_not_sent_again() {
    let script = [Reply::With(303, &["location: /other"]), Reply::Status(429)];
    let ran = play(ANY, &Method::POST, &script, with_order);
    assert_eq!(ran.status(), Some(429), "handed back");
    assert_eq!(ran.requests, ["POST", "GET"]);
    let ran = play(
        ANY,
        &Method::POST,
        &[Reply::Status(429), Reply::Status(200)],
        with_order,
    );
    assert_eq!(ran.requests, ["POST"; 2], "this one was the answer");
}
