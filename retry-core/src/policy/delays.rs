use core::{iter::FusedIterator, time::Duration};

use super::{Policy, nanos, next_number};

/// The delays that one run of a [`Policy`] would wait, jittered; made by
/// [`Policy::delays`] and [`Policy::delays_with`].
///
/// It knows no deadline and no hints: those depend on what the operation does.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy"]
pub struct Delays {
    policy: Policy,
    seed: u64,
    /// The retry whose delay is next. Retry `n` follows failed attempt `n`.
    retry: u32,
}

impl Delays {
    pub(super) const fn new(policy: Policy, seed: u64) -> Self {
        Self {
            policy,
            seed,
            retry: 1,
        }
    }
}

impl Iterator for Delays {
    type Item = Duration;

    #[inline]
    fn next(&mut self) -> Option<Duration> {
        if self.policy.is_last(self.retry) {
            return None;
        }
        let delay = self.policy.delay(self.retry, || self.seed);
        self.retry = next_number(self.retry);
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
