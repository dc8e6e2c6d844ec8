use super::Policy;
#[cfg(feature = "tracing")]
use super::{retry_level::RetryLevel, wants::Wants};

/// Events and metrics.
impl Policy {
    /// The level of the event for each retry, with feature `tracing`. The default is `DEBUG`. A run that gives
    /// up has its own event at `WARN`.
    ///
    /// ```
    /// use retry_core::Policy;
    /// use tracing::Level;
    ///
    /// const PAYMENTS: Policy = Policy::new().retry_level(Level::INFO);
    /// ```
    #[cfg(feature = "tracing")]
    #[must_use]
    #[inline]
    pub const fn retry_level(mut self, level: tracing::Level) -> Self {
        self.observation.retry_level = RetryLevel::of(level);
        self
    }

    /// Opens a span `retry.attempt` around each attempt, at level `INFO`, with feature `tracing`. Its fields
    /// are `retry.name` and `retry.attempt`, so that what an attempt logs says which one it was.
    ///
    /// An async attempt enters it at each poll. It closes when the attempt ends or is dropped. The span of a
    /// request that an HTTP client sends again has a third field, `http.request.resend_count`. The attempts of
    /// a [loop by hand](Policy::start) have none, because the loop does not say when one begins.
    ///
    /// ```
    /// use retry_core::Policy;
    ///
    /// const TRACED: Policy = Policy::new().attempt_spans();
    /// ```
    #[cfg(feature = "tracing")]
    #[must_use]
    #[inline]
    pub const fn attempt_spans(mut self) -> Self {
        self.wants = self.wants.and(Wants::SPANS);
        self
    }

    /// Records how long each run took, in the histogram `retry.run.duration`, with feature `metrics`: also for
    /// a run that succeeds at once, which otherwise records nothing and reads no clock.
    ///
    /// ```
    /// use retry_core::Policy;
    ///
    /// const TIMED: Policy = Policy::new().record_duration();
    /// ```
    #[cfg(feature = "metrics")]
    #[must_use]
    #[inline]
    pub const fn record_duration(mut self) -> Self {
        self.observation.records_duration = true;
        self.note_clock();
        self
    }
}
