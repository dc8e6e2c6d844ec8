//! What a policy refuses, where and with what words; and what the builder makes of the same values.

use std::time::Duration;

use retry_core::{
    Backoff, BackoffKind, InvalidPolicy, Jitter, Policy, Settings, StopReason, retry,
    testing::ManualClock,
};
use retry_tests::{JITTERS, SECOND, panic_message, secs};

fn refused(settings: Settings) -> InvalidPolicy {
    Policy::try_from(settings).expect_err("this is refused")
}

/// Settings that are refused, the field to blame, and what the message must say.
fn refusals() -> Vec<(Settings, &'static str, &'static [&'static str])> {
    let ok = Settings::default();
    vec![
        (
            Settings { attempts: 0, ..ok },
            "attempts",
            &["is 0", "1 or more"],
        ),
        (
            Settings {
                attempts: u32::MAX,
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
                backoff: BackoffKind::Linear,
                ..ok
            },
            "factor",
            &["is 3", "only exponential"],
        ),
        (
            Settings {
                delay: Some(SECOND * 2),
                max_delay: Some(SECOND),
                ..ok
            },
            "delay",
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
                delay: Some(Duration::ZERO),
                ..ok
            },
            "delay",
            &["is 0ns", "more than 0"],
        ),
        (
            Settings {
                deadline: Some(SECOND),
                reset_after: Some(SECOND * 3),
                ..ok
            },
            "reset_after",
            &["is 3s", "`deadline`", "one of the two"],
        ),
    ]
}

