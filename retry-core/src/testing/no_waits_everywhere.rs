use crate::driver::no_waits::everywhere;

/// Removes the waits of every run in the process, multi-threaded runtimes included, while a guard
/// lives. On a thread with a guard of [`no_waits`](super::no_waits()), that guard takes precedence.
pub fn no_waits_everywhere() -> NoWaitsEverywhere {
    everywhere::add_guard();
    NoWaitsEverywhere(())
}

/// The guard that [`no_waits_everywhere()`] returns: while one lives, no run in the process waits.
#[derive(Debug)]
#[must_use = "waits are removed only while the guard lives: `let _guard = ..`"]
pub struct NoWaitsEverywhere(());

impl NoWaitsEverywhere {
    /// Also limits the attempts of each run, until the last guard is dropped.
    pub fn attempts(self, attempts: u32) -> Self {
        everywhere::limit(attempts);
        self
    }
}

impl Drop for NoWaitsEverywhere {
    fn drop(&mut self) {
        everywhere::remove_guard();
    }
}
