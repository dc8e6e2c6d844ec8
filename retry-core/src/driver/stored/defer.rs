use core::time::Duration;

use super::{Later, Next, later::whole_millis};
use crate::{
    driver::{Failure, Step},
    policy::{Policy, nanos},
};

impl Policy {
    /// Decides what follows a failed attempt of a [stored run](crate::stored), by the same rules as in every other
    /// run. It moves the state to the next attempt.
    ///
    /// A wait of at most `patience` is [`Next::Here`], a longer one [`Next::Later`]. `now` is the time since the Unix
    /// epoch. The failure has the verdict and, for [`reset_after`](Policy::reset_after), how long the attempt
    /// [`ran`](Failure::ran); the elapsed time is that since the start of the run, zero if the clock was set back
    /// before it.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{Backoff, Failure, Jitter, Policy, StopReason, Verdict, stored::{Later, Next}};
    ///
    /// const POLICY: Policy = Policy::new()
    ///     .attempts(2)
    ///     .backoff(Backoff::constant(Duration::from_secs(600)))
    ///     .jitter(Jitter::None);
    ///
    /// let now = Duration::from_secs(1_800_000_000);
    /// let mut later = Later::new(now, 7);
    /// let failure = Failure::new(Verdict::Retry);
    /// let next = POLICY.defer(&mut later, failure, Duration::from_secs(1), now);
    /// assert_eq!(next, Next::Later(now + Duration::from_secs(600)));
    /// assert_eq!((later.attempt(), later.hop()), (2, 1));
    ///
    /// let now = later.due();
    /// let next = POLICY.defer(&mut later, failure, Duration::from_secs(1), now);
    /// assert_eq!(next, Next::Stop(StopReason::Attempts));
    /// ```
    ///
    /// # Budgets
    ///
    /// A [budget](Policy::budget) pays for each retry that is granted. It lives in the memory of one process, and does
    /// not get a token back for a stored retry that is never made. Its clock is `now`, unless the failure has another
    /// time, [`at`](Failure::at): give it that of [`DefaultTimer`](crate::time::DefaultTimer) if ordinary runs share
    /// the budget.
    ///
    /// A [schedule](crate::Retry::schedule) of your own cannot be stored, since it is an iterator. Use the policy's
    /// backoff, or store your place in it and drive a [`Driver`](crate::Driver).
    pub fn defer(
        &self,
        later: &mut Later,
        failure: Failure,
        patience: Duration,
        now: Duration,
    ) -> Next {
        let elapsed = later.elapsed(now);
        let failure = failure.by_wall_clock(elapsed, now);
        let next_seed = later.next_seed();
        let mut driver = later.driver();
        let step = driver.step(self, failure, &mut || next_seed, None);
        later.attempt = driver.attempt();
        if self.resets(failure.times().ran()) {
            let since_start = driver.elapsed_at(nanos::from_duration(elapsed));
            later.start = whole_millis(now.saturating_sub(since_start));
            later.seed = next_seed;
        }
        match step {
            Step::Wait(wait) => later.put_off(wait, patience, now),
            Step::Stop(reason) => Next::Stop(reason),
        }
    }
}
