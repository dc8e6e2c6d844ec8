use core::fmt;

#[cfg(feature = "http")]
use super::MethodName;
use super::{Backoff, BackoffKind, Jitter, Policy, backoff::is_factor, jitter::is_ratio, nanos};
#[cfg(target_has_atomic = "64")]
use crate::limits::BudgetRefusal;

/// A rule that a policy breaks, with the value that breaks it. All messages are in [`Refusal::rule`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Refusal {
    NoAttempts,
    UnlimitedWithoutEnd,
    Factor(f64),
    FactorWithoutExponential(f64),
    FirstAboveMaxDelay {
        first: u64,
        max_delay: u64,
    },
    Ratio(f64),
    DecorrelatedFromZero,
    ResetAfterZero,
    ThrottledAboveMaxDelay {
        throttled: u64,
        max_delay: u64,
    },
    DecorrelatedFromThrottledZero,
    /// Its messages stand with the budget, which is a layer above.
    #[cfg(target_has_atomic = "64")]
    Budget(BudgetRefusal),
    #[cfg(feature = "std")]
    Probability(f64),
    #[cfg(feature = "std")]
    EmptyRange,
    #[cfg(feature = "http")]
    Status {
        field: &'static str,
        code: u16,
    },
    #[cfg(feature = "http")]
    NoStatuses {
        field: &'static str,
        first: u16,
        last: u16,
    },
    #[cfg(feature = "http")]
    Method(MethodName),
}

/// The field of the settings, what is wrong with its value, and what is allowed.
struct Rule {
    field: &'static str,
    problem: &'static str,
    allowed: &'static str,
}

impl Refusal {
    const fn rule(&self) -> Rule {
        let (field, problem, allowed) = match self {
            Self::NoAttempts => (
                "attempts",
                "`attempts` is 0: write 1 or more, the first attempt included",
                "write 1 or more, the first attempt included",
            ),
            Self::UnlimitedWithoutEnd => (
                "attempts",
                "unlimited attempts want an end: write a `deadline` with them",
                "unlimited attempts want an end: write a `deadline` with them",
            ),
            Self::Factor(_) => (
                "factor",
                "`factor` is not a finite number above 0",
                "write a finite number above 0",
            ),
            Self::FactorWithoutExponential(_) => (
                "factor",
                "`factor` is given, but only exponential backoff has a factor",
                "only exponential backoff has a factor",
            ),
            Self::FirstAboveMaxDelay { .. } => (
                "backoff",
                "the first delay is longer than `max_delay`",
                "write at most `max_delay`",
            ),
            Self::Ratio(_) => (
                "jitter",
                "the ratio of `jitter` is not above 0 and at most 1",
                "write a ratio above 0 and at most 1",
            ),
            Self::DecorrelatedFromZero => (
                "backoff",
                "decorrelated jitter grows from the first delay of the backoff, which is 0",
                "decorrelated jitter grows from the first delay: write more than 0",
            ),
            Self::ResetAfterZero => (
                "reset_after",
                "`reset_after` is 0: every failure would start the run over",
                "every failure would start the run over: write more than 0",
            ),
            Self::ThrottledAboveMaxDelay { .. } => (
                "throttled_delay",
                "`throttled_delay` is longer than `max_delay`",
                "write at most `max_delay`",
            ),
            Self::DecorrelatedFromThrottledZero => (
                "throttled_delay",
                "decorrelated jitter grows from `throttled_delay`, which is 0",
                "decorrelated jitter grows from it: write more than 0",
            ),
            #[cfg(target_has_atomic = "64")]
            Self::Budget(refusal) => refusal.texts(),
            #[cfg(feature = "std")]
            Self::Probability(_) => (
                "fail",
                "the probability of `fail` is not from 0 to 1",
                "write a probability from 0 to 1",
            ),
            #[cfg(feature = "std")]
            Self::EmptyRange => (
                "delay",
                "the range of `delay` ends before it starts",
                "write the shorter delay first",
            ),
            #[cfg(feature = "http")]
            Self::Status { field, .. } => (
                *field,
                "a status is not from 100 to 599",
                "write statuses from 100 to 599",
            ),
            #[cfg(feature = "http")]
            Self::NoStatuses { field, .. } => (
                *field,
                "a range of statuses ends before it begins",
                "write the lower status first",
            ),
            #[cfg(feature = "http")]
            Self::Method(_) => (
                "methods",
                "one of `methods` is not a standard method",
                "write GET, HEAD, OPTIONS, TRACE, PUT, DELETE, POST, PATCH or CONNECT, and call others idempotent one by one",
            ),
        };
        Rule {
            field,
            problem,
            allowed,
        }
    }

