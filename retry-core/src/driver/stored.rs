//! Runs that are stored between attempts: in a queue, a table, a file.
//!
//! A wait of minutes does not belong in a worker's memory, and a restart must not forget a run. [`Later`] is the state
//! of a run as plain data. [`Policy::defer`](crate::Policy::defer) decides what follows a failed attempt, and
//! [`Policy::wake`](crate::Policy::wake) whether the next one may begin. Both return [`Next`]: wait here, store the run
//! until later, or stop. They read no clock and do no I/O; the queue is yours.
//!
//! ```
//! use core::time::Duration;
//! use retry_core::{Backoff, Failure, Jitter, Policy, Verdict, stored::{Later, Next}};
//!
//! const POLICY: Policy = Policy::new()
//!     .attempts(3)
//!     .backoff(Backoff::exponential(Duration::from_secs(2)).factor(60.0).max_delay(Duration::from_secs(3600)))
//!     .jitter(Jitter::None);
//! const PATIENCE: Duration = Duration::from_secs(5);
//!
//! let mut now = Duration::from_secs(1_800_000_000);
//! let mut later = Later::new(now, 7);
//!
//! // Two seconds: the worker waits.
//! let next = POLICY.defer(&mut later, Failure::new(Verdict::Retry), PATIENCE, now);
//! assert_eq!(next, Next::Here(Duration::from_secs(2)));
//!
//! // Two minutes: the queue holds the run, and another worker resumes it.
//! now += Duration::from_secs(2);
//! let next = POLICY.defer(&mut later, Failure::new(Verdict::Retry), PATIENCE, now);
//! assert_eq!(next, Next::Later(now + Duration::from_secs(120)));
//! now += Duration::from_secs(120);
//! assert_eq!(POLICY.wake(&mut later, PATIENCE, now).map(|attempt| attempt.number()), Ok(3));
//! ```
//!
//! All times are those of the wall clock, as a [`Duration`](core::time::Duration) since the Unix epoch, because another
//! machine may resume the run. `unix_time()` reads it where there is `std`. The page
//! [Durable retries](crate::guide::durable_retries) has a worker, and what to write for other engines.

mod defer;
mod later;
#[cfg(feature = "serde")]
mod later_serde;
mod next;
#[cfg(feature = "std")]
mod unix_time;
mod wake;

#[cfg(feature = "std")]
pub use self::unix_time::unix_time;
pub use self::{later::Later, next::Next};