#[test]
fn settings_name_the_field_the_value_and_what_is_allowed() {
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
fn an_error_is_small_and_an_error() {
    let refused = refused(Settings {
        attempts: 0,
        ..Settings::default()
    });
    let _: &dyn std::error::Error = &refused;
    assert!(size_of::<InvalidPolicy>() <= 24);
}

#[test]
fn a_policy_is_small_and_settings_read_it_back() {
    assert!(size_of::<Policy>() <= 96, "{}", size_of::<Policy>());
    assert_eq!(Settings::from(Policy::new()), Settings::default());
    assert_eq!(Policy::default(), Policy::new());
    let settings = Settings {
        attempts: 7,
        backoff: BackoffKind::Exponential,
        delay: Some(SECOND),
        factor: Some(3.0),
        fast_first: true,
        max_delay: Some(SECOND * 20),
        jitter: Jitter::Ratio(0.5),
        deadline: Some(SECOND * 90),
        reset_after: None,
        max_retry_after: SECOND * 5,
        exact_hints: true,
        seed: Some(4),
    };
    let policy = Policy::try_from(settings).expect("all allowed");
    assert_eq!(Settings::from(policy), settings);
    let unlimited = Settings {
        attempts: u32::MAX,
        ..settings
    };
    Policy::try_from(unlimited).expect("a deadline is an end");
}

#[test]
fn constructors_panic_with_the_same_reasons() {
    type Build = fn() -> Policy;

    let rows: [(Build, &str); 11] = [
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
            || Policy::new().deadline(SECOND).reset_after(SECOND),
            "`reset_after` beside `deadline`",
        ),
        (
            || Policy::new().reset_after(SECOND).deadline(SECOND),
            "`reset_after` beside `deadline`",
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

#[test]
fn a_cap_below_the_default_first_delay_is_no_mistake() {
    const CAPPED: Policy = Policy::new()
        .max_delay(Duration::from_millis(50))
        .jitter(Jitter::None);
    assert!(CAPPED.delays().eq([50, 50].map(Duration::from_millis)));
}

#[test]
fn a_given_cap_and_factor_survive_a_later_backoff() {
    let backoff = Backoff::exponential(SECOND).max_delay(SECOND * 100);
    let policy = Policy::new().attempts(4).jitter(Jitter::None);
    for policy in [
        policy.max_delay(SECOND * 5).factor(3.0).backoff(backoff),
        policy.backoff(backoff).max_delay(SECOND * 5).factor(3.0),
    ] {
        assert_eq!(policy.delays().collect::<Vec<_>>(), secs([1, 3, 5]));
    }
    let clock = ManualClock::new();
    let result = retry(|| Err::<(), _>("busy"))
        .attempts(4)
        .jitter(Jitter::None)
        .max_delay(SECOND * 5)
        .factor(3.0)
        .backoff(SECOND)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    assert_eq!(clock.waits(), secs([1, 3, 5]));
}

#[test]
fn the_builder_never_panics_and_makes_the_best_of_it() {
    let busy = || Err::<(), _>("busy");
    let report = retry(busy).attempts(0).report().call();
    assert_eq!((report.attempts, report.stop), (1, StopReason::Attempts));

    let exact = Policy::new().attempts(4).jitter(Jitter::None);
    let clock = ManualClock::new();
    let result = exact
        .retry(busy)
        .backoff(SECOND)
        .factor(f64::NAN)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    let result = exact
        .retry(busy)
        .backoff(SECOND * 9)
        .max_delay(SECOND * 2)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    let result = exact
        .retry(busy)
        .backoff(Backoff::linear(SECOND))
        .factor(9.0)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    assert_eq!(clock.waits(), secs([1, 2, 4, 2, 2, 2, 1, 2, 3]));

    for ratio in [f64::NAN, 0.0, -1.0, 1.5, f64::INFINITY] {
        let (bad, full) = (ManualClock::new(), ManualClock::new());
        let result = retry(busy)
            .seed(3)
            .jitter(Jitter::Ratio(ratio))
            .timer(&bad)
            .call();
        assert_eq!(result, Err("busy"));
        assert_eq!(retry(busy).seed(3).timer(&full).call(), Err("busy"));
        assert_eq!(bad.waits(), full.waits(), "{ratio}");
    }
    let clock = ManualClock::new();
    let result = retry(busy)
        .backoff(Duration::ZERO)
        .jitter(Jitter::Decorrelated)
        .timer(&clock)
        .call();
    assert_eq!(result, Err("busy"));
    assert_eq!(clock.waits(), secs([0, 0]));
}

#[test]
fn the_builder_holds_to_the_last_of_deadline_and_reset() {
    let slow = |clock: &ManualClock| {
        let clock = clock.clone();
        move || {
            clock.advance(SECOND);
            Err::<(), _>("busy")
        }
    };
    let clock = ManualClock::new();
    let policy = Policy::new()
        .backoff(Backoff::constant(SECOND))
        .jitter(Jitter::None)
        .attempts(10);
    let report = policy
        .retry(slow(&clock))
        .reset_after(SECOND)
        .deadline(SECOND * 4)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (2, StopReason::Deadline));
    // Longer than an attempt, so that the run has an end.
    let report = policy
        .retry(slow(&clock))
        .deadline(SECOND * 4)
        .reset_after(SECOND * 2)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (10, StopReason::Attempts));
}

#[test]
fn settings_of_any_policy_are_accepted_again() {
    let exact = Policy::new().jitter(Jitter::None);
    for policy in [
        exact.max_delay(Duration::from_millis(50)),
        exact.backoff(Backoff::linear(SECOND).factor(3.0)),
        exact.backoff(Backoff::constant(Duration::MAX).max_delay(Duration::MAX)),
        exact.max_delay(Duration::MAX).factor(1.5),
    ] {
        let read_back = Policy::try_from(Settings::from(policy)).expect("a policy is valid");
        assert!(read_back.delays().eq(policy.delays()), "{policy:?}");
    }
}

#[test]
fn settings_that_name_only_a_short_cap_are_no_mistake() {
    let short = Duration::from_millis(50);
    let settings = Settings {
        max_delay: Some(short),
        jitter: Jitter::None,
        ..Settings::default()
    };
    let policy = Policy::try_from(settings).expect("no first delay was given");
    assert!(policy.delays().eq([short, short]));
}

#[test]
fn a_fast_first_retry_changes_no_other_and_no_jitter_delays_it() {
    let policy = Policy::new()
        .attempts(6)
        .backoff(Backoff::exponential(SECOND).fast_first());
    let exact = policy.jitter(Jitter::None);
    assert_eq!(exact.delays().collect::<Vec<_>>(), secs([0, 2, 4, 8, 16]));
    for jitter in JITTERS {
        let policy = policy.jitter(jitter);
        let usual = policy.backoff(Backoff::exponential(SECOND));
        assert_eq!(policy.delays_with(3).next(), Some(Duration::ZERO));
        assert!(
            policy
                .delays_with(3)
                .skip(1)
                .eq(usual.delays_with(3).skip(1)),
            "{jitter:?}"
        );
    }
}

#[test]
fn delays_tell_how_many_are_left() {
    let mut delays = Policy::new().attempts(3).delays_with(7);
    for left in [2, 1, 0, 0] {
        assert_eq!(delays.size_hint(), (left, Some(left)));
        assert_eq!(delays.next().is_some(), left > 0);
    }
}
