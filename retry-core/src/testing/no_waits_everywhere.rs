use crate::driver::no_waits::everywhere;

/// Takes the waits out of every run in the process, multi-threaded runtimes included, while a
/// guard lives. On a thread that has a guard of [`no_waits`](super::no_waits()), that one counts.
pub fn no_waits_everywhere() -> NoWaitsEverywhere {
    everywhere::add_guard();
    NoWaitsEverywhere { private: () }
}

/// While one lives, no run in the process waits; made by [`no_waits_everywhere()`].
#[derive(Debug)]
#[must_use = "waits are taken out only while the guard lives: `let _guard = ..`"]
pub struct NoWaitsEverywhere {
    private: (),
}

impl NoWaitsEverywhere {
    /// Limits the attempts of each run too, until the last guard is dropped.
    pub fn attempts(self, attempts: u32) -> Self {
        everywhere::limit(attempts);
        self
    }
}

impl Drop for NoWaitsEverywhere {
    fn drop(&mut self) {
        let () = self.private;
        everywhere::remove_guard();
    }
}
