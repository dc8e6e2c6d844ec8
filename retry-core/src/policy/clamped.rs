use super::{
    Jitter, Policy, Refusal, Settings, attempts::DEFAULT_ATTEMPTS, backoff::DEFAULT_FACTOR, nanos,
};

impl Settings {
    /// The policy with these settings, where each invalid value becomes the nearest valid one, as on the
    /// builder. For numbers that a program computes, where an error helps nobody. What people write, in a
    /// file or on a command line, belongs in `Policy::try_from`, whose error they can read.
    ///
    /// | invalid | becomes |
    /// |---|---|
    /// | 0 attempts | 1 |
    /// | unlimited attempts without a deadline | the default of 3 attempts, since nothing else ends the run |
    /// | a factor that is not a finite number above 0 | 2 |
    /// | a factor of a backoff that is not exponential | none |
    /// | a first delay or `throttled_delay` above `max_delay` | `max_delay` |
    /// | a ratio that is not above 0 and at most 1 | full jitter |
    /// | decorrelated jitter from a first delay of 0 | full jitter |
    /// | decorrelated jitter from a `throttled_delay` of 0 | no `throttled_delay` |
    /// | a `reset_after` of 0 | none |
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use retry_core::{Policy, Settings};
    /// let nodes = 0;
    /// let settings = Settings {
    ///     attempts: nodes.into(),
    ///     backoff: Some(Duration::from_secs(9)),
    ///     max_delay: Some(Duration::from_secs(5)),
    ///     ..Settings::default()
    /// };
    /// assert!(Policy::try_from(settings).is_err());
    /// assert_eq!(settings.clamped().delays_with(7).count(), 0);
    /// ```
    #[must_use]
    pub fn clamped(self) -> Policy {
        let mut policy = self.unchecked();
        while let Some(refusal) = policy.refusal().or(policy.settings_refusal()) {
            policy.correct(refusal);
        }
        policy
    }
}

impl Policy {
    /// Corrects what was refused. A correction may lead to another refusal, but never back to the same.
    fn correct(&mut self, refusal: Refusal) {
        match refusal {
            Refusal::NoAttempts => self.attempts = 1,
            Refusal::UnlimitedWithoutEnd => self.attempts = DEFAULT_ATTEMPTS,
            Refusal::Factor(_) | Refusal::FactorWithoutExponential(_) => {
                self.set_factor(DEFAULT_FACTOR);
                self.explicit.factor = false;
            }
            Refusal::FirstAboveMaxDelay { max_delay, .. } => self.backoff.first = max_delay,
            Refusal::ThrottledAboveMaxDelay { max_delay, .. } => self.throttled_delay = max_delay,
            Refusal::Ratio(_) | Refusal::DecorrelatedFromZero => self.jitter = Jitter::Full,
            Refusal::DecorrelatedFromThrottledZero => self.throttled_delay = nanos::NONE,
            Refusal::ResetAfterZero => {
                self.reset_after = nanos::NONE;
                self.note_clock();
            }
            #[cfg(target_has_atomic = "64")]
            Refusal::Budget(_) => unreachable!("settings of a policy have no budget"),
            #[cfg(feature = "std")]
            Refusal::Probability(_) | Refusal::EmptyRange => {
                unreachable!("settings of a policy have no faults")
            }
            #[cfg(feature = "http")]
            Refusal::Status { .. } | Refusal::NoStatuses { .. } | Refusal::Method(_) => {
                unreachable!("a plain policy has no statuses and no methods")
            }
        }
    }
}
