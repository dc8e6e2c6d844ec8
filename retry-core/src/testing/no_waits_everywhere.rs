use crate::driver::no_waits::everywhere;

/// Removes the waits of every run in the process, multi-threaded runtimes included, while a guard
/// lives. Next to guards of [`no_waits`](super::no_waits()), the strictest limit on attempts counts.
pub fn no_waits_everywhere() -> NoWaitsEverywhere {
    NoWaitsEverywhere {
        guard: everywhere::add_guard(),
    }
}

/// The guard that [`no_waits_everywhere()`] returns: while one lives, no run in the process waits.
#[derive(Debug)]
#[must_use = "waits are removed only while the guard lives: `let _guard = ..`"]
pub struct NoWaitsEverywhere {
    guard: u64,
}

impl NoWaitsEverywhere {
    /// Also limits the attempts of each run, while this guard lives.
    pub fn attempts(self, attempts: u32) -> Self {
        everywhere::limit(self.guard, attempts);
        self
    }
}

impl Drop for NoWaitsEverywhere {
    fn drop(&mut self) {
        everywhere::remove_guard(self.guard);
    }
}
