//! Settings made from a policy, and policies made from settings.

use std::time::Duration;

use retry_core::{Attempts, Backoff, BackoffKind, Jitter, Policy, Settings};
use retry_tests::SECOND;

#[test]
fn a_policy_is_small_and_can_be_read_back_as_settings() {
    assert!(size_of::<Policy>() <= 120, "{}", size_of::<Policy>());
    assert_eq!(Settings::from(Policy::new()), Settings::default());
    assert_eq!(Policy::default(), Policy::new());
    let settings = Settings {
        attempts: Attempts::Limited(7),
        backoff: Some(SECOND),
        kind: BackoffKind::Exponential,
        factor: Some(3.0),
        fast_first: true,
        max_delay: Some(SECOND * 20),
        jitter: Jitter::Ratio(0.5),
        deadline: Some(SECOND * 90),
        reset_after: None,
        max_retry_after: SECOND * 5,
        exact_hints: true,
        throttled_delay: Some(SECOND * 2),
        seed: Some(4),
    };
    let policy = Policy::try_from(settings).expect("all allowed");
    assert_eq!(Settings::from(policy), settings);
    let unlimited = Settings {
        attempts: Attempts::Unlimited,
        ..settings
    };
    Policy::try_from(unlimited).expect("a deadline is an end");
}

#[test]
fn the_settings_of_any_policy_make_the_same_policy() {
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
fn settings_with_a_short_cap_and_no_first_delay_are_allowed() {
    let short = Duration::from_millis(50);
    let settings = Settings {
        max_delay: Some(short),
        jitter: Jitter::None,
        ..Settings::default()
    };
    let policy = Policy::try_from(settings).expect("no first delay was given");
    assert!(policy.delays().eq([short, short]));
}
