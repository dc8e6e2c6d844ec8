use core::{iter::FusedIterator, time::Duration};

use crate::{Policy, nanos, policy::following};

/// The delays that one run of a [`Policy`] would wait, jittered; made by
/// [`Policy::delays`] and [`Policy::delays_with`].
///
/// It knows no deadline and no hints: those depend on what the operation does.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy"]
pub struct Delays {
    policy: Policy,
    seed: u64,
    /// The retry whose delay comes next.
    retry: u32,
    /// See [`Backoff::next_nominal`](crate::Backoff::next_nominal).
    doubled: u64,
}

impl Delays {
    pub(crate) const fn new(policy: Policy, seed: u64) -> Self {
        Self {
            policy,
            seed,
            retry: 1,
            doubled: policy.backoff.first_capped(),
        }
    }
}

impl Iterator for Delays {
    type Item = Duration;

    #[inline]
    fn next(&mut self) -> Option<Duration> {
        // Retry `n` follows failed attempt `n`.
        if self.policy.is_last(self.retry) {
            return None;
        }
        let Policy {
            jitter, backoff, ..
        } = &self.policy;
        let nominal = backoff.next_nominal(self.retry, &mut self.doubled);
        let delay = if jitter.draws(nominal) {
            jitter.delay(nominal, backoff, self.retry, self.seed)
        } else {
            nominal
        };
        self.retry = following(self.retry);
        Some(nanos::to_duration(delay))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.policy.is_unlimited() {
            return (usize::MAX, None);
        }
        let left = self.policy.attempts.saturating_sub(self.retry) as usize;
        (left, Some(left))
    }
}

impl FusedIterator for Delays {}
