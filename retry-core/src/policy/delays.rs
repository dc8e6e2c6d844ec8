use core::{fmt, iter::FusedIterator, time::Duration};

use super::{NominalDelays, Policy, nanos};

/// The delays of one run of a [`Policy`], with jitter; made by [`Policy::delays`] and
/// [`Policy::delays_with`].
///
/// Deadline and hints are left out: they depend on the operation.
#[derive(Clone)]
#[must_use = "iterators are lazy"]
pub struct Delays {
    policy: Policy,
    seed: u64,
    nominal: NominalDelays,
}

impl Policy {
    /// The delays of one run: `attempts - 1` of them, with jitter from the policy's seed, or from a new
    /// one. Deadline and hints are left out.
    ///
    /// ```
    /// # use retry_core::Policy;
    /// let policy = Policy::new().attempts(4).seed(7);
    /// assert_eq!(policy.delays().count(), 3);
    /// assert!(policy.delays().eq(policy.delays()));
    /// ```
    #[cfg(feature = "std")]
    pub fn delays(self) -> Delays {
        Delays::new(self, self.seed.unwrap_or_else(super::random::entropy))
    }

    /// The delays of a run with this seed. The policy's own seed is ignored.
    pub const fn delays_with(self, seed: u64) -> Delays {
        Delays::new(self, seed)
    }
}

impl Delays {
    #[inline]
    pub(super) const fn new(policy: Policy, seed: u64) -> Self {
        Self {
            policy,
            seed,
            nominal: NominalDelays::new(policy.backoff),
        }
    }
}

impl Iterator for Delays {
    type Item = Duration;

    #[inline]
    fn next(&mut self) -> Option<Duration> {
        // Retry `n` follows attempt `n`.
        let retry = self.nominal.retry;
        if self.policy.is_last(retry) {
            return None;
        }
        let nominal = self.nominal.next_nanos();
        let delay = self.policy.jittered(nominal, retry, || self.seed);
        Some(nanos::to_duration(delay))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.policy.is_unlimited() {
            return (usize::MAX, None);
        }
        let left = self.policy.attempts.saturating_sub(self.nominal.retry) as usize;
        (left, Some(left))
    }
}

impl FusedIterator for Delays {}

/// Shows whose delays they are, and the retry whose delay is next.
impl fmt::Debug for Delays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delays")
            .field("policy", &self.policy)
            .field("seed", &self.seed)
            .field("retry", &self.nominal.retry)
            .finish()
    }
}
