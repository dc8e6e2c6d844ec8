//! reqwest's errors, requests and responses, and a middleware for it.

#[cfg(feature = "reqwest-middleware")]
mod drain;
#[cfg(feature = "reqwest-middleware")]
mod middleware;
#[cfg(feature = "reqwest-middleware")]
mod middleware_error;
mod reqwest_error;
mod reqwest_messages;

pub use self::reqwest_error::ViaReqwest;
