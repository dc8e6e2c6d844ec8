use std::time::Duration;

use serde::Deserialize;

use crate::{
    budget::BudgetCase,
    delays::{DelaysCase, SpreadCase},
    requests::RequestsCase,
    responses::{HintCase, Urllib3Case},
};

/// A file of vectors.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// Where the cases are from.
    source: Vec<String>,
    #[serde(default)]
    delays: Vec<DelaysCase>,
    #[serde(default)]
    spread: Vec<SpreadCase>,
    #[serde(default)]
    budget: Vec<BudgetCase>,
    #[serde(default)]
    requests: Vec<RequestsCase>,
    #[serde(default)]
    hint: Vec<HintCase>,
    #[serde(default)]
    urllib3: Vec<Urllib3Case>,
}

/// A case that can be replayed: it panics with its name if it is not what happens.
pub(crate) trait Replay {
    fn replay(&self);
}

impl File {
    pub(crate) fn replay(&self) {
        assert!(!self.source.is_empty(), "name the source");
        let replayed = replay(&self.delays)
            + replay(&self.spread)
            + replay(&self.budget)
            + replay(&self.requests)
            + replay(&self.hint)
            + replay(&self.urllib3);
        assert_ne!(replayed, 0, "no cases");
    }
}

fn replay(cases: &[impl Replay]) -> usize {
    cases.iter().for_each(Replay::replay);
    cases.len()
}

/// Seconds as a file has them.
pub(crate) fn durations(seconds: &[f64]) -> Vec<Duration> {
    let seconds = seconds.iter().copied();
    seconds.map(Duration::from_secs_f64).collect()
}
