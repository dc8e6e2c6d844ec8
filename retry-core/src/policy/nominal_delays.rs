use core::{fmt, iter::FusedIterator, time::Duration};

use super::{Backoff, nanos, next_number};

/// The nominal delays of a [`Backoff`]: capped, without jitter, endless. Made by its `into_iter`.
#[derive(Clone)]
#[must_use = "iterators are lazy"]
pub struct NominalDelays {
    backoff: Backoff,
    /// The retry whose delay is next.
    pub(super) retry: u32,
    /// That delay in nanoseconds.
    nominal: u64,
}

impl NominalDelays {
    #[inline]
    pub(super) const fn new(backoff: Backoff) -> Self {
        Self {
            backoff,
            retry: 1,
            nominal: backoff.nominal(1),
        }
    }

    /// The next delay in nanoseconds.
    #[inline]
    pub(super) fn next_nanos(&mut self) -> u64 {
        let nominal = self.nominal;
        self.retry = next_number(self.retry);
        self.nominal = self.backoff.nominal_after(nominal, self.retry);
        nominal
    }
}

impl IntoIterator for Backoff {
    type Item = Duration;
    type IntoIter = NominalDelays;

    fn into_iter(self) -> NominalDelays {
        NominalDelays::new(self)
    }
}

impl Iterator for NominalDelays {
    type Item = Duration;

    #[inline]
    fn next(&mut self) -> Option<Duration> {
        Some(nanos::to_duration(self.next_nanos()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::MAX, None)
    }
}

impl FusedIterator for NominalDelays {}

/// Shows whose delays they are, and the retry whose delay is next.
#[allow(
    clippy::missing_fields_in_debug,
    reason = "the other one follows from these"
)]
impl fmt::Debug for NominalDelays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NominalDelays")
            .field("backoff", &self.backoff)
            .field("retry", &self.retry)
            .finish()
    }
}
