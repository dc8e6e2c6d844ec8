//! What to retry, as plain data: statuses, methods, hints.

mod attempts_and_delays;
mod hints;
mod http_policy;
mod http_settings;
#[cfg(feature = "serde")]
mod http_settings_form;
mod methods;
mod statuses;
mod urllib3;

pub use self::{hints::Hints, http_policy::HttpPolicy, http_settings::HttpSettings};
