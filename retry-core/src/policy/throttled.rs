use core::time::Duration;

use super::{Backoff, Policy, nanos};

impl Policy {
    /// The first delay of the backoff for failures whose verdict is
    /// [`Throttled`](crate::Verdict::Throttled): a callee that is overloaded gets more time than a
    /// connection that broke. The default is none: such failures wait as others do.
    ///
    /// The rest of the backoff stays: kind, factor and jitter, and the number of the retry counts failures
    /// of both classes. The cap is [`max_delay`](Policy::max_delay) if it was set, or else 30 s or this
    /// delay, whichever is longer. [`fast_first`](Backoff::fast_first) does not apply. A hint is a floor
    /// here too, and a [`schedule`](crate::Retry::schedule) replaces this delay like all others.
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use retry_core::{Backoff, Driver, Failure, Jitter, Policy, Step, Verdict};
    /// // The numbers of the AWS SDKs: 50 ms after other failures, 1 s after a throttled one.
    /// const AWS: Policy = Policy::new()
    ///     .backoff(Backoff::exponential(Duration::from_millis(50)))
    ///     .throttled_delay(Duration::from_secs(1))
    ///     .max_delay(Duration::from_secs(20))
    ///     .jitter(Jitter::None);
    ///
    /// let first = |verdict| Driver::new().step(&AWS, Failure::new(verdict), &mut || 7, None);
    /// assert_eq!(first(Verdict::Retry), Step::Wait(Duration::from_millis(50)));
    /// assert_eq!(first(Verdict::Throttled(None)), Step::Wait(Duration::from_secs(1)));
    /// ```
    ///
    /// # Panics
    ///
    /// When it is longer than a `max_delay` that was set, or 0 with decorrelated jitter.
    #[must_use]
    #[inline]
    pub const fn throttled_delay(mut self, first: Duration) -> Self {
        self.throttled_delay = nanos::from_duration(first);
        self.checked()
    }

    /// The policy for a throttled failure: the same but for where its backoff starts.
    #[cold]
    #[inline(never)]
    pub(crate) const fn throttled(&self) -> Self {
        let mut policy = *self;
        if self.throttled_delay != nanos::NONE {
            let first = nanos::to_duration(self.throttled_delay);
            let Backoff { kind, factor, .. } = self.backoff;
            policy.backoff = Backoff::new(kind, first).factor(factor);
            if self.backoff.is_capped {
                policy.backoff.cap = self.backoff.cap;
                policy.backoff.is_capped = true;
            }
        }
        policy
    }
}
