use std::{cell::RefCell, time::Duration};

use retry_core::{Budget, Policy, Settings, Verdict, retry, testing::ManualClock};
use serde::Deserialize;

use crate::file::{Replay, durations};

/// A bucket, and the runs that share it one after the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BudgetCase {
    name: String,
    preset: Option<Preset>,
    bucket: Option<u32>,
    retry_cost: Option<f64>,
    throttled_cost: Option<f64>,
    success_returns: Option<f64>,
    #[serde(default)]
    above_half: bool,
    /// The default has as many attempts as the run has.
    policy: Option<Settings>,
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Preset {
    Aws,
    Grpc,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    /// What the attempts get. All of them are made, and no other.
    attempts: Vec<Got>,
    /// The waits between them.
    seconds: Option<Vec<f64>>,
    /// The tokens that are left after each retry was granted.
    lefts: Option<Vec<f64>>,
    /// The label of the reason of the end.
    stop: String,
    /// The tokens that are left after it.
    left: f64,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Got {
    Ok,
    Retry,
    Throttled,
    Stop,
}

impl Got {
    const fn verdict(self) -> Verdict {
        match self {
            Self::Ok => Verdict::Accept,
            Self::Retry => Verdict::Retry,
            Self::Throttled => Verdict::Throttled(None),
            Self::Stop => Verdict::Stop,
        }
    }
}

impl BudgetCase {
    fn budget(&self) -> Budget {
        let budget = match (self.preset, self.bucket) {
            (Some(Preset::Aws), None) => Budget::aws(),
            (Some(Preset::Grpc), None) => Budget::grpc(),
            (None, Some(capacity)) => Budget::bucket(capacity),
            both => panic!("{}: a preset or a bucket, not {both:?}", self.name),
        };
        let budget = match self.retry_cost {
            Some(cost) => budget.retry_cost(cost),
            None => budget,
        };
        let budget = match self.throttled_cost {
            Some(cost) => budget.throttled_cost(cost),
            None => budget,
        };
        let budget = match self.success_returns {
            Some(tokens) => budget.success_returns(tokens),
            None => budget,
        };
        if self.above_half {
            budget.above_half()
        } else {
            budget
        }
    }

    fn policy(&self, run: &Run) -> Policy {
        match self.policy {
            Some(settings) => Policy::try_from(settings).expect("a valid policy"),
            // One more, so that no run ends because of them.
            None => Policy::new().retries(u32::try_from(run.attempts.len()).expect("a short list")),
        }
    }
}

impl Replay for BudgetCase {
    fn replay(&self) {
        let budget = self.budget();
        for (number, run) in self.runs.iter().enumerate() {
            run.replay(
                &format!("{}, run {number}", self.name),
                self.policy(run),
                &budget,
            );
        }
    }
}

impl Run {
    fn replay(&self, name: &str, policy: Policy, budget: &Budget) {
        let clock = ManualClock::new();
        let lefts = RefCell::new(Vec::new());
        let mut attempts = self.attempts.iter();
        let report = retry(|| match attempts.next() {
            Some(Got::Ok) => Ok(()),
            Some(got) => Err(*got),
            None => panic!("{name}: more attempts than expected"),
        })
        .policy(policy)
        .on(|got| got.verdict())
        .budget(budget)
        .on_retry(|_| lefts.borrow_mut().push(budget.available()))
        .timer(&clock)
        .report()
        .call();
        assert_eq!(attempts.next(), None, "{name}: an attempt was not made");
        assert_eq!(report.stop.label(), self.stop, "{name}");
        assert_eq!(budget.available(), self.left, "{name}");
        if let Some(expected) = &self.lefts {
            assert_eq!(lefts.into_inner(), *expected, "{name}");
        }
        if let Some(seconds) = &self.seconds {
            let waits: Vec<Duration> = clock.waits();
            assert_eq!(waits, durations(seconds), "{name}");
        }
    }
}
