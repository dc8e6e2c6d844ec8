use core::{iter::FusedIterator, time::Duration};

use super::{NominalDelays, Policy, nanos};

/// The delays that one run of a [`Policy`] would wait, jittered; made by
/// [`Policy::delays`] and [`Policy::delays_with`].
///
/// It knows no deadline and no hints: those depend on what the operation does.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy"]
pub struct Delays {
    policy: Policy,
    seed: u64,
    nominal: NominalDelays,
}

impl Policy {
    /// The delays that one run would wait: `attempts - 1` of them, jittered with the policy's seed,
    /// or with a fresh one. It knows no deadline and no hints.
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

    /// The delays that a run with this seed would wait, whatever the policy's own.
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

    /// The retry whose delay is next. Retry `n` follows failed attempt `n`.
    const fn retry(&self) -> u32 {
        self.nominal.retry
    }
}

impl Iterator for Delays {
    type Item = Duration;

    #[inline]
    fn next(&mut self) -> Option<Duration> {
        let retry = self.retry();
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
        let left = self.policy.attempts.saturating_sub(self.retry()) as usize;
        (left, Some(left))
    }
}

impl FusedIterator for Delays {}
