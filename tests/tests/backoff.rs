//! Nominal delays: exact where that is possible, saturating where it is not, never a panic.

use std::time::Duration;

use proptest::prelude::*;
use retry_core::{Backoff, Driver, Failure, Jitter, Policy, Step, Verdict};
use retry_tests::{NANO, SECOND, millis, secs};

const LONGEST: Duration = Duration::from_nanos(u64::MAX);

fn first<const N: usize>(backoff: Backoff) -> Vec<Duration> {
    backoff.into_iter().take(N).collect()
}

/// The delay before retry `n`, which may be any number.
fn delay(backoff: Backoff, n: u32) -> Duration {
    let policy = Policy::new()
        .unlimited()
        .jitter(Jitter::None)
        .backoff(backoff);
    match Driver::resume(n, None).step(&policy, Failure::new(Verdict::Retry), &mut || 0, None) {
        Step::Wait(delay) => delay,
        Step::Stop(reason) => panic!("{reason}"),
    }
}

#[test]
fn exponential_doubles_one_second_to_2_4_8() {
    assert_eq!(first::<4>(Backoff::exponential(SECOND)), secs([1, 2, 4, 8]));
}

#[test]
fn a_tenth_of_a_second_doubles_thirteen_times_exactly() {
    let backoff = Backoff::exponential(Duration::from_millis(100)).max_delay(SECOND * 1000);
    let delays = first::<14>(backoff);
    assert_eq!(delays[..4], millis([100, 200, 400, 800]));
    assert_eq!(delays[13], Duration::from_millis(819_200));
}

#[test]
fn the_first_linear_delay_is_not_zero() {
    assert_eq!(first::<3>(Backoff::linear(SECOND)), secs([1, 2, 3]));
}

#[test]
fn fibonacci_obeys_its_cap() {
    let backoff = Backoff::fibonacci(SECOND).max_delay(SECOND * 6);
    assert_eq!(first::<7>(backoff), secs([1, 1, 2, 3, 5, 6, 6]));
}

#[test]
fn the_default_cap_is_thirty_seconds_or_a_longer_first_delay() {
    assert_eq!(
        first::<7>(Backoff::exponential(SECOND))[4..],
        secs([16, 30, 30])
    );
    assert_eq!(
        first::<2>(Backoff::exponential(SECOND * 45)),
        secs([45, 45])
    );
    assert_eq!(first::<2>(Backoff::linear(SECOND * 45)), secs([45, 45]));
}

#[test]
fn a_fractional_factor_rounds_to_the_nanosecond_and_may_shrink_delays() {
    let backoff = Backoff::exponential(Duration::from_nanos(3)).factor(1.5);
    assert_eq!(first::<4>(backoff), [3, 5, 7, 10].map(Duration::from_nanos));
    assert_eq!(
        first::<3>(Backoff::exponential(SECOND).factor(0.5)),
        millis([1000, 500, 250])
    );
    assert_eq!(
        first::<3>(Backoff::exponential(SECOND).factor(1.0)),
        secs([1, 1, 1])
    );
    assert_eq!(
        delay(Backoff::exponential(SECOND).factor(0.5), u32::MAX),
        Duration::ZERO
    );
}

#[test]
fn every_whole_factor_is_exact() {
    let cap = LONGEST - NANO;
    for factor in [1_u32, 2, 3, 4, 5, 8, 10, 1024, 65536, u32::MAX] {
        for first in [1_u64, 3, 1_000_000_007] {
            let backoff = Backoff::exponential(Duration::from_nanos(first))
                .factor(factor.into())
                .max_delay(cap);
            for n in 1..=70 {
                let exact = u128::from(factor)
                    .checked_pow(n - 1)
                    .and_then(|power| power.checked_mul(first.into()))
                    .map_or(u64::MAX, |exact| u64::try_from(exact).unwrap_or(u64::MAX));
                let expected = Duration::from_nanos(exact).min(cap);
                assert_eq!(delay(backoff, n), expected, "{first} · {factor}^{n}");
            }
        }
    }
}

#[test]
fn an_invalid_factor_counts_as_two() {
    for factor in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, -2.0] {
        let backoff = Backoff::exponential(SECOND).factor(factor);
        assert_eq!(first::<3>(backoff), secs([1, 2, 4]), "{factor}");
    }
}

#[test]
fn the_delays_of_a_backoff_do_not_end() {
    let mut delays = Backoff::constant(SECOND).into_iter();
    assert_eq!(delays.size_hint(), (usize::MAX, None));
    assert_eq!(delays.nth(1000), Some(SECOND));
}

#[test]
fn the_largest_delays_saturate() {
    for backoff in [
        Backoff::constant(Duration::MAX),
        Backoff::linear(Duration::MAX),
        Backoff::exponential(Duration::MAX),
        Backoff::fibonacci(Duration::MAX),
        Backoff::linear(LONGEST / 2).max_delay(Duration::MAX),
        Backoff::fibonacci(NANO).max_delay(Duration::MAX),
        Backoff::exponential(NANO)
            .factor(f64::MAX)
            .max_delay(Duration::MAX),
        Backoff::exponential(NANO)
            .factor(1.1)
            .max_delay(Duration::MAX),
    ] {
        // No delay is longer than 584 years.
        assert!(delay(backoff, u32::MAX) >= LONGEST - NANO, "{backoff:?}");
    }
    assert_eq!(
        delay(Backoff::exponential(Duration::ZERO), u32::MAX),
        Duration::ZERO
    );
    assert_eq!(
        delay(
            Backoff::exponential(Duration::ZERO).factor(f64::MAX),
            u32::MAX
        ),
        Duration::ZERO
    );
}

fn any_backoff() -> impl Strategy<Value = Backoff> {
    let duration = || {
        (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(secs, nanos)| Duration::new(secs, nanos))
    };
    let short = || any::<u32>().prop_map(|nanos| Duration::from_nanos(nanos.into()));
    (
        0..4,
        prop_oneof![duration(), short()],
        any::<f64>(),
        proptest::option::of(duration()),
    )
        .prop_map(|(kind, first, factor, cap)| {
            let backoff = match kind {
                0 => Backoff::constant(first),
                1 => Backoff::linear(first),
                2 => Backoff::exponential(first).factor(factor),
                _ => Backoff::fibonacci(first),
            };
            cap.map_or(backoff, |cap| backoff.max_delay(cap))
        })
}

proptest! {
    #[test]
    fn nothing_overflows_and_no_delay_exceeds_its_cap(backoff in any_backoff(), cap in any::<u32>()) {
        let cap = Duration::from_nanos(cap.into());
        for delay in backoff.max_delay(cap).into_iter().take(200) {
            prop_assert!(delay <= cap);
        }
        prop_assert_eq!(backoff.into_iter().take(200).count(), 200);
    }

    #[test]
    fn a_factor_of_at_least_one_never_shortens_a_delay(first in any::<u32>(), factor in 1.0..10.0_f64) {
        let first = Duration::from_nanos(first.into());
        let delays: Vec<_> = Backoff::exponential(first).factor(factor).into_iter().take(100).collect();
        prop_assert!(delays.is_sorted());
    }
}
