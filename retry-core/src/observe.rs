//! What the features `tracing` and `metrics` make of a run. The loops call it, off the success path. Without
//! these features all of it is empty.

mod attempt_span;
#[cfg(target_has_atomic = "64")]
mod breaker_events;
#[cfg(target_has_atomic = "64")]
mod breaker_facts;
mod budget_gauge;
mod error_view;
mod in_attempt;
#[cfg(feature = "metrics")]
mod metric_key;
#[cfg(feature = "tracing")]
mod run_events;
#[cfg(feature = "metrics")]
mod run_metrics;
mod tell;

pub use self::error_view::{ErrorFacts, ErrorView, Shown};
pub(crate) use self::{
    attempt_span::AttemptSpan,
    budget_gauge::{budget, watch},
    in_attempt::InAttempt,
    tell::tell,
};
#[cfg(target_has_atomic = "64")]
pub(crate) use self::{breaker_events::breaker, breaker_facts::BreakerFacts};
