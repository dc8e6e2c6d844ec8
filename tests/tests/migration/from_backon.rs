//! backon: counts, waits and ranges.

use std::{cell::Cell, time::Duration};

use backon::{
    BackoffBuilder, BlockingRetryable, ConstantBuilder, ExponentialBuilder, FibonacciBuilder,
};
use retry_core::{Backoff, Jitter, Policy, Verdict, retry, testing::ManualClock, time::Clock};
use tokio::time::Instant;

use crate::{SECOND, nominal, seconds};

/// What a sleep of this clock does, for those who want a closure that owns it.
fn sleep_by(clock: &ManualClock) -> impl Fn(Duration) + use<> {
    let clock = clock.clone();
    move |wait| clock.advance(wait)
}

/// backon's default, here.
const BACKON: Policy = Policy::new()
    .retries(3)
    .backoff(Backoff::exponential(SECOND).max_delay(Duration::from_secs(60)))
    .jitter(Jitter::None);

#[test]
fn backon_makes_four_calls_and_waits_from_one_second() {
    let (calls, clock) = (Cell::new(0), ManualClock::new());
    let busy = || {
        calls.set(calls.get() + 1);
        Err::<(), _>("busy")
    };
    let theirs = busy
        .retry(ExponentialBuilder::default())
        .sleep(sleep_by(&clock))
        .call();
    assert_eq!((theirs, calls.replace(0)), (Err("busy"), 4));
    assert_eq!(clock.now(), 7 * SECOND);

    let clock = ManualClock::new();
    assert_eq!(BACKON.retry(busy).timer(&clock).call(), Err("busy"));
    assert_eq!(calls.get(), 4);
    assert_eq!(clock.waits(), seconds([1, 2, 4]));
}

#[test]
fn backon_has_the_same_exponential_delays_up_to_the_cap() {
    let theirs = ExponentialBuilder::default().with_max_times(10);
    let ours = BACKON.retries(10);
    assert!(theirs.build().eq(ours.delays()));
    let theirs = theirs.with_factor(1.5).with_max_delay(5 * SECOND);
    let ours = ours.factor(1.5).max_delay(5 * SECOND);
    // Theirs grows in 32 bits.
    for (theirs, ours) in theirs.build().zip(ours.delays()) {
        assert!(theirs.abs_diff(ours) < Duration::from_micros(1));
    }
    let constant = ConstantBuilder::default().build();
    assert!(constant.eq(nominal(BACKON.backoff(Backoff::constant(SECOND)))));
}

#[test]
fn backons_jitter_is_equal_jitter_of_the_doubled_delays_and_passes_the_cap() {
    let cap = Duration::from_secs(60);
    let theirs = ExponentialBuilder::default()
        .with_max_times(1000)
        .with_jitter_seed(7)
        .with_jitter();
    let ours = Policy::new()
        .retries(1000)
        .backoff(Backoff::exponential(2 * SECOND).max_delay(2 * cap))
        .jitter(Jitter::Equal);
    let nominal = nominal(BACKON.retries(1000));
    let is_within = |delay: Duration, nominal: Duration| nominal <= delay && delay <= 2 * nominal;
    let delays: Vec<_> = theirs.build().collect();
    assert_eq!(delays.len(), 1000);
    for ((theirs, ours), nominal) in delays.iter().zip(ours.delays_with(7)).zip(nominal) {
        assert!(is_within(*theirs, nominal) && is_within(ours, nominal));
    }
    assert!(delays.iter().any(|delay| *delay > cap * 3 / 2));
}

#[test]
fn backons_fibonacci_passes_its_cap_and_ours_does_not() {
    let theirs: Vec<_> = FibonacciBuilder::default()
        .with_max_times(12)
        .build()
        .collect();
    let ours = Backoff::fibonacci(SECOND).max_delay(Duration::from_secs(60));
    let ours = nominal(BACKON.retries(12).backoff(ours));
    assert_eq!(theirs[..10], ours[..10]);
    assert_eq!(theirs[10..], seconds([89, 89]));
    assert_eq!(ours[10..], seconds([60, 60]));
}

#[tokio::test(start_paused = true)]
async fn backons_adjust_is_an_exact_hint() {
    let hint = Duration::from_millis(10);
    let began = Instant::now();
    let theirs = backon::Retryable::retry(
        || async { Err::<(), _>("busy") },
        ExponentialBuilder::default(),
    )
    .adjust(|_, delay| delay.map(|_| hint))
    .sleep(tokio::time::sleep)
    .await;
    assert_eq!((theirs, began.elapsed()), (Err("busy"), 3 * hint));

    let waits = |policy: Policy| {
        let clock = ManualClock::new();
        let run = policy
            .retry(|| Err::<(), _>("busy"))
            .on(|_| Verdict::RetryAfter(hint));
        assert!(run.timer(&clock).call().is_err());
        clock.waits()
    };
    assert_eq!(waits(BACKON.exact_hints()), [hint; 3]);
    // A hint is otherwise a minimum, and the backoff is longer.
    assert_eq!(waits(BACKON), seconds([1, 2, 4]));
}

#[test]
fn backons_total_delay_counts_waits_only() {
    let ten = Duration::from_secs(10);
    let builder = ExponentialBuilder::default()
        .without_max_times()
        .with_total_delay(Some(ten));
    let clock = ManualClock::new();
    let slow = || {
        clock.advance(ten);
        Err::<(), _>("busy")
    };
    let theirs = slow.retry(builder).sleep(sleep_by(&clock)).call();
    assert!(theirs.is_err());
    // Three waits of 1 + 2 + 4 s, and 40 s of attempts.
    assert_eq!(clock.now(), Duration::from_secs(47));

    let clock = ManualClock::new();
    let run = retry(|| Err::<(), _>("busy"))
        .unlimited()
        .jitter(Jitter::None);
    assert!(run.schedule(builder.build()).timer(&clock).call().is_err());
    assert_eq!(clock.waits(), seconds([1, 2, 4]));
}
