//! Scripts that once showed a fault, and those at the edge of a rule.

use std::time::Duration;

use retry_core::{Attempts, BackoffKind, Jitter, Settings, Verdict};
use retry_tests::{NANO, SECOND, ZERO};

use crate::{
    forms,
    oracle::follow,
    play::Play,
    runs::check_each_form,
    script::{Bucket, Script, Step},
};

fn failed(ran: Duration, verdict: Verdict) -> Step {
    Step {
        ran,
        verdict: Some(verdict),
        pending: 1,
    }
}

fn check(settings: Settings, history: impl Into<Vec<Step>>) {
    let script = Script {
        settings,
        bucket: Some(Bucket {
            capacity: 9,
            retry: 2,
            throttled: 1,
        }),
        schedule: vec![SECOND, ZERO],
        entropy: 7,
        history: history.into(),
    };
    follow(&script, false, &Play::trace(&script, forms::plain::closure));
    follow(
        &script,
        true,
        &Play::trace(&script, forms::scheduled::closure),
    );
    check_each_form(&script);
}

/// A loop by hand called the hook for runs that gave up, and its budget got nothing back.
#[test]
fn an_error_that_is_accepted() {
    let history = [failed(ZERO, Verdict::Retry), failed(ZERO, Verdict::Accept)];
    check(Settings::default(), history);
}

/// A driver started the run over, so the attempt got the number 1.
#[test]
fn an_error_that_is_accepted_after_a_long_attempt() {
    let settings = Settings {
        reset_after: Some(SECOND),
        ..Settings::default()
    };
    let history = [
        failed(ZERO, Verdict::Retry),
        failed(SECOND, Verdict::Accept),
    ];
    check(settings, history);
}

#[test]
fn waits_that_end_at_the_deadline_and_just_before() {
    for deadline in [SECOND * 2, SECOND * 2 + NANO, SECOND * 2 - NANO] {
        for verdict in [
            Verdict::Retry,
            Verdict::RetryAfter(SECOND),
            Verdict::Throttled(None),
        ] {
            for jitter in [Jitter::None, Jitter::Full] {
                let settings = Settings {
                    kind: BackoffKind::Constant,
                    backoff: Some(SECOND),
                    jitter,
                    deadline: Some(deadline),
                    ..Settings::default()
                };
                check(settings, [failed(SECOND, verdict), failed(ZERO, verdict)]);
            }
        }
    }
}

#[test]
fn decorrelated_jitter_after_a_first_retry_without_delay_and_after_throttling() {
    let settings = Settings {
        attempts: Attempts::Limited(6),
        jitter: Jitter::Decorrelated,
        fast_first: true,
        throttled_delay: Some(SECOND),
        ..Settings::default()
    };
    let history = [
        failed(ZERO, Verdict::Retry),
        failed(ZERO, Verdict::Throttled(None)),
        failed(ZERO, Verdict::Retry),
        failed(ZERO, Verdict::Throttled(None)),
        failed(ZERO, Verdict::Retry),
        failed(ZERO, Verdict::Retry),
    ];
    check(settings, history);
}
