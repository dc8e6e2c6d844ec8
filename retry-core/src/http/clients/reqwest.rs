//! reqwest's errors, requests and responses, of 0.13 and 0.12, and a middleware for 0.13.

#[cfg(feature = "reqwest-middleware")]
mod drain;
#[cfg(feature = "reqwest-middleware")]
mod hedged_middleware;
#[cfg(feature = "reqwest-middleware")]
mod middleware;
#[cfg(feature = "reqwest-middleware")]
mod middleware_error;
mod reqwest_error;
mod reqwest_messages;

pub use self::reqwest_error::ViaReqwest;
