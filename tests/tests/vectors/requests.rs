use std::time::Duration;

use retry_core::{Backoff, Budget, Policy, testing::ManualClock};
use serde::Deserialize;

use crate::file::Replay;

/// A budget that requests pay into, and how many of them it grants a retry if all ask at the same moment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestsCase {
    name: String,
    ratio: Option<f64>,
    per_second: Option<u32>,
    reserve: Option<u32>,
    /// In seconds. The default is 60, as in the tests of Finagle.
    window: Option<u64>,
    requests: u32,
    granted: u32,
}

impl RequestsCase {
    fn budget(&self) -> Budget {
        let budget = match (self.ratio, self.per_second) {
            (Some(ratio), None) => Budget::ratio(ratio),
            (Some(ratio), Some(floor)) => Budget::ratio(ratio).per_second(floor),
            (None, Some(floor)) => Budget::floor(floor),
            (None, None) => panic!("{}: neither a ratio nor a floor", self.name),
        };
        let budget = budget.window(Duration::from_secs(self.window.unwrap_or(60)));
        match self.reserve {
            Some(tokens) => budget.reserve(tokens),
            None => budget,
        }
    }
}

impl Replay for RequestsCase {
    fn replay(&self) {
        let (budget, clock) = (self.budget(), ManualClock::new());
        let policy = Policy::new()
            .attempts(2)
            .backoff(Backoff::constant(Duration::ZERO));
        let mut calls = 0;
        for _ in 0..self.requests {
            let result = policy
                .retry(|| {
                    calls += 1;
                    Err::<(), _>("busy")
                })
                .budget(&budget)
                .timer(&clock)
                .call();
            assert_eq!(result, Err("busy"));
        }
        assert_eq!(calls - self.requests, self.granted, "{}", self.name);
    }
}
