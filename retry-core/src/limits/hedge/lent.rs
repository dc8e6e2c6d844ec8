use core::time::Duration;

use super::tracker::Tracker;

/// A hedge as a run uses it.
#[derive(Clone, Copy, Debug)]
pub struct Lent<'a, T> {
    pub(super) delay: Duration,
    pub(super) at_most: u8,
    pub(super) tracker: &'a T,
}

impl<T: Tracker> Lent<'_, T> {
    /// The most attempts of a run, the first included.
    pub(crate) const fn at_most(&self) -> u32 {
        self.at_most as u32
    }

    /// The delay at this time in nanoseconds, which is asked for only if the hedge learns.
    pub(crate) fn delay(&self, now: impl FnOnce() -> u64) -> Duration {
        let measured = if T::LEARNS {
            self.tracker.delay(now())
        } else {
            None
        };
        measured.unwrap_or(self.delay)
    }

    /// Takes how long an attempt took that ended at this time, both in nanoseconds.
    pub(crate) fn record(&self, now: u64, latency: u64) {
        self.tracker.record(now, latency);
    }
}
