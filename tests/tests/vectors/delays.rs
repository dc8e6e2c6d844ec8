use std::time::Duration;

use retry_core::{Driver, Failure, Policy, Settings, Step, StopReason, Verdict};
use serde::Deserialize;

use crate::file::{Replay, durations};

/// Exact delays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DelaysCase {
    name: String,
    policy: Settings,
    /// The nominal delays, in place of a backoff.
    schedule: Option<Vec<f64>>,
    /// The retry that the first delay is for.
    #[serde(default = "first")]
    from: u32,
    seconds: Vec<f64>,
    /// The label of the reason why no further delay follows.
    stop: Option<String>,
}

const fn first() -> u32 {
    1
}

/// Random delays: the bounds of the first, of the second, and so on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpreadCase {
    name: String,
    policy: Settings,
    low: Vec<f64>,
    high: Vec<f64>,
    /// Each delay is at most so many times the one before. Then the later ones seldom come near their bounds.
    times_the_one_before: Option<u32>,
}

/// So many attempts as the delays need, if the case does not name them.
fn policy(settings: Settings, from: u32, delays: usize) -> Policy {
    let policy = Policy::try_from(settings).expect("a valid policy");
    if settings.attempts == Settings::default().attempts {
        let delays = u32::try_from(delays).expect("a short list");
        policy.attempts(from + delays)
    } else {
        policy
    }
}

impl Replay for DelaysCase {
    fn replay(&self) {
        let name = &self.name;
        let expected = durations(&self.seconds);
        let policy = policy(
            self.policy,
            self.from,
            expected.len() + usize::from(self.stop.is_some()),
        );
        let mut schedule = self
            .schedule
            .as_deref()
            .map(|delays| durations(delays).into_iter());
        let mut driver = Driver::resume(self.from, None);
        let mut fail = || {
            let failure = Failure::new(Verdict::Retry);
            match &mut schedule {
                Some(delays) => driver.step(&policy, failure, &mut || 7, Some(delays)),
                None => driver.step(&policy, failure, &mut || 7, None),
            }
        };
        for (number, delay) in expected.into_iter().enumerate() {
            assert_eq!(fail(), Step::Wait(delay), "{name}: delay {number}");
        }
        if let Some(stop) = &self.stop {
            let label = match fail() {
                Step::Stop(reason) => StopReason::label(&reason),
                Step::Wait(delay) => panic!("{name}: {delay:?} instead of {stop}"),
            };
            assert_eq!(label, stop, "{name}");
        }
    }
}

/// So many runs, each with a seed of its own.
const RUNS: u64 = 2000;

impl Replay for SpreadCase {
    fn replay(&self) {
        let name = &self.name;
        let (low, high) = (durations(&self.low), durations(&self.high));
        assert_eq!(low.len(), high.len(), "{name}");
        let policy = policy(self.policy, 1, low.len());
        let runs: Vec<Vec<_>> = (0..RUNS)
            .map(|seed| policy.delays_with(seed).collect())
            .collect();
        for (n, (low, high)) in low.into_iter().zip(high).enumerate() {
            let delays = || runs.iter().map(|run| run[n]);
            let (shortest, longest) =
                (delays().min().expect("runs"), delays().max().expect("runs"));
            assert!(
                shortest >= low && longest <= high,
                "{name}, {n}: {shortest:?} to {longest:?}"
            );
            // The bounds are not wider than the delays.
            if n == 0 || self.times_the_one_before.is_none() {
                let near = (high - low) / 50;
                assert!(shortest <= low + near, "{name}, {n}: from {shortest:?}");
                assert!(longest >= high - near, "{name}, {n}: to {longest:?}");
            }
        }
        if let Some(times) = self.times_the_one_before {
            let follows = |pair: &[Duration]| pair[1] <= pair[0] * times;
            assert!(runs.iter().all(|run| run.windows(2).all(follows)), "{name}");
        }
    }
}
