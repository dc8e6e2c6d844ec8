//! Which outcomes are retried, and after which waits.

use std::time::Duration;

use futures_lite::future::block_on;
use retry_core::{Jitter, Policy, tower::RetryLayer};
use retry_tests::{EXACT, SECOND, secs};
use tower::{Layer as _, ServiceExt as _};

use crate::queue::{BUSY, Queue, Refused, Taken, judge};

/// Sends "tea" under this policy with the judge above, and asserts what the queue sees.
#[track_caller]
fn assert_sent(policy: Policy, answers: &[Taken], expected: Taken, calls_at: &[u64]) {
    let queue = Queue::new(answers.iter().copied());
    let layer = RetryLayer::new(policy).judge(judge).timer(queue.clock());
    let taken = block_on(layer.layer(queue.clone()).oneshot("tea"));
    assert_eq!(taken, expected);
    let calls: Vec<_> = calls_at
        .iter()
        .map(|seconds| format!("\"tea\" at {:?}", Duration::from_secs(*seconds)))
        .collect();
    assert_eq!(queue.log(), calls);
}

#[test]
fn by_default_each_error_is_retried_and_each_response_returned() {
    let queue = Queue::new([BUSY, Err(Refused::TooLarge), Ok(7)]);
    let service = RetryLayer::new(EXACT)
        .timer(queue.clock())
        .layer(queue.clone());
    assert_eq!(block_on(service.oneshot("tea".to_owned())), Ok(7));
    assert_eq!(queue.clock().waits(), secs([1, 2]));
    let calls = ["\"tea\" at 0ns", "\"tea\" at 1s", "\"tea\" at 3s"];
    assert_eq!(queue.log(), calls);
}

#[test]
fn the_last_error_is_returned_as_it_is() {
    let answers = [BUSY, BUSY, BUSY, BUSY, Err(Refused::Overloaded)];
    assert_sent(EXACT, &answers, answers[4], &[0, 1, 3, 7, 15]);
}

#[test]
fn an_error_that_the_judge_stops_is_not_retried() {
    let answers = [BUSY, Err(Refused::TooLarge)];
    assert_sent(EXACT, &answers, answers[1], &[0, 1]);
}

#[test]
fn a_judge_can_retry_responses() {
    let queue = Queue::new([Ok(0), Ok(0), BUSY]);
    let service = RetryLayer::new(EXACT)
        .judge(|taken: &Taken| *taken == Ok(0))
        .timer(queue.clock())
        .layer(queue.clone());
    // `false` accepts a response and stops on an error.
    assert_eq!(block_on(service.oneshot("tea")), BUSY);
    assert_eq!(queue.clock().waits(), secs([1, 2]));
}

#[test]
fn a_response_that_is_rejected_to_the_end_is_returned() {
    let queue = Queue::new([Ok(0), Ok(1)]);
    let service = RetryLayer::new(EXACT.attempts(2))
        .judge(|taken: &Taken| taken.is_ok())
        .timer(queue.clock())
        .layer(queue.clone());
    assert_eq!(block_on(service.oneshot("tea")), Ok(1));
}

#[test]
fn a_hint_is_the_least_wait() {
    let policy = EXACT.exact_hints();
    let answers = [Err(Refused::BusyFor(30)), BUSY, Ok(1)];
    assert_sent(policy, &answers, Ok(1), &[0, 30, 32]);
    let answers = [Err(Refused::BusyFor(3600))];
    assert_sent(policy, &answers, answers[0], &[0]);
}

#[test]
fn a_throttled_request_waits_from_its_own_first_delay() {
    let policy = EXACT.throttled_delay(10 * SECOND);
    let answers = [Err(Refused::Overloaded), BUSY, Ok(1)];
    assert_sent(policy, &answers, Ok(1), &[0, 10, 12]);
}

#[test]
fn no_attempt_begins_at_the_deadline() {
    assert_sent(EXACT.deadline(7 * SECOND), &[BUSY; 3], BUSY, &[0, 1, 3]);
    let answers = [BUSY, BUSY, BUSY, Ok(1)];
    let policy = EXACT.deadline(Duration::from_millis(7_001));
    assert_sent(policy, &answers, Ok(1), &[0, 1, 3, 7]);
}

#[test]
fn the_delays_of_a_seed_are_those_of_the_policy() {
    let policy = EXACT.jitter(Jitter::Full).seed(7);
    let queue = Queue::new([BUSY; 5]);
    let service = RetryLayer::new(policy)
        .timer(queue.clock())
        .layer(queue.clone());
    assert_eq!(block_on(service.oneshot("tea")), BUSY);
    assert_eq!(queue.clock().waits(), policy.delays().collect::<Vec<_>>());
}

#[test]
fn each_request_has_a_run_of_its_own() {
    let queue = Queue::new([BUSY, Ok(1), BUSY, BUSY, Ok(2)]);
    let service = RetryLayer::new(EXACT)
        .timer(queue.clock())
        .layer(queue.clone());
    block_on(async {
        assert_eq!(service.clone().oneshot("tea").await, Ok(1));
        assert_eq!(service.oneshot("milk").await, Ok(2));
    });
    assert_eq!(queue.clock().waits(), secs([1, 1, 2]));
}
