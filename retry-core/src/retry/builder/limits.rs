use core::time::Duration;

use super::Retry;
use crate::{
    policy::{Backoff, Jitter, Policy},
    retry::{options::Configure, policy_source::AsPolicy, typestate::TakesPolicy},
};

/// How often and how long.
impl<M, Op, C: Configure> Retry<M, Op, C> {
    /// Takes all settings from a policy, by value or by reference.
    ///
    /// It comes before the methods that change a single setting, so that it takes none of them back.
    /// By reference it keeps a future small.
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

    /// How many calls in all, the first included. The default is 3; 0 is 1.
    pub fn attempts(self, attempts: u32) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.attempts = attempts)
    }

    /// As many calls as it takes. Give the run another end: [`deadline`](Self::deadline), a
    /// [`schedule`](Self::schedule) that ends, or [`on`](Self::on).
    pub fn unlimited(self) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.unlimited())
    }

    /// The nominal delays: a [`Backoff`], or a `Duration`, which is exponential from it.
    ///
    /// With the default jitter, each wait is random from zero up to the nominal delay. A factor or a
    /// cap given by [`factor`](Self::factor) or [`max_delay`](Self::max_delay), before or after, stays.
    pub fn backoff(self, backoff: impl Into<Backoff>) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_backoff(backoff.into()))
    }

    /// Growth per retry, for exponential backoff. The default is 2.
    pub fn factor(self, factor: f64) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_factor(factor))
    }

    /// No delay is longer than this. The default is 30 s, or the first delay if that is longer.
    pub fn max_delay(self, max_delay: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_max_delay(max_delay))
    }

    /// How delays are made random. The default is [`Jitter::Full`].
    pub fn jitter(self, jitter: Jitter) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.jitter = jitter)
    }

    /// Makes the jitter repeatable.
    pub fn seed(self, seed: u64) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.seed = Some(seed))
    }

    /// The time from the start of the first attempt after which no attempt begins. It does not cut a
    /// running attempt. It switches [`reset_after`](Self::reset_after) off.
    pub fn deadline(self, deadline: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_deadline(deadline))
    }

    /// An attempt that ran at least this long before it failed starts the run afresh, attempts and
    /// backoff. It switches [`deadline`](Self::deadline) off.
    pub fn reset_after(self, ran: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_reset_after(ran))
    }

    /// The longest delay that a callee may ask for; the default is 60 s. A longer one stops the run
    /// at once.
    pub fn max_retry_after(self, limit: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.max_retry_after(limit))
    }
}
