//! The delays of a policy.

use std::time::Duration;

use retry_core::{Backoff, Jitter, Policy};
use retry_tests::{JITTERS, SECOND, secs};

#[test]
fn a_cap_below_the_default_first_delay_is_allowed() {
    const CAPPED: Policy = Policy::new()
        .max_delay(Duration::from_millis(50))
        .jitter(Jitter::None);
    assert!(CAPPED.delays().eq([50, 50].map(Duration::from_millis)));
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
fn delays_know_how_many_are_left() {
    let mut delays = Policy::new().attempts(3).delays_with(7);
    for left in [2, 1, 0, 0] {
        assert_eq!(delays.size_hint(), (left, Some(left)));
        assert_eq!(delays.next().is_some(), left > 0);
    }
}
