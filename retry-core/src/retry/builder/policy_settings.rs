use core::time::Duration;

use super::Retry;
use crate::{
    policy::{Backoff, Jitter, Policy},
    retry::{options::Configure, policy_source::AsPolicy, typestate::TakesPolicy},
};

/// How often and how long.
impl<M, Op, C: Configure> Retry<M, Op, C> {
    /// Takes all settings from a policy. A reference keeps the future small.
    ///
    /// Call it before the methods that change a single setting: it overwrites what they have set.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use retry_core::{Policy, retry};
    /// const UPSTREAM: Policy = Policy::new().attempts(5);
    /// assert_eq!(retry(|| Some(1)).policy(&UPSTREAM).call(), Some(1));
    /// # }
    /// ```
    pub fn policy<Q: AsPolicy>(self, policy: Q) -> Retry<M, Op, C::WithPolicy<Q>>
    where
        C::Policy: TakesPolicy,
    {
        self.with(|options| options.with_policy(policy))
    }

    fn change(self, change: impl FnOnce(&mut Policy)) -> Retry<M, Op, C::WithPolicy<Policy>> {
        let mut policy = self.options.current_policy();
        change(&mut policy);
        self.with(|options| options.with_policy(policy))
    }

    /// How many attempts, the first included. The default is 3; 0 counts as 1.
    pub fn attempts(self, attempts: u32) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.attempts = attempts)
    }

    /// How many retries after the first attempt: one less than [`attempts`](Self::attempts).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use retry_core::retry;
    /// let mut calls = 0;
    /// let result = retry(|| { calls += 1; None::<u32> }).retries(2).sleep_with(|_| ()).call();
    /// assert_eq!((result, calls), (None, 3));
    /// # }
    /// ```
    pub fn retries(self, retries: u32) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.retries(retries))
    }

    /// As many attempts as it takes. Give the run another end: [`deadline`](Self::deadline), a
    /// [`schedule`](Self::schedule) that ends, or [`on`](Self::on).
    pub fn unlimited(self) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.unlimited())
    }

    /// The nominal delays: a [`Backoff`], or a `Duration` for an exponential one with this first delay.
    /// The default is exponential from 100 ms. With the default jitter, each wait is random between
    /// zero and the nominal delay.
    ///
    /// A [`factor`](Self::factor) or [`max_delay`](Self::max_delay), before or after, takes precedence.
    pub fn backoff(self, backoff: impl Into<Backoff>) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_backoff(backoff.into()))
    }

    /// The factor by which exponential delays grow. The default is 2.
    pub fn factor(self, factor: f64) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_factor(factor))
    }

    /// The longest delay. The default is 30 s, or the first delay if that is longer. Below a first delay
    /// that was set, it caps that one too: every delay is then this long. A [`Policy`] refuses that.
    pub fn max_delay(self, max_delay: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_max_delay(max_delay))
    }

    /// How delays are made random. The default is [`Jitter::Full`].
    pub fn jitter(self, jitter: Jitter) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.jitter = jitter)
    }

    /// The seed of the jitter, which makes the delays repeatable.
    pub fn seed(self, seed: u64) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.seed = Some(seed))
    }

    /// The time, from the start of the first attempt, after which no attempt begins. It does not cut a
    /// running attempt; for that, add [`attempt_timeout(Remaining)`](Self::attempt_timeout).
    pub fn deadline(self, deadline: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.deadline(deadline))
    }

    /// Takes away the deadline of the [`policy`](Self::policy).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::Policy;
    /// const SHARED: Policy = Policy::new().deadline(Duration::ZERO);
    /// let mut calls = 0;
    /// let run = SHARED.retry(|| { calls += 1; None::<u32> }).no_deadline();
    /// assert_eq!((run.sleep_with(|_| ()).call(), calls), (None, 3));
    /// # }
    /// ```
    pub fn no_deadline(self) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.no_deadline())
    }

    /// Starts the run over, attempts, backoff and deadline, when an attempt fails that ran at least this
    /// long and was not cut by its timeout. Zero is none.
    pub fn reset_after(self, ran: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_reset_after(ran))
    }

    /// The longest delay that a callee may ask for. The default is 60 s. A longer one stops the run.
    pub fn max_retry_after(self, limit: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.max_retry_after(limit))
    }

    /// Waits exactly as long as the callee asks, without jitter, even where the backoff is longer. By
    /// default a hint is the shortest wait: see [`Policy::exact_hints`].
    pub fn exact_hints(self) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.exact_hints())
    }

    /// The first delay of the backoff for failures whose verdict is
    /// [`Throttled`](crate::Verdict::Throttled): see [`Policy::throttled_delay`].
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration;
    /// # use retry_core::{Jitter, Verdict, retry, testing::ManualClock};
    /// let clock = ManualClock::new();
    /// let mut verdicts = [Verdict::Throttled(None), Verdict::Retry].into_iter();
    /// let result = retry(|| Err::<(), _>("busy"))
    ///     .throttled_delay(Duration::from_secs(1))
    ///     .jitter(Jitter::None)
    ///     .on(|_| verdicts.next().unwrap_or(Verdict::Stop))
    ///     .timer(&clock)
    ///     .call();
    /// assert_eq!(result, Err("busy"));
    /// assert_eq!(clock.waits(), [1000, 200].map(Duration::from_millis));
    /// # }
    /// ```
    pub fn throttled_delay(self, first: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_throttled_delay(first))
    }
}
