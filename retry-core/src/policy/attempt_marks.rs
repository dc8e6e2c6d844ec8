/// What a policy wants around each attempt, in one byte, so that a run that wants nothing makes one test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AttemptMarks(u8);

impl AttemptMarks {
    pub(super) const NONE: Self = Self(0);
    /// Nested runs do not retry.
    pub(super) const SUPPRESS_NESTED: Self = Self(1);
    /// A span.
    #[cfg(feature = "tracing")]
    pub(super) const SPANS: Self = Self(2);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline]
    pub(crate) const fn is_any(self) -> bool {
        self.0 != 0
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
