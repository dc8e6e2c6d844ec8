//! Pages to read: what to choose, how to run it, and what to write for what you know from elsewhere.
//!
//! | I want to | page |
//! |---|---|
//! | annotate a function, or retry a closure | [the crate's front page](crate) |
//! | find the policy for my use case | [`choosing`] |
//! | copy twenty lines that do what I need | [`cookbook`] |
//! | know the mistakes that others made | [`dos_and_donts`] |
//! | retry HTTP requests safely | [`http`](crate::http) |
//! | limit retries in an outage, see them in logs and on dashboards | [`in_production`] |
//! | know what a breaker and hedges are for, and the order of all parts | [`overload`] |
//! | store runs in a queue, so that they outlive the process | [`durable_retries`] |
//! | shut down while runs wait | [`shutting_down`] |
//! | test code that retries, without waiting | [`testing`] |
//! | compare this crate with others | [`comparison`] |
//!
//! | I come from | page |
//! |---|---|
//! | backon | [`from_backon`] |
//! | tokio-retry or tokio-retry2 | [`from_tokio_retry`] |
//! | reqwest-retry | [`from_reqwest_retry`] |
//! | backoff | [`from_backoff`] |
//! | Requests and urllib3 | [`from_urllib3`] |
//! | tenacity or stamina | [`from_tenacity`] |

pub mod choosing;
pub mod comparison;
#[cfg(all(feature = "macros", feature = "futures-timer"))]
pub mod cookbook;
#[cfg(all(feature = "macros", feature = "futures-timer"))]
pub mod dos_and_donts;
#[cfg(feature = "std")]
pub mod durable_retries;
#[cfg(all(feature = "macros", feature = "futures-timer"))]
pub mod from_backoff;
#[cfg(all(feature = "macros", feature = "futures-timer"))]
pub mod from_backon;
#[cfg(feature = "http")]
pub mod from_reqwest_retry;
#[cfg(all(feature = "macros", feature = "futures-timer"))]
pub mod from_tenacity;
#[cfg(all(feature = "macros", feature = "futures-timer"))]
pub mod from_tokio_retry;
#[cfg(feature = "http")]
pub mod from_urllib3;
pub mod in_production;
pub mod overload;
#[cfg(feature = "std")]
pub mod shutting_down;
#[cfg(feature = "std")]
pub mod testing;

// Runs the README's programs as doctests.
#[cfg(all(doctest, feature = "macros", feature = "tokio", feature = "reqwest"))]
#[doc = include_str!("../../README.md")]
struct Readme;
