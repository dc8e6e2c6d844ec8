//! Pages to read: which policy for which use case, what to see of retries in production, how to store runs in a queue,
//! how to shut down while runs wait, how to test code that retries, and what to write for what you know from Python.

pub mod choosing;
#[cfg(feature = "std")]
pub mod durable_retries;
#[cfg(feature = "http")]
pub mod from_urllib3;
pub mod in_production;
#[cfg(feature = "std")]
pub mod shutting_down;
#[cfg(feature = "std")]
pub mod testing;

// Runs the README's programs as doctests.
#[cfg(all(doctest, feature = "macros", feature = "tokio", feature = "reqwest"))]
#[doc = include_str!("../../README.md")]
struct Readme;
