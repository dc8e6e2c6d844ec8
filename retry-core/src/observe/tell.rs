use super::ErrorFacts;
use crate::{driver::Facts, policy::Policy};

/// Says what follows an attempt, once it is certain: the wait, or the end of the run.
//
// Not inlined where it does something: one copy for all call sites.
#[cfg(any(feature = "tracing", feature = "metrics"))]
#[cold]
#[inline(never)]
pub(crate) fn tell(policy: &Policy, facts: &Facts, error: ErrorFacts<'_>) {
    #[cfg(feature = "tracing")]
    super::run_events::emit(policy, facts, error);
    #[cfg(not(feature = "tracing"))]
    let _ = error;
    #[cfg(feature = "metrics")]
    super::run_metrics::record(policy, facts);
}

/// Nobody listens.
#[cfg(not(any(feature = "tracing", feature = "metrics")))]
#[inline]
pub(crate) fn tell(_: &Policy, _: &Facts, _: ErrorFacts<'_>) {}
