//! What comes back: status and headers, and the hints among them.

mod answer;
mod header_values;
mod hint_form;
mod hint_headers;
mod http_response;
mod moment;
mod origin;
mod rate_limit;

#[cfg(feature = "tower")]
pub(in crate::http) use self::hint_headers::forbids_retry;
#[cfg(feature = "ureq")]
pub(in crate::http) use self::origin::Origin;
pub use self::{answer::Answer, http_response::HttpResponse, rate_limit::RateLimit};
