//! Policies as plain data, and the rules for valid ones.

mod attempts;
mod backoff;
mod backoff_kind;
#[cfg(target_has_atomic = "64")]
mod budget_settings;
mod delays;
#[cfg(feature = "serde")]
pub(crate) mod file;
mod invalid_policy;
mod jitter;
#[cfg(feature = "http")]
mod method_name;
pub(crate) mod nanos;
mod nominal_delays;
mod policy;
pub(crate) mod random;
mod refusal;
mod settings;

#[cfg(target_has_atomic = "64")]
pub use self::budget_settings::BudgetSettings;
#[cfg(feature = "http")]
pub(crate) use self::method_name::MethodName;
pub use self::{
    attempts::Attempts, backoff::Backoff, backoff_kind::BackoffKind, delays::Delays,
    invalid_policy::InvalidPolicy, jitter::Jitter, nominal_delays::NominalDelays, policy::Policy,
    settings::Settings,
};
pub(crate) use self::{
    attempts::{nearest_number, next_number},
    refusal::Refusal,
};
