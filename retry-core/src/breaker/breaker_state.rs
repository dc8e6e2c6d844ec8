use core::fmt;

use super::word::Tag;

/// Whether a [`Breaker`](crate::Breaker) lets attempts through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BreakerState {
    /// All attempts are made.
    Closed,
    /// No attempt is made. When its time is over, it becomes half-open with the next attempt that asks.
    Open,
    /// A few attempts are made, the probes, and all others are refused.
    HalfOpen,
    /// No attempt is made until it is [reset](crate::Breaker::reset).
    Isolated,
}

impl BreakerState {
    /// The state as one word, for logs and the label of a metric: the name of the variant in `snake_case`.
    /// These words do not change.
    ///
    /// ```
    /// # use retry_core::breaker::BreakerState;
    /// assert_eq!(BreakerState::HalfOpen.label(), "half_open");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
            Self::Isolated => "isolated",
        }
    }

    /// As the gauge has it.
    pub(super) const fn level(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::HalfOpen => 1,
            Self::Open => 2,
            Self::Isolated => 3,
        }
    }

    pub(super) const fn of(tag: Tag) -> Self {
        match tag {
            Tag::Closed => Self::Closed,
            Tag::Open => Self::Open,
            Tag::HalfOpen => Self::HalfOpen,
            Tag::Isolated => Self::Isolated,
        }
    }
}

/// The same text as the [label](Self::label).
impl fmt::Display for BreakerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
