//! A guard of `no_waits` records requests as it records any run.

use http::Method;
use retry_core::{
    StopReason::{Accepted, Attempts},
    testing,
};
use retry_tests::{HTTP, Reply, ZERO, millis, secs};

use crate::client::play;

#[test]
fn a_guard_records_requests_that_are_sent_again() {
    let runs = testing::no_waits();
    let record = play(HTTP, &Method::GET, &[Reply::Status(503); 3]);
    assert_eq!(record.waits, [ZERO; 2]);
    play(
        HTTP,
        &Method::GET,
        &[Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)],
    );
    play(HTTP, &Method::GET, &[Reply::Status(200)]);
    let ends = runs.ends().into_iter();
    let ends: Vec<_> = ends
        .map(|end| (end.attempts, end.waits, end.reason))
        .collect();
    let expected = [(3, millis([100, 100]), Attempts), (2, secs([7]), Accepted)];
    assert_eq!(ends, expected);
}

#[test]
fn a_guard_limits_the_attempts_of_requests() {
    let _guard = testing::no_waits().attempts(2);
    let record = play(HTTP, &Method::GET, &[Reply::Status(503); 3]);
    assert_eq!((record.requests.len(), record.waits), (2, vec![ZERO]));
}
