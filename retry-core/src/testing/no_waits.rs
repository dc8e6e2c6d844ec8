use core::marker::PhantomData;

use crate::driver::no_waits;

/// Removes the waits of every run whose first failure is on this thread, while the guard lives.
///
/// It reaches every kind of run (attribute, closure, loop), however deep in the code under test. The
/// waits still count as elapsed time, so deadlines act as usual. Guards may be dropped in any order:
/// what holds is what those that live say together, the strictest limit on attempts.
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
        guard: no_waits::add_guard(),
        not_send: PhantomData,
    }
}

/// The guard that [`no_waits()`] returns: while it lives, runs on its thread do not wait.
#[derive(Debug)]
#[must_use = "waits are removed only while the guard lives: `let _guard = ..`"]
pub struct NoWaits {
    guard: u64,
    /// It belongs to the thread that made it.
    not_send: PhantomData<*const ()>,
}

impl NoWaits {
    /// Limits the attempts of each run too, while this guard lives. A lower limit of the policy or of
    /// another guard stays.
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
        no_waits::limit(self.guard, attempts);
        self
    }
}

impl Drop for NoWaits {
    fn drop(&mut self) {
        no_waits::remove_guard(self.guard);
    }
}
