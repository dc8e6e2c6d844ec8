//! Policies as plain data, and the rules for valid ones.

mod attempts;
mod backoff;
mod backoff_kind;
#[cfg(target_has_atomic = "64")]
mod budget_settings;
mod clamped;
mod delays;
#[cfg(feature = "serde")]
pub(crate) mod file;
mod invalid_policy;
mod jitter;
#[cfg(feature = "http")]
mod method_name;
pub(crate) mod nanos;
mod nominal_delays;
mod observation;
mod overrides;
mod policy;
pub mod preview;
mod questions;
pub(crate) mod random;
mod readable_time;
mod refusal;
#[cfg(feature = "tracing")]
mod retry_level;
mod sentence;
mod settings;
#[cfg(feature = "serde")]
mod stored_refusal;
mod throttled;
mod wants;
#[cfg(any(feature = "tracing", feature = "metrics"))]
mod with_observation;
mod with_others;
mod worst_case;

#[cfg(target_has_atomic = "64")]
pub use self::budget_settings::BudgetSettings;
#[cfg(feature = "http")]
pub(crate) use self::method_name::MethodName;
#[cfg(feature = "serde")]
pub(crate) use self::stored_refusal::StoredRefusal;
pub use self::{
    attempts::Attempts, backoff::Backoff, backoff_kind::BackoffKind, delays::Delays,
    invalid_policy::InvalidPolicy, jitter::Jitter, nominal_delays::NominalDelays, policy::Policy,
    settings::Settings,
};
pub(crate) use self::{
    attempts::{nearest_number, next_number},
    refusal::Refusal,
};
