//! A crate that hands retry-core on under a name of its own.

pub use again as retrying;
