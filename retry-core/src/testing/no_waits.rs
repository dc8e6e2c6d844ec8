use core::time::Duration;
use std::{rc::Rc, sync::Arc, vec::Vec};

use super::limit_or_name::{Guarding, LimitOrName, waits};
use crate::driver::{
    RunEnd,
    no_waits::{self, Guard},
};

/// Removes the waits of every run whose first failure is on this thread, and records them, while the guard
/// lives.
///
/// It reaches every kind of run (attribute, closure, loop), however deep in the code under test. The
/// waits still count as elapsed time, so deadlines act as usual. Guards may be dropped in any order:
/// what holds is what those that live say together, the strictest of each limit.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use retry_core::{retry, testing};
///
/// #[retry(attempts = 5, backoff = 60s)]
/// fn fetch() -> Result<(), &'static str> {
///     Err("busy")
/// }
///
/// let runs = testing::no_waits();
/// assert_eq!(fetch(), Err("busy"));
/// assert_eq!(runs.attempts("fetch"), [5]);
/// # }
/// ```
pub fn no_waits() -> NoWaits {
    NoWaits {
        handle: Rc::new(Handle(no_waits::add_guard())),
    }
}

/// The guard that [`no_waits()`] returns: while it lives, runs on its thread do not wait. It also records
/// them.
///
/// A run that fails at least once is recorded when it ends, by every guard that lived when it first failed
/// and still does. Not recorded are a run that succeeds at once, a future that is dropped before its end,
/// and a loop by hand that leaves with `break`: end it with [`Run::accept`](crate::Run::accept).
#[derive(Clone, Debug)]
#[must_use = "waits are removed only while the guard lives: `let _guard = ..`"]
pub struct NoWaits {
    /// Not `Send`: a guard belongs to the thread that made it.
    handle: Rc<Handle>,
}

#[derive(Debug)]
struct Handle(Arc<Guard>);

impl NoWaits {
    /// With a number, limits the attempts of each run. A lower limit of the policy or of another guard
    /// stays.
    ///
    /// With a name, returns how many attempts each recorded run of this name made, in the order of their
    /// ends.
    ///
    /// ```
    /// use retry_core::{retry, testing};
    ///
    /// let runs = testing::no_waits().attempts(1);
    /// let _ = retry(|| Err::<(), _>("busy")).name("fetch").call();
    /// assert_eq!(runs.attempts("fetch"), [1]);
    /// ```
    //
    // One method, since both read best under this name. It takes `&self` because a name is asked for more
    // than once; for a limit it returns a second handle of the guard.
    pub fn attempts<A: LimitOrName>(&self, limit_or_name: A) -> A::Answer<Self> {
        limit_or_name.ask(self)
    }

    /// Limits the attempt timeouts of runs too: each attempt that has one gets the shorter of the two.
    ///
    /// It holds for attempts that begin on this thread: the guard is looked up where the run is polled when
    /// an attempt begins, from the first one on. Runs without an attempt timeout get none.
    ///
    /// ```
    /// # #[cfg(feature = "futures-timer")] {
    /// use core::{future::pending, time::Duration};
    /// use retry_core::{Policy, TimedOut, testing};
    ///
    /// const POLICY: Policy = Policy::new().attempts(2);
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let _guard = testing::no_waits().attempt_timeouts(Duration::from_millis(1));
    /// let hangs = POLICY
    ///     .retry(|| pending::<Result<(), TimedOut>>())
    ///     .attempt_timeout(Duration::from_secs(30))
    ///     .await;
    /// assert_eq!(hangs.unwrap_err().limit(), Duration::from_millis(1));
    /// # });
    /// # }
    /// ```
    pub fn attempt_timeouts(self, limit: Duration) -> Self {
        no_waits::limit_attempt_timeouts(&self.handle.0, limit);
        self
    }

    /// The waits of the recorded runs of this name, one run after the other: those that the policy would
    /// have made, with jitter and hints.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{Verdict, retry, testing};
    ///
    /// let runs = testing::no_waits();
    /// let asked = Verdict::RetryAfter(Duration::from_secs(7));
    /// let _ = retry(|| Err::<(), _>("busy")).attempts(2).on(|_| asked).name("fetch").call();
    /// assert_eq!(runs.waits("fetch").len(), 1);
    /// assert!(runs.waits("fetch")[0] >= Duration::from_secs(7));
    /// ```
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

impl Guarding for NoWaits {
    fn limit_attempts(&self, attempts: u32) {
        no_waits::limit_attempts(&self.handle.0, attempts);
    }

    fn ends(&self) -> Vec<RunEnd> {
        self.handle.0.ends()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        no_waits::remove_guard(&self.0);
    }
}
