#[cfg(feature = "tracing")]
use super::retry_level::RetryLevel;

/// What events and metrics of the runs under a policy are to be. Of no size without their features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    #[cfg(feature = "tracing")]
    pub(crate) retry_level: RetryLevel,
    #[cfg(feature = "metrics")]
    pub(super) records_duration: bool,
}

impl Observation {
    pub(super) const DEFAULT: Self = Self {
        #[cfg(feature = "tracing")]
        retry_level: RetryLevel::Debug,
        #[cfg(feature = "metrics")]
        records_duration: false,
    };

    /// Whether the duration of each run is recorded, for which the clock is read.
    #[cfg(feature = "metrics")]
    #[inline]
    pub(crate) const fn records_duration(self) -> bool {
        self.records_duration
    }

    /// Nothing records it.
    #[cfg(not(feature = "metrics"))]
    #[inline]
    #[allow(clippy::unused_self, reason = "the signature of the one above")]
    pub(crate) const fn records_duration(self) -> bool {
        false
    }
}
