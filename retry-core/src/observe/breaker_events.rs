use super::BreakerFacts;

/// Says that a breaker has changed its state, once it has.
#[inline]
pub(crate) fn breaker(facts: &BreakerFacts) {
    #[cfg(feature = "tracing")]
    super::run_events::emit_breaker(facts);
    #[cfg(feature = "metrics")]
    super::run_metrics::record_breaker(facts);
    #[cfg(not(any(feature = "tracing", feature = "metrics")))]
    let _ = facts;
}
