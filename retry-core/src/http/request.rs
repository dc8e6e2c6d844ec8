//! What is sent: where it goes, its idempotency key, and its own settings.

mod body_source;
mod http_request;
mod idempotency_key;
mod per_request;
mod resend_count;
mod target;

#[cfg(feature = "reqwest-middleware")]
pub(in crate::http) use self::body_source::BodySource;
pub use self::{
    http_request::HttpRequest,
    idempotency_key::{IdempotencyKey, InvalidKey},
    per_request::PerRequest,
    resend_count::ResendCount,
    target::Target,
};
