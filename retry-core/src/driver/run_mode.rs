use super::{nested, no_waits};
use crate::policy::Policy;

/// What sets a run apart from others, looked up at its first failure: it is nested, or a test removes its
/// waits.
///
/// Two bytes, which are all that the state of a run can spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RunMode(u16);

impl RunMode {
    pub(crate) const USUAL: Self = Self(0);
    const NESTED: Self = Self(1);

    /// The mode of a run whose first attempt fails here and now.
    pub(super) fn here() -> Self {
        if nested::is_inside() {
            return Self::NESTED;
        }
        // The numbers after `NESTED` are limits of attempts.
        no_waits::attempts().map_or(Self::USUAL, |attempts| Self(attempts.get() + 1))
    }

    pub(super) const fn is_usual(self) -> bool {
        self.0 == Self::USUAL.0
    }

    pub(super) const fn is_nested(self) -> bool {
        self.0 == Self::NESTED.0
    }

    /// Whether a test removes the waits.
    pub(super) const fn is_without_waits(self) -> bool {
        self.0 > Self::NESTED.0
    }

    /// The policy with at most as many attempts as the test allows.
    pub(super) fn limit(self, policy: &Policy) -> Policy {
        let mut limited = *policy;
        let attempts = self.0 - 1;
        if attempts != no_waits::NO_LIMIT {
            limited.attempts = policy.attempts.min(attempts.into());
        }
        limited
    }
}
