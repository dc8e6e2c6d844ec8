use core::num::NonZeroU16;
#[cfg(feature = "std")]
use std::{cell::Cell, thread_local};

use crate::policy::Policy;

/// The mode of runs without waits, which tests switch on through `testing`. It holds how many attempts
/// a run may make, in the two bytes that the state of a run has free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoWaitsMode {
    attempts: NonZeroU16,
}

impl NoWaitsMode {
    /// Leaves the number of attempts to the policy.
    #[cfg(feature = "std")]
    pub(crate) const UNLIMITED: Self = Self {
        attempts: NonZeroU16::MAX,
    };

    /// Limits the attempts, 0 counting as 1. A limit that does not fit 16 bits is none.
    #[cfg(feature = "std")]
    pub(crate) fn limited(attempts: u32) -> Self {
        let attempts = u16::try_from(attempts).unwrap_or(u16::MAX);
        Self {
            attempts: NonZeroU16::new(attempts).unwrap_or(NonZeroU16::MIN),
        }
    }

    /// The policy with at most this many attempts.
    pub(super) fn limit(self, policy: &Policy) -> Policy {
        let mut limited = *policy;
        if self.attempts != NonZeroU16::MAX {
            limited.attempts = policy.attempts.min(self.attempts.get().into());
        }
        limited
    }
}

#[cfg(feature = "std")]
thread_local! {
    static ON_THIS_THREAD: Cell<Option<NoWaitsMode>> = const { Cell::new(None) };
}

/// Sets the mode of this thread and returns the previous one.
#[cfg(feature = "std")]
pub(crate) fn replace(mode: Option<NoWaitsMode>) -> Option<NoWaitsMode> {
    ON_THIS_THREAD.replace(mode)
}

/// The mode of a run whose first attempt has just failed on this thread.
pub(crate) fn mode() -> Option<NoWaitsMode> {
    #[cfg(feature = "std")]
    {
        // A run on a thread that is being torn down waits as usual.
        let here = ON_THIS_THREAD.try_with(Cell::get).ok().flatten();
        #[cfg(feature = "testing")]
        let here = here.or_else(everywhere::mode);
        here
    }
    #[cfg(not(feature = "std"))]
    None
}

/// The mode of the whole process.
#[cfg(feature = "testing")]
pub(crate) mod everywhere {
    use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

    use super::NoWaitsMode;

    /// How many guards live. A count, since tests on several threads may each have one.
    static GUARDS: AtomicUsize = AtomicUsize::new(0);
    static ATTEMPTS: AtomicU32 = AtomicU32::new(u32::MAX);

    pub(crate) fn add_guard() {
        GUARDS.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn limit(attempts: u32) {
        ATTEMPTS.store(attempts, Ordering::Relaxed);
    }

    pub(crate) fn remove_guard() {
        if GUARDS.fetch_sub(1, Ordering::Relaxed) == 1 {
            ATTEMPTS.store(u32::MAX, Ordering::Relaxed);
        }
    }

    pub(super) fn mode() -> Option<NoWaitsMode> {
        (GUARDS.load(Ordering::Relaxed) > 0)
            .then(|| NoWaitsMode::limited(ATTEMPTS.load(Ordering::Relaxed)))
    }
}
