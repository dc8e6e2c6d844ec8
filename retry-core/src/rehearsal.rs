use core::num::NonZeroU16;

use crate::Policy;

/// A run under `testing::no_waits`, and how many attempts it may make: two bytes, since a run has
/// no more to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rehearsal(NonZeroU16);

impl Rehearsal {
    /// A rehearsal that leaves the number of attempts to the policy.
    pub(crate) const UNLIMITED: Self = Self(NonZeroU16::MAX);

    /// At least one attempt is made; a limit that does not fit two bytes is none.
    #[cfg(feature = "std")]
    pub(crate) fn limited(attempts: u32) -> Self {
        let attempts = u16::try_from(attempts).unwrap_or(u16::MAX);
        Self(NonZeroU16::new(attempts).unwrap_or(NonZeroU16::MIN))
    }

    pub(crate) fn apply(self, policy: &Policy) -> Policy {
        let attempts = if self == Self::UNLIMITED {
            u32::MAX
        } else {
            self.0.get().into()
        };
        let mut limited = *policy;
        limited.attempts = policy.attempts.min(attempts);
        limited
    }
}
