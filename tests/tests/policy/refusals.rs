//! Which values a policy refuses, and with what message.

use std::time::Duration;

use retry_core::{Attempts, Backoff, BackoffKind, InvalidPolicy, Jitter, Policy, Settings};
use retry_tests::{SECOND, panic_message};

fn refused(settings: Settings) -> InvalidPolicy {
    Policy::try_from(settings).expect_err("this is refused")
}

/// Settings that are refused, the wrong field, and words that the message must contain.
pub(crate) fn refusals() -> Vec<(Settings, &'static str, &'static [&'static str])> {
    let ok = Settings::default();
    vec![
        (
            Settings {
                attempts: Attempts::Limited(0),
                ..ok
            },
            "attempts",
            &["is 0", "1 or more"],
        ),
        (
            Settings {
                attempts: Attempts::Unlimited,
                ..ok
            },
            "attempts",
            &["unlimited", "`deadline`"],
        ),
        (
            Settings {
                factor: Some(0.0),
                ..ok
            },
            "factor",
            &["is 0", "finite number above 0"],
        ),
        (
            Settings {
                factor: Some(-1.0),
                ..ok
            },
            "factor",
            &["is -1", "finite number above 0"],
        ),
        (
            Settings {
                factor: Some(f64::NAN),
                ..ok
            },
            "factor",
            &["is NaN", "finite number above 0"],
        ),
        (
            Settings {
                factor: Some(f64::INFINITY),
                ..ok
            },
            "factor",
            &["is inf", "finite number above 0"],
        ),
        (
            Settings {
                factor: Some(3.0),
                kind: BackoffKind::Linear,
                ..ok
            },
            "factor",
            &["is 3", "only exponential"],
        ),
        (
            Settings {
                backoff: Some(SECOND * 2),
                max_delay: Some(SECOND),
                ..ok
            },
            "backoff",
            &["is 2s", "`max_delay` at 1s", "at most `max_delay`"],
        ),
        (
            Settings {
                jitter: Jitter::Ratio(0.0),
                ..ok
            },
            "jitter",
            &["is 0", "above 0 and at most 1"],
        ),
        (
            Settings {
                jitter: Jitter::Ratio(1.5),
                ..ok
            },
            "jitter",
            &["is 1.5", "above 0 and at most 1"],
        ),
        (
            Settings {
                jitter: Jitter::Ratio(f64::NAN),
                ..ok
            },
            "jitter",
            &["is NaN", "at most 1"],
        ),
        (
            Settings {
                jitter: Jitter::Decorrelated,
                backoff: Some(Duration::ZERO),
                ..ok
            },
            "backoff",
            &["is 0ns", "more than 0"],
        ),
        (
            Settings {
                reset_after: Some(Duration::ZERO),
                ..ok
            },
            "reset_after",
            &["is 0ns", "more than 0"],
        ),
        (
            Settings {
                throttled_delay: Some(SECOND * 3),
                max_delay: Some(SECOND * 2),
                ..ok
            },
            "throttled_delay",
            &["is 3s", "`max_delay` at 2s", "at most `max_delay`"],
        ),
        (
            Settings {
                throttled_delay: Some(Duration::ZERO),
                jitter: Jitter::Decorrelated,
                ..ok
            },
            "throttled_delay",
            &["is 0ns", "more than 0"],
        ),
    ]
}

#[test]
fn refused_settings_name_the_field_the_value_and_what_is_allowed() {
    for (settings, field, words) in refusals() {
        let refused = refused(settings);
        assert_eq!(refused.field(), field, "{settings:?}");
        let message = refused.to_string();
        assert!(message.starts_with(&format!("`{field}` is ")), "{message}");
        assert!(message.ends_with(refused.allowed()), "{message}");
        for word in words {
            assert!(message.contains(word), "{word:?} is missing in {message:?}");
        }
    }
}

#[test]
fn the_error_of_a_refusal_is_small() {
    let refused = refused(Settings {
        attempts: Attempts::Limited(0),
        ..Settings::default()
    });
    let _: &dyn std::error::Error = &refused;
    assert!(size_of::<InvalidPolicy>() <= 24);
}

#[test]
fn constructors_panic_with_the_same_reasons() {
    type Build = fn() -> Policy;

    let rows: [(Build, &str); 13] = [
        (|| Policy::new().attempts(0), "`attempts` is 0"),
        (|| Policy::new().factor(0.0), "`factor` is not"),
        (
            || Policy::new().backoff(Backoff::exponential(SECOND).factor(f64::NAN)),
            "`factor` is not",
        ),
        (
            || Policy::new().factor(3.0).backoff(Backoff::linear(SECOND)),
            "only exponential",
        ),
        (
            || Policy::new().backoff(Backoff::linear(SECOND)).factor(3.0),
            "only exponential",
        ),
        (
            || {
                Policy::new()
                    .backoff(Backoff::linear(SECOND))
                    .max_delay(SECOND / 2)
            },
            "longer than `max_delay`",
        ),
        (
            || {
                Policy::new()
                    .max_delay(SECOND / 2)
                    .backoff(Backoff::linear(SECOND))
            },
            "longer than `max_delay`",
        ),
        (|| Policy::new().jitter(Jitter::Ratio(-0.5)), "ratio"),
        (
            || {
                Policy::new()
                    .backoff(Backoff::constant(Duration::ZERO))
                    .jitter(Jitter::Decorrelated)
            },
            "decorrelated",
        ),
        (
            || Policy::new().reset_after(Duration::ZERO),
            "every failure would start the run over",
        ),
        (
            || Policy::new().max_delay(SECOND).throttled_delay(SECOND * 2),
            "`throttled_delay` is longer than `max_delay`",
        ),
        (
            || Policy::new().throttled_delay(SECOND * 2).max_delay(SECOND),
            "`throttled_delay` is longer than `max_delay`",
        ),
        (
            || {
                Policy::new()
                    .throttled_delay(Duration::ZERO)
                    .jitter(Jitter::Decorrelated)
            },
            "grows from `throttled_delay`, which is 0",
        ),
    ];
    for (build, reason) in rows {
        let message = panic_message(build);
        assert!(
            message.contains(reason),
            "{reason:?} is missing in {message:?}"
        );
    }
}
