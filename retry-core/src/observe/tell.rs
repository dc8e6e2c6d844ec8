use super::ErrorFacts;
use crate::{driver::Facts, policy::Policy};

/// Says what follows an attempt, once it is certain: the wait, or the end of the run.
#[inline]
#[cfg_attr(
    not(all(feature = "tracing", feature = "metrics")),
    allow(unused_variables, reason = "not each feature needs all of it")
)]
pub(crate) fn tell<'a>(policy: &Policy, facts: &Facts, error: impl FnOnce() -> ErrorFacts<'a>) {
    #[cfg(feature = "tracing")]
    super::run_events::emit(policy, facts, error());
    #[cfg(feature = "metrics")]
    super::run_metrics::record(policy, facts);
}
