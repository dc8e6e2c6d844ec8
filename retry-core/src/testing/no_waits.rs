use std::{cell::Cell, marker::PhantomData, thread_local};

use crate::rehearsal::Rehearsal;

thread_local! {
    static ON_THIS_THREAD: Cell<Option<Rehearsal>> = const { Cell::new(None) };
}

/// Takes the waits out of every run whose first failure is on this thread, while the guard lives.
///
/// It reaches every form of run, however deep in the code under test: attribute, function, loop.
/// What would have been waited still counts as elapsed, so deadlines end runs as they would.
/// Dropping the guard brings back what was before it; guards nest.
///
/// ```
/// use retry_core::{retry, testing};
///
/// fn code_under_test() -> Result<(), &'static str> {
///     retry(|| Err("busy")).attempts(5).backoff(core::time::Duration::from_secs(60)).call()
/// }
///
/// let _guard = testing::no_waits();
/// assert_eq!(code_under_test(), Err("busy"));
/// ```
pub fn no_waits() -> NoWaits {
    NoWaits {
        before: ON_THIS_THREAD.replace(Some(Rehearsal::UNLIMITED)),
        not_send: PhantomData,
    }
}

/// While it lives, runs on its thread do not wait; made by [`no_waits()`].
#[derive(Debug)]
#[must_use = "waits are taken out only while the guard lives: `let _guard = ..`"]
pub struct NoWaits {
    before: Option<Rehearsal>,
    /// It belongs to the thread that made it.
    not_send: PhantomData<*const ()>,
}

impl NoWaits {
    /// Limits the attempts of each run too; a policy's own lower limit stays.
    ///
    /// ```
    /// use retry_core::{retry, testing};
    ///
    /// let _guard = testing::no_waits().attempts(1);
    /// let mut calls = 0;
    /// let _ = retry(|| { calls += 1; Err::<(), _>("busy") }).call();
    /// assert_eq!(calls, 1);
    /// ```
    pub fn attempts(self, attempts: u32) -> Self {
        ON_THIS_THREAD.set(Some(Rehearsal::limited(attempts)));
        self
    }
}

impl Drop for NoWaits {
    fn drop(&mut self) {
        ON_THIS_THREAD.set(self.before);
    }
}

/// What a run whose first failure is now, here, is to do.
pub(crate) fn rehearsal() -> Option<Rehearsal> {
    // A run on a thread that is being torn down waits as usual.
    let here = ON_THIS_THREAD.try_with(Cell::get).ok().flatten();
    #[cfg(feature = "testing")]
    let here = here.or_else(everywhere::rehearsal);
    here
}

#[cfg(feature = "testing")]
pub use self::everywhere::{NoWaitsEverywhere, no_waits_everywhere};

#[cfg(feature = "testing")]
mod everywhere {
    use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

    use crate::rehearsal::Rehearsal;

    /// How many guards live. A count, so that tests on several threads do not switch waiting on for
    /// each other.
    static GUARDS: AtomicUsize = AtomicUsize::new(0);
    static ATTEMPTS: AtomicU32 = AtomicU32::new(u32::MAX);

    /// Takes the waits out of every run in the process, multi-threaded runtimes included, while a
    /// guard lives. [`no_waits`](super::no_waits()) on a thread comes before it.
    pub fn no_waits_everywhere() -> NoWaitsEverywhere {
        GUARDS.fetch_add(1, Ordering::Relaxed);
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
            ATTEMPTS.store(attempts, Ordering::Relaxed);
            self
        }
    }

    impl Drop for NoWaitsEverywhere {
        fn drop(&mut self) {
            let () = self.private;
            if GUARDS.fetch_sub(1, Ordering::Relaxed) == 1 {
                ATTEMPTS.store(u32::MAX, Ordering::Relaxed);
            }
        }
    }

    pub(super) fn rehearsal() -> Option<Rehearsal> {
        (GUARDS.load(Ordering::Relaxed) > 0)
            .then(|| Rehearsal::limited(ATTEMPTS.load(Ordering::Relaxed)))
    }
}
