use super::{Policy, attempts::UNLIMITED, nanos};

/// What a run asks its policy.
impl Policy {
    pub(super) const fn is_unlimited(&self) -> bool {
        self.attempts == UNLIMITED
    }

    /// Whether this is the last attempt.
    #[inline]
    pub(crate) const fn is_last(&self, attempt: u32) -> bool {
        attempt >= self.attempts
    }

    /// The delay before retry `n`, capped and with jitter. `seed` is called only if the delay is random.
    #[inline]
    pub(crate) fn delay(&self, n: u32, seed: impl FnOnce() -> u64) -> u64 {
        self.jittered(self.backoff.nominal(n), n, seed)
    }

    /// The delay before retry `n`, given its nominal delay.
    #[inline]
    pub(super) fn jittered(&self, nominal: u64, n: u32, seed: impl FnOnce() -> u64) -> u64 {
        self.jitter.delay(nominal, &self.backoff, n, seed)
    }

    /// Whether an attempt that ran this long starts the run over.
    pub(crate) const fn resets(&self, ran: u64) -> bool {
        self.reset_after != nanos::NONE && ran >= self.reset_after
    }

    /// The time until the deadline, if there is one.
    #[inline]
    pub(crate) const fn time_left(&self, elapsed: u64) -> Option<u64> {
        match self.deadline {
            nanos::NONE => None,
            deadline => Some(deadline.saturating_sub(elapsed)),
        }
    }

    /// Whether a rule of this policy needs the time.
    #[inline]
    pub(crate) const fn needs_clock(&self) -> bool {
        self.wants.needs_clock()
    }

    /// Notes whether a rule needs the time. Called by all that change one of those rules.
    #[inline]
    pub(super) const fn note_clock(&mut self) {
        let has_limit = self.deadline != nanos::NONE || self.reset_after != nanos::NONE;
        let needs_clock = has_limit || self.observation.records_duration();
        self.wants = self.wants.with_clock(needs_clock);
    }
}
