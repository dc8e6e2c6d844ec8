use core::time::Duration;
use std::{sync::Arc, vec::Vec};

use super::limit_or_name::{Guarding, LimitOrName, waits};
use crate::driver::{
    RunEnd,
    no_waits::{Guard, everywhere},
};

/// Removes the waits of every run in the process and records them, multi-threaded runtimes included, while
/// a guard lives. Next to guards of [`no_waits`](super::no_waits()), the strictest limits count.
///
/// ```
/// use retry_core::{retry, testing};
///
/// let runs = testing::no_waits_everywhere();
/// let fetch = || retry(|| Err::<(), _>("busy")).name("fetch").call();
/// assert!(std::thread::spawn(fetch).join().unwrap().is_err());
/// assert_eq!(runs.attempts("fetch"), [3]);
/// ```
pub fn no_waits_everywhere() -> NoWaitsEverywhere {
    NoWaitsEverywhere {
        handle: Arc::new(Handle(everywhere::add_guard())),
    }
}

/// The guard that [`no_waits_everywhere()`] returns: while one lives, no run in the process waits. It also
/// records them, as [`NoWaits`](super::NoWaits) does.
#[derive(Clone, Debug)]
#[must_use = "waits are removed only while the guard lives: `let _guard = ..`"]
pub struct NoWaitsEverywhere {
    handle: Arc<Handle>,
}

#[derive(Debug)]
struct Handle(Arc<Guard>);

impl NoWaitsEverywhere {
    /// With a number, limits the attempts of each run. With a name, returns the attempts of each recorded
    /// run of this name; see [`NoWaits::attempts`](super::NoWaits::attempts).
    pub fn attempts<A: LimitOrName>(&self, limit_or_name: A) -> A::Answer<Self> {
        limit_or_name.ask(self)
    }

    /// Limits the attempt timeouts of runs too: each attempt that has one gets the shorter of the two. It
    /// holds for attempts that begin while the guard lives.
    pub fn attempt_timeouts(self, limit: Duration) -> Self {
        self.handle.0.limit_attempt_timeouts(limit);
        self
    }

    /// The waits of the recorded runs of this name, one run after the other.
    #[must_use]
    pub fn waits(&self, name: &str) -> Vec<Duration> {
        waits(self, name)
    }

    /// All recorded runs, in the order of their ends. A guard keeps the first 100,000, and as many waits of
    /// each.
    #[must_use]
    pub fn ends(&self) -> Vec<RunEnd> {
        Guarding::ends(self)
    }
}

impl Guarding for NoWaitsEverywhere {
    fn limit_attempts(&self, attempts: u32) {
        self.handle.0.limit_attempts(attempts);
    }

    fn ends(&self) -> Vec<RunEnd> {
        self.handle.0.ends()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        everywhere::remove_guard(&self.0);
    }
}
