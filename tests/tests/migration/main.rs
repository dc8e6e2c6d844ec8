//! What the guide says about other crates, asked of these crates, and that the policy next to it waits the same.

mod from_backoff;
mod from_backon;
mod from_reqwest_retry;
mod from_tokio_retry;
mod table_cells;

use std::time::Duration;

use retry_core::{Jitter, Policy, retry, testing::ManualClock};

const SECOND: Duration = Duration::from_secs(1);

fn seconds<const N: usize>(seconds: [u64; N]) -> [Duration; N] {
    seconds.map(Duration::from_secs)
}

fn millis<const N: usize>(millis: [u64; N]) -> [Duration; N] {
    millis.map(Duration::from_millis)
}

fn nominal(policy: Policy) -> Vec<Duration> {
    policy.jitter(Jitter::None).delays().collect()
}

#[test]
fn the_default_is_what_the_guide_sets_next_to_theirs() {
    let mut calls = 0;
    let clock = ManualClock::new();
    let run = retry(|| {
        calls += 1;
        Err::<(), _>("busy")
    });
    assert_eq!(run.jitter(Jitter::None).timer(&clock).call(), Err("busy"));
    assert_eq!((calls, clock.waits()), (3, millis([100, 200]).to_vec()));
    let longest = nominal(Policy::new().retries(20));
    assert_eq!(longest.last(), Some(&Duration::from_secs(30)));
}
