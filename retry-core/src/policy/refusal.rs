use super::Policy;
use crate::{
    Backoff, BackoffKind, Jitter, backoff::is_factor, invalid_policy::Refusal, jitter::is_ratio,
    nanos,
};

/// What a policy may not say.
impl Policy {
    /// The first rule that this policy breaks. Runs never ask: they make the best of what they get.
    pub(crate) const fn refusal(&self) -> Option<Refusal> {
        let Backoff {
            first,
            factor,
            kind,
            ..
        } = self.backoff;
        if self.attempts == 0 {
            Some(Refusal::NoAttempts)
        } else if !is_factor(factor) {
            Some(Refusal::Factor(factor))
        } else if self.given.factor && !matches!(kind, BackoffKind::Exponential) {
            Some(Refusal::FactorWithoutExponential(factor))
        } else if self.given.backoff && first > self.backoff.given_cap() {
            Some(Refusal::FirstAboveMaxDelay {
                first,
                max_delay: self.backoff.cap,
            })
        } else if self.deadline != nanos::NONE && self.reset_after != nanos::NONE {
            Some(Refusal::ResetWithDeadline {
                reset_after: self.reset_after,
            })
        } else {
            match self.jitter {
                Jitter::Ratio(ratio) if !is_ratio(ratio) => Some(Refusal::Ratio(ratio)),
                Jitter::Decorrelated if first == 0 => Some(Refusal::DecorrelatedFromZero),
                _ => None,
            }
        }
    }

    /// What is refused only where nobody wrote `unlimited` in code, knowing what it means.
    pub(crate) const fn refusal_from_outside(&self) -> Option<Refusal> {
        if self.is_unlimited() && self.deadline == nanos::NONE {
            Some(Refusal::UnlimitedWithoutEnd)
        } else {
            None
        }
    }
}