    pub(super) const fn field(&self) -> &'static str {
        self.rule().field
    }

    pub(super) const fn allowed(&self) -> &'static str {
        self.rule().allowed
    }

    /// The message of a panic at compile time, which cannot format the value.
    pub(crate) const fn message(&self) -> &'static str {
        self.rule().problem
    }
}

/// Shows the value.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAttempts => f.write_str("0"),
            Self::UnlimitedWithoutEnd => f.write_str("unlimited"),
            Self::Factor(number) | Self::FactorWithoutExponential(number) | Self::Ratio(number) => {
                number.fmt(f)
            }
            Self::FirstAboveMaxDelay { first, max_delay }
            | Self::ThrottledAboveMaxDelay {
                throttled: first,
                max_delay,
            } => {
                let (first, max_delay) =
                    (nanos::to_duration(*first), nanos::to_duration(*max_delay));
                write!(f, "{first:?}, with `max_delay` at {max_delay:?}")
            }
            Self::DecorrelatedFromZero
            | Self::DecorrelatedFromThrottledZero
            | Self::ResetAfterZero => f.write_str("0ns"),
            #[cfg(target_has_atomic = "64")]
            Self::Budget(refusal) => refusal.fmt(f),
            #[cfg(feature = "std")]
            Self::Probability(number) => number.fmt(f),
            #[cfg(feature = "std")]
            Self::EmptyRange => f.write_str("an empty range"),
            #[cfg(feature = "http")]
            Self::Status { code, .. } => code.fmt(f),
            #[cfg(feature = "http")]
            Self::NoStatuses { first, last, .. } => write!(f, "{first}..={last}"),
            #[cfg(feature = "http")]
            Self::Method(name) => name.fmt(f),
        }
    }
}

impl Policy {
    /// The first rule that this policy breaks. Runs do not check; they correct what they can.
    pub(super) const fn refusal(&self) -> Option<Refusal> {
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
        } else if self.explicit.factor && !matches!(kind, BackoffKind::Exponential) {
            Some(Refusal::FactorWithoutExponential(factor))
        } else if self.explicit.backoff && first > self.backoff.explicit_max_delay() {
            Some(Refusal::FirstAboveMaxDelay {
                first,
                max_delay: self.backoff.cap,
            })
        } else if self.has_throttled_delay_above_max_delay() {
            Some(Refusal::ThrottledAboveMaxDelay {
                throttled: self.throttled_delay,
                max_delay: self.backoff.cap,
            })
        } else if self.reset_after == 0 {
            Some(Refusal::ResetAfterZero)
        } else {
            match self.jitter {
                Jitter::Ratio(ratio) if !is_ratio(ratio) => Some(Refusal::Ratio(ratio)),
                Jitter::Decorrelated if first == 0 => Some(Refusal::DecorrelatedFromZero),
                Jitter::Decorrelated if self.throttled_delay == 0 => {
                    Some(Refusal::DecorrelatedFromThrottledZero)
                }
                _ => None,
            }
        }
    }

    const fn has_throttled_delay_above_max_delay(&self) -> bool {
        self.throttled_delay != nanos::NONE
            && self.throttled_delay > self.backoff.explicit_max_delay()
    }

    /// A rule for settings only: `Policy::unlimited` in code is a deliberate choice.
    pub(super) const fn settings_refusal(&self) -> Option<Refusal> {
        if self.is_unlimited() && self.deadline == nanos::NONE {
            Some(Refusal::UnlimitedWithoutEnd)
        } else {
            None
        }
    }
}
