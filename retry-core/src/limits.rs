//! What runs share.

mod budget;
#[cfg(feature = "std")]
mod cancel_token;
mod charge;

pub use self::budget::Budget;
#[cfg(feature = "std")]
pub use self::cancel_token::CancelToken;
pub(crate) use self::charge::Charge;
