use core::{iter::FusedIterator, time::Duration};

use super::{Backoff, nanos};

/// The nominal delays of a [`Backoff`]: capped, without jitter, endless.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy"]
pub struct NominalDelays {
    backoff: Backoff,
    retry: u32,
}

impl IntoIterator for Backoff {
    type Item = Duration;
    type IntoIter = NominalDelays;

    /// The nominal delays: capped, without jitter, endless.
    fn into_iter(self) -> NominalDelays {
        NominalDelays {
            backoff: self,
            retry: 0,
        }
    }
}

impl Iterator for NominalDelays {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.retry = self.retry.saturating_add(1);
        Some(nanos::to_duration(self.backoff.nominal(self.retry)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::MAX, None)
    }
}

impl FusedIterator for NominalDelays {}
