//! Settings that are corrected instead of refused.

use std::time::Duration;

use retry_core::{
    Attempts, Backoff, BackoffKind, Jitter, Policy, Settings, retry, testing::ManualClock,
};
use retry_tests::SECOND;

use super::refusals::refusals;

#[test]
fn what_is_refused_is_clamped_to_a_valid_policy() {
    let ok = Settings::default();
    // In the order of `refusals`.
    let corrected = [
        Settings {
            attempts: Attempts::Limited(1),
            ..ok
        },
        Settings {
            attempts: Attempts::Limited(3),
            ..ok
        },
        ok,
        ok,
        ok,
        ok,
        Settings {
            kind: BackoffKind::Linear,
            ..ok
        },
        Settings {
            backoff: Some(SECOND),
            max_delay: Some(SECOND),
            ..ok
        },
        ok,
        ok,
        ok,
        Settings {
            backoff: Some(Duration::ZERO),
            ..ok
        },
        ok,
        Settings {
            throttled_delay: Some(SECOND * 2),
            max_delay: Some(SECOND * 2),
            ..ok
        },
        Settings {
            jitter: Jitter::Decorrelated,
            ..ok
        },
    ];
    let refusals = refusals();
    assert_eq!(refusals.len(), corrected.len());
    for ((settings, field, _), corrected) in refusals.into_iter().zip(corrected) {
        let refused = Policy::try_from(settings).expect_err("this is refused");
        assert_eq!(refused.field(), field);
        let clamped = settings.clamped();
        assert_eq!(Settings::from(clamped), corrected, "{settings:?}");
        let read_back =
            Policy::try_from(Settings::from(clamped)).expect("clamped settings are valid");
        assert!(
            read_back.delays_with(7).eq(clamped.delays_with(7)),
            "{settings:?}"
        );
    }
}

#[test]
fn several_invalid_values_are_corrected_together() {
    let settings = Settings {
        attempts: Attempts::Limited(0),
        backoff: Some(SECOND),
        kind: BackoffKind::Fibonacci,
        factor: Some(f64::NAN),
        max_delay: Some(Duration::ZERO),
        jitter: Jitter::Decorrelated,
        reset_after: Some(Duration::ZERO),
        throttled_delay: Some(SECOND),
        ..Settings::default()
    };
    let expected = Settings {
        attempts: Attempts::Limited(1),
        backoff: Some(Duration::ZERO),
        kind: BackoffKind::Fibonacci,
        max_delay: Some(Duration::ZERO),
        throttled_delay: Some(Duration::ZERO),
        ..Settings::default()
    };
    assert_eq!(Settings::from(settings.clamped()), expected);
}

#[test]
fn valid_settings_are_clamped_to_themselves() {
    let settings = Settings {
        attempts: Attempts::Unlimited,
        deadline: Some(SECOND),
        jitter: Jitter::Ratio(1.0),
        ..Settings::default()
    };
    for settings in [settings, Settings::default()] {
        assert_eq!(Ok(settings.clamped()), Policy::try_from(settings));
    }
}

#[test]
fn the_builder_waits_as_clamped_settings_do() {
    let exact = Settings {
        attempts: Attempts::Limited(5),
        jitter: Jitter::None,
        ..Settings::default()
    };
    let rows = [
        Settings {
            factor: Some(f64::NAN),
            ..exact
        },
        Settings {
            factor: Some(3.0),
            kind: BackoffKind::Linear,
            ..exact
        },
        Settings {
            backoff: Some(SECOND * 9),
            max_delay: Some(SECOND * 2),
            ..exact
        },
        Settings {
            backoff: Some(Duration::ZERO),
            jitter: Jitter::Decorrelated,
            ..exact
        },
    ];
    for settings in rows {
        let first = settings.backoff.unwrap_or(SECOND / 10);
        let backoff = match settings.kind {
            BackoffKind::Linear => Backoff::linear(first),
            _ => Backoff::exponential(first),
        };
        let clock = ManualClock::new();
        let run = retry(|| Err::<(), _>("busy"))
            .attempts(5)
            .backoff(backoff)
            .jitter(settings.jitter);
        let result = match (settings.factor, settings.max_delay) {
            (Some(factor), _) => run.factor(factor).timer(&clock).call(),
            (_, Some(max_delay)) => run.max_delay(max_delay).timer(&clock).call(),
            _ => run.timer(&clock).call(),
        };
        assert_eq!(result, Err("busy"));
        let clamped: Vec<_> = settings.clamped().delays_with(7).collect();
        assert_eq!(clock.waits(), clamped, "{settings:?}");
    }
}
