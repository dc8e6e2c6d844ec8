//! The bounds and the distribution of each kind of jitter, with fixed seeds.

#![allow(clippy::cast_precision_loss, reason = "counts of a few thousand")]

use std::time::Duration;

use retry_core::{Backoff, Driver, Failure, Jitter, Policy, Step, Verdict};
use retry_tests::{JITTERS, SECOND};

const RUNS: u64 = 4000;

/// The delay before retry `n` in many runs, in seconds.
fn samples(backoff: Backoff, jitter: Jitter, n: usize) -> Vec<f64> {
    let policy = Policy::new().attempts(50).backoff(backoff).jitter(jitter);
    (0..RUNS)
        .map(|seed| {
            policy
                .delays_with(seed)
                .nth(n - 1)
                .expect("fifty attempts")
                .as_secs_f64()
        })
        .collect()
}

/// The Kolmogorov-Smirnov test for the uniform distribution on `low..=high`, at a level of one in a
/// million. The seeds never change, so neither does the result.
fn assert_uniform(mut samples: Vec<f64>, low: f64, high: f64) {
    samples.sort_by(f64::total_cmp);
    assert!(samples[0] >= low, "{} is below {low}", samples[0]);
    assert!(
        samples[samples.len() - 1] <= high,
        "{} is above {high}",
        samples[samples.len() - 1]
    );
    let count = samples.len() as f64;
    let farthest = samples
        .iter()
        .enumerate()
        .map(|(i, sample)| {
            let expected = (sample - low) / (high - low);
            (expected - i as f64 / count)
                .abs()
                .max((expected - (i + 1) as f64 / count).abs())
        })
        .fold(0.0, f64::max);
    assert!(
        farthest < 2.7 / count.sqrt(),
        "not uniform on {low}..={high}: {farthest}"
    );
}

#[test]
fn no_jitter_is_the_nominal_delay() {
    assert!(
        samples(Backoff::exponential(SECOND), Jitter::None, 3)
            .iter()
            .all(|delay| *delay == 4.0)
    );
}

#[test]
fn full_is_uniform_from_zero() {
    assert_uniform(
        samples(Backoff::exponential(SECOND), Jitter::Full, 1),
        0.0,
        1.0,
    );
    assert_uniform(
        samples(Backoff::exponential(SECOND), Jitter::Full, 4),
        0.0,
        8.0,
    );
}

#[test]
fn equal_is_uniform_on_the_upper_half() {
    assert_uniform(
        samples(Backoff::exponential(SECOND), Jitter::Equal, 3),
        2.0,
        4.0,
    );
}

#[test]
fn a_ratio_is_uniform_on_both_sides() {
    assert_uniform(
        samples(Backoff::constant(SECOND * 8), Jitter::Ratio(0.25), 2),
        6.0,
        10.0,
    );
    assert_uniform(
        samples(Backoff::constant(SECOND), Jitter::Ratio(1.0), 1),
        0.0,
        2.0,
    );
}

#[test]
fn delays_at_the_cap_are_spread_inside_it() {
    let capped = Backoff::exponential(SECOND).max_delay(SECOND * 2);
    assert_uniform(samples(capped, Jitter::Full, 10), 0.0, 2.0);
    assert_uniform(samples(capped, Jitter::Equal, 10), 1.0, 2.0);
    assert_uniform(samples(capped, Jitter::Ratio(0.25), 10), 1.5, 2.0);
    // The nominal delay is below the cap, and its spread reaches beyond it.
    let close = Backoff::constant(SECOND).max_delay(Duration::from_millis(1100));
    assert_uniform(samples(close, Jitter::Ratio(0.25), 1), 0.75, 1.1);
}

#[test]
fn decorrelated_starts_between_the_first_delay_and_three_times_it() {
    let backoff = Backoff::exponential(SECOND).max_delay(SECOND * 60);
    assert_uniform(samples(backoff, Jitter::Decorrelated, 1), 1.0, 3.0);
}

#[test]
fn decorrelated_caps_the_bound_and_not_the_sample() {
    let cap = SECOND * 5;
    let backoff = Backoff::exponential(SECOND).max_delay(cap);
    let policy = Policy::new()
        .attempts(30)
        .backoff(backoff)
        .jitter(Jitter::Decorrelated);
    let mut at_cap = 0;
    for seed in 0..RUNS {
        let mut previous = SECOND;
        for delay in policy.delays_with(seed) {
            assert!(
                delay >= SECOND && delay <= cap.min(previous * 3),
                "{delay:?} after {previous:?}"
            );
            at_cap += u32::from(delay == cap);
            previous = delay;
        }
    }
    assert_eq!(at_cap, 0, "clamped samples pile up at the cap");
}

#[test]
fn the_delays_of_one_run_are_independent() {
    let policy = Policy::new().attempts(3).backoff(Backoff::constant(SECOND));
    let pairs: Vec<(f64, f64)> = (0..RUNS)
        .map(|seed| {
            let delays: Vec<f64> = policy
                .delays_with(seed)
                .map(|delay| delay.as_secs_f64())
                .collect();
            (delays[0] - 0.5, delays[1] - 0.5)
        })
        .collect();
    let covariance = pairs.iter().map(|(a, b)| a * b).sum::<f64>() / RUNS as f64;
    assert!(covariance.abs() < 0.01, "{covariance}");
}

#[test]
fn the_same_seed_is_the_same_run_and_another_is_not() {
    for jitter in JITTERS {
        let policy = Policy::new().attempts(10).jitter(jitter);
        assert!(policy.delays_with(1).eq(policy.delays_with(1)));
        assert!(policy.delays_with(1).ne(policy.delays_with(2)));
    }
}

#[test]
fn there_is_one_delay_less_than_attempts() {
    for attempts in [1, 2, 7] {
        let delays = Policy::new().attempts(attempts).delays_with(1);
        assert_eq!(
            delays.size_hint(),
            (attempts as usize - 1, Some(attempts as usize - 1))
        );
        assert_eq!(delays.count(), attempts as usize - 1);
    }
    assert_eq!(
        Policy::new().unlimited().delays_with(1).take(1000).count(),
        1000
    );
}

#[test]
fn jitter_spreads_a_schedule_beyond_the_default_cap() {
    let minute = SECOND * 60;
    let longest = (0..100).map(|seed| {
        let policy = Policy::new().jitter(Jitter::Ratio(0.5)).seed(seed);
        let mut schedule = std::iter::once(minute);
        let failure = Failure::new(Verdict::Retry);
        match Driver::new().step(&policy, failure, &mut || 0, Some(&mut schedule)) {
            Step::Wait(delay) => delay,
            Step::Stop(reason) => panic!("{reason}"),
        }
    });
    assert!(longest.max() > Some(minute), "the default cap is 30 s");
}
