/// What the runs of a policy want before and around their attempts, in one byte, so that a run that wants nothing
/// makes one test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wants(u8);

impl Wants {
    pub(super) const NOTHING: Self = Self(0);
    /// Nested runs do not retry.
    pub(super) const SUPPRESS_NESTED: Self = Self(1);
    /// A span around each attempt.
    #[cfg(feature = "tracing")]
    pub(super) const SPANS: Self = Self(2);
    /// The time since the start of the run.
    const CLOCK: Self = Self(4);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn with_clock(self, needs_clock: bool) -> Self {
        if needs_clock {
            self.and(Self::CLOCK)
        } else {
            Self(self.0 & !Self::CLOCK.0)
        }
    }

    #[inline]
    pub(crate) const fn is_anything(self) -> bool {
        self.0 != 0
    }

    #[inline]
    pub(crate) const fn needs_clock(self) -> bool {
        self.0 & Self::CLOCK.0 != 0
    }

    /// Whether something holds while the code of an attempt runs: all but the clock does.
    #[inline]
    pub(crate) const fn marks_attempts(self) -> bool {
        self.0 & !Self::CLOCK.0 != 0
    }

    #[inline]
    pub(crate) const fn suppresses_nested(self) -> bool {
        self.0 & Self::SUPPRESS_NESTED.0 != 0
    }

    #[cfg(feature = "tracing")]
    #[inline]
    pub(crate) const fn has_spans(self) -> bool {
        self.0 & Self::SPANS.0 != 0
    }
}
