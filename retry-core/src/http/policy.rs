//! What to retry, as plain data: statuses, methods, hints.

mod attempts_and_delays;
#[cfg(any(feature = "tracing", feature = "metrics"))]
mod events_and_metrics;
mod hints;
mod http_policy;
mod http_settings;
#[cfg(feature = "serde")]
mod http_settings_form;
mod methods;
mod statuses;
mod urllib3;

pub use self::{hints::Hints, http_policy::HttpPolicy, http_settings::HttpSettings};
