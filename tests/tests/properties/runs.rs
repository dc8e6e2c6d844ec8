//! What each run does.

use std::time::Duration;

use proptest::prelude::*;
use retry_core::{Attempts, Backoff, Policy, Settings, StopReason, Verdict, testing::ManualClock};
use retry_tests::{JITTERS, SECOND};

use crate::{
    config, forms,
    oracle::follow,
    play::{Play, Trace},
    script::{Script, Step, script},
};

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn a_run_does_what_the_documentation_says(script in script()) {
        follow(&script, false, &Play::trace(&script, forms::plain::closure));
        follow(&script, true, &Play::trace(&script, forms::scheduled::closure));
    }

    #[test]
    fn no_run_passes_its_limits(script in script()) {
        let trace = Play::trace(&script, forms::plain::closure);
        let settings = script.settings;
        if settings.reset_after.is_none() {
            if let Attempts::Limited(attempts) = settings.attempts {
                prop_assert!(trace.calls <= attempts as usize);
            }
            let waited: Duration = trace.waits.iter().sum();
            let deadline = settings.deadline.unwrap_or(Duration::MAX);
            prop_assert!(waited < deadline || waited.is_zero());
            for note in &trace.notes {
                let delay = note.next.unwrap_or_default();
                prop_assert!(delay.is_zero() || note.elapsed + delay < deadline);
            }
            if let Some(worst) = script.policy().worst_case().filter(|_| !has_hints(&script)) {
                prop_assert!(waited <= worst);
            }
        }
        for note in &trace.notes {
            let hint = note.hint.unwrap_or_default();
            prop_assert!(note.next.is_ok_and(|delay| delay >= hint) || note.next.is_err());
        }
        let (Ok(last) | Err(last)) = trace.outcome;
        prop_assert_eq!(last + 1, trace.calls, "the last outcome comes back");
        prop_assert_eq!(trace.waits.len() + 1, trace.calls);
    }

    #[test]
    fn a_policy_with_a_seed_needs_no_other_and_waits_the_same_each_time(
        script in script(),
        seed in any::<u64>(),
        entropy in any::<u64>(),
    ) {
        let settings = Settings { seed: Some(seed), ..script.settings };
        let script = Script { settings, ..script };
        let again = Script { entropy, ..script.clone() };
        let trace = Play::trace(&script, forms::plain::closure);
        prop_assert_eq!(&trace, &Play::trace(&again, forms::plain::closure));
        // Without hints, classes and resets, its waits are those that the policy lists.
        if settings.reset_after.is_none() && script.history.iter().all(is_plain) {
            let listed = script.policy().delays().take(trace.waits.len());
            prop_assert_eq!(trace.waits, listed.collect::<Vec<_>>());
        }
    }

    #[test]
    fn runs_without_a_seed_wait_differently(jitter in prop::sample::select(&JITTERS[..]), first in 1..9_u32) {
        let policy = Policy::new().attempts(5).backoff(Backoff::exponential(SECOND * first)).jitter(jitter);
        let waits = || {
            let clock = ManualClock::new();
            let result = policy.retry(|| Err::<(), _>("busy")).timer(&clock).call();
            assert_eq!(result, Err("busy"));
            clock.waits()
        };
        // Two of them are the same once in 10^36 pairs.
        prop_assert_ne!(waits(), waits());
    }

    #[test]
    fn a_run_that_starts_over_waits_differently(entropy in any::<u64>()) {
        const POLICY: Policy = Policy::new().attempts(4).reset_after(SECOND);
        let failed = |ran| Step { ran, verdict: Some(Verdict::Retry), pending: 0 };
        let short = failed(Duration::ZERO);
        let history = vec![short, short, short, failed(SECOND), short, short, short];
        let script = Script {
            settings: POLICY.into(),
            bucket: None,
            schedule: Vec::new(),
            entropy,
            history,
        };
        let trace = Play::trace(&script, forms::plain::closure);
        prop_assert_eq!(trace.reason(), StopReason::Attempts);
        let (before, after) = trace.waits.split_at(3);
        prop_assert_eq!(after.len(), 3);
        prop_assert_ne!(before, after);
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_form_does_the_same(script in script()) {
        check_each_form(&script);
    }
}

/// Compares all forms with the closure, and a driver as far as it knows.
pub(crate) fn check_each_form(script: &Script) {
    let sets = [
        (forms::plain::ALL, forms::driver as forms::Form),
        (forms::scheduled::ALL, forms::driver_with_schedule),
    ];
    for (forms, driver) in sets {
        let expected: Trace = Play::trace(script, forms[0].1);
        for (name, form) in &forms[1..] {
            assert_eq!(Play::trace(script, *form), expected, "{name}");
        }
        let by_driver = Play::trace(script, driver).of_rules();
        assert_eq!(by_driver, expected.of_rules(), "driver");
    }
}

fn has_hints(script: &Script) -> bool {
    script
        .history
        .iter()
        .any(|step| step.verdict.and_then(Verdict::hint).is_some())
}

fn is_plain(step: &Step) -> bool {
    step.verdict.is_none_or(|verdict| verdict == Verdict::Retry)
}
