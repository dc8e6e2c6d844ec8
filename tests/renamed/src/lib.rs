//! A crate that re-exports retry-core under another name.

pub use again as retrying;
