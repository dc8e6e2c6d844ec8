use core::num::NonZeroU64;

use super::no_waits::NoWaitsMode;

/// What is known of a run once an attempt has failed: 24 bytes, since a million futures carry it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failing {
    pub(super) seed: Option<NonZeroU64>,
    /// The reading of the clock at the start, see [`reading`].
    pub(super) start: u64,
    /// The attempt under way.
    pub(super) attempt: u32,
    /// Set if a test takes the waits out of this run.
    pub(super) no_waits: Option<NoWaitsMode>,
    /// Whether the async wait under way must still yield to the executor.
    //
    // The last `bool` also holds the tag of `Phase`: another last field would make the state larger.
    pub(super) yields: bool,
}

/// When an attempt failed and when it began, by readings of the run's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) now: u64,
    pub(super) began: u64,
}

/// A reading of a clock, as runs count it: moved by 146 years. A run without waits moves its start
/// back by what it did not wait, which must work even where the clock stands at zero.
pub(super) const fn reading(nanos: u64) -> u64 {
    nanos.saturating_add(1 << 62)
}

impl Times {
    /// Of an attempt that failed this long after the start of the run, and ran this long.
    pub(super) const fn told(elapsed: u64, ran: u64) -> Self {
        let now = reading(elapsed);
        Self {
            now,
            began: now.saturating_sub(ran),
        }
    }

    /// How long the attempt ran.
    pub(super) const fn ran(self) -> u64 {
        self.now.saturating_sub(self.began)
    }
}

impl Failing {
    /// A run whose first attempt fails, where nothing asks for the time.
    pub(super) const fn untimed() -> Self {
        Self {
            seed: None,
            start: reading(0),
            attempt: 1,
            no_waits: None,
            yields: false,
        }
    }

    /// A run whose first attempt fails and that started at this reading of its clock, in nanoseconds.
    pub(super) const fn since(start: u64) -> Self {
        let mut failing = Self::untimed();
        failing.start = reading(start);
        failing
    }

    /// Starts the run again with the attempt that began then. With a fresh seed too: the delays of the
    /// run before are not waited again.
    pub(super) const fn reset(&mut self, began: u64) {
        self.start = began;
        self.attempt = 1;
        self.seed = None;
    }
}
