//! Pages to read, without any code of their own: which policy for which errand, and what to write for
//! what you know from Python.

pub mod choosing;
#[cfg(feature = "http")]
pub mod from_urllib3;
