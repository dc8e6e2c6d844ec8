//! Which policy and which gate a URL has.

mod by_prefix;
mod mounts;
mod prefix;

pub(in crate::http) use self::by_prefix::ByPrefix;
pub use self::{mounts::Mounts, prefix::InvalidPrefix};
