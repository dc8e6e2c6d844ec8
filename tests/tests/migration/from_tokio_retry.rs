//! tokio-retry and tokio-retry2: strategies, jitter and marks.

use std::{
    cell::RefCell,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use retry_core::{Backoff, Jitter, Policy, retry};
use tokio::time::Instant;
use tokio_retry2::RetryError;

use crate::{SECOND, millis, nominal};

#[test]
fn tokio_retrys_base_is_the_factor_too() {
    use tokio_retry::strategy::ExponentialBackoff;
    let doubling = ExponentialBackoff::from_millis(2).factor(100);
    assert_eq!(
        doubling.clone().take(4).collect::<Vec<_>>(),
        millis([200, 400, 800, 1600])
    );
    let ours = Policy::new()
        .retries(8)
        .backoff(Backoff::exponential(Duration::from_millis(200)).max_delay(Duration::MAX));
    assert!(doubling.take(8).eq(nominal(ours)));

    let steep = ExponentialBackoff::from_millis(100);
    assert_eq!(
        steep.clone().take(3).collect::<Vec<_>>(),
        millis([100, 10_000, 1_000_000])
    );
    let ours = ours.backoff(
        Backoff::exponential(Duration::from_millis(100))
            .factor(100.0)
            .max_delay(Duration::MAX),
    );
    assert!(steep.take(4).eq(nominal(ours.retries(4))));
}

#[test]
fn tokio_retry2_has_the_same_strategies_and_two_more() {
    use tokio_retry2::strategy::{
        ExponentialBackoff, ExponentialFactorBackoff, FibonacciBackoff, FixedInterval,
        LinearBackoff,
    };
    let policy = Policy::new().retries(6);
    let half = Duration::from_millis(500);
    let exponential = ExponentialBackoff::from_millis(2).factor(250).take(6);
    assert!(exponential.eq(nominal(policy.backoff(Backoff::exponential(half)))));
    let factor = ExponentialFactorBackoff::from_millis(500, 2.0).take(6);
    assert!(factor.eq(nominal(policy.backoff(Backoff::exponential(half)))));
    let fibonacci = FibonacciBackoff::from_millis(500).take(6);
    assert!(fibonacci.eq(nominal(policy.backoff(Backoff::fibonacci(half)))));
    let fixed = FixedInterval::from_millis(500).take(6);
    assert!(fixed.eq(nominal(policy.backoff(Backoff::constant(half)))));
    let linear = LinearBackoff::from_millis(500).take(6);
    assert!(linear.eq(nominal(policy.backoff(Backoff::linear(half)))));
}

#[test]
fn jitter_of_tokio_retry_is_full_and_of_tokio_retry2_half() {
    for _ in 0..1000 {
        assert!(tokio_retry::strategy::jitter(SECOND) <= SECOND);
        let delay = tokio_retry2::strategy::jitter(SECOND);
        assert!(SECOND / 2 <= delay && delay <= SECOND * 3 / 2);
    }
}

#[tokio::test(start_paused = true)]
async fn take_counts_retries_in_tokio_retry() {
    let calls = AtomicU32::new(0);
    let busy = || {
        calls.fetch_add(1, Relaxed);
        async { Err::<(), _>("busy") }
    };
    let strategy = tokio_retry::strategy::FixedInterval::new(SECOND).take(3);
    assert_eq!(tokio_retry::Retry::start(strategy, busy).await, Err("busy"));
    assert_eq!(calls.swap(0, Relaxed), 4);

    let run = retry(busy).backoff(Backoff::constant(SECOND)).retries(3);
    assert_eq!(run.jitter(Jitter::None).await, Err("busy"));
    assert_eq!(calls.load(Relaxed), 4);
}

// A notify must be `Send`.
std::thread_local! {
    static HEARD: RefCell<Vec<Duration>> = const { RefCell::new(Vec::new()) };
}

#[tokio::test(start_paused = true)]
async fn tokio_retry2_waits_the_strategys_delay_whatever_retry_after_says() {
    let began = Instant::now();
    let strategy = tokio_retry2::strategy::FixedInterval::new(SECOND).take(2);
    let busy = || async { RetryError::to_retry_after::<()>("busy", 30 * SECOND) };
    let always = |_: &&str| true;
    let log = |_: &&str, delay| HEARD.with_borrow_mut(|heard| heard.push(delay));
    let theirs = tokio_retry2::RetryIf::spawn(strategy, busy, always, log).await;
    assert_eq!(theirs, Err("busy"));
    assert_eq!(began.elapsed(), 2 * SECOND);
    assert_eq!(HEARD.take(), [30 * SECOND; 3]);
}
