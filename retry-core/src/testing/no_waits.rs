use core::marker::PhantomData;

use crate::driver::no_waits::{self, NoWaitsMode};

/// Removes the waits of every run whose first failure is on this thread, while the guard lives.
///
/// It reaches every kind of run (attribute, closure, loop), however deep in the code under test. The
/// waits still count as elapsed time, so deadlines act as usual. Guards nest: dropping one restores
/// the mode before it.
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
        before: no_waits::replace(Some(NoWaitsMode::UNLIMITED)),
        not_send: PhantomData,
    }
}

/// The guard that [`no_waits()`] returns: while it lives, runs on its thread do not wait.
#[derive(Debug)]
#[must_use = "waits are removed only while the guard lives: `let _guard = ..`"]
pub struct NoWaits {
    before: Option<NoWaitsMode>,
    /// It must be dropped on the thread that made it.
    not_send: PhantomData<*const ()>,
}

impl NoWaits {
    /// Also limits the attempts of each run, 0 counting as 1. A policy's lower limit stays.
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
        no_waits::replace(Some(NoWaitsMode::limited(attempts)));
        self
    }
}

impl Drop for NoWaits {
    fn drop(&mut self) {
        no_waits::replace(self.before);
    }
}
