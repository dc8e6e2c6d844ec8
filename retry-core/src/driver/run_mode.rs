#[cfg(feature = "std")]
use super::no_waits::{self, RunId};
use super::{Facts, nested};
use crate::policy::Policy;

/// What sets a run apart from others, looked up at its first failure: it is nested, or a test removes its
/// waits and records it.
///
/// Two bytes, which are all that the state of a run can spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RunMode(u16);

impl RunMode {
    pub(crate) const USUAL: Self = Self(0);
    const NESTED: Self = Self(1);
    /// Without waits, where a test has too many runs to record one more.
    #[cfg(feature = "std")]
    const UNRECORDED: Self = Self(2);

    /// The mode of a run whose first attempt fails here and now.
    pub(super) fn here() -> Self {
        let is_nested = nested::is_inside();
        #[cfg(feature = "std")]
        if no_waits::is_on() {
            return Self::of_a_test(is_nested);
        }
        if is_nested { Self::NESTED } else { Self::USUAL }
    }

    #[cfg(feature = "std")]
    #[cold]
    #[inline(never)]
    fn of_a_test(is_nested: bool) -> Self {
        let attempts = no_waits::limits().and_then(|limits| limits.attempts);
        match RunId::begin(is_nested, attempts, &no_waits::guards()) {
            // The numbers after `UNRECORDED` are those of recorded runs.
            Some(id) => Self(id.0 + Self::UNRECORDED.0 + 1),
            None if is_nested => Self::NESTED,
            None => Self::UNRECORDED,
        }
    }

    pub(super) const fn is_usual(self) -> bool {
        self.0 == Self::USUAL.0
    }

    /// Whether a test removes the waits.
    pub(super) const fn is_without_waits(self) -> bool {
        self.0 > Self::NESTED.0
    }

    pub(super) fn is_nested(self) -> bool {
        #[cfg(feature = "std")]
        if let Some(id) = self.id() {
            return id.is_nested();
        }
        self == Self::NESTED
    }
}

/// What a test limits, and what it learns.
#[cfg_attr(
    not(feature = "std"),
    allow(clippy::unused_self, reason = "without `std` there are no tests of it")
)]
impl RunMode {
    /// The policy with at most as many attempts as the test allows, and at least one.
    pub(super) fn limit(self, policy: &Policy) -> Policy {
        #[cfg(feature = "std")]
        {
            let limit = match self.id() {
                Some(id) => id.attempts(),
                None => no_waits::limits().and_then(|limits| limits.attempts),
            };
            let mut limited = *policy;
            limited.attempts = policy.attempts.min(limit.unwrap_or(u32::MAX).max(1));
            limited
        }
        #[cfg(not(feature = "std"))]
        *policy
    }

    /// Records a wait, in nanoseconds.
    pub(super) fn record_wait(self, wait: u64) {
        #[cfg(feature = "std")]
        if let Some(id) = self.id() {
            id.add_wait(wait);
        }
        #[cfg(not(feature = "std"))]
        let _ = wait;
    }

    /// Takes the last wait out of the record: its retry is not made.
    pub(super) fn take_wait_back(self) {
        #[cfg(feature = "std")]
        if let Some(id) = self.id() {
            id.take_wait_back();
        }
    }

    /// Tells the guards of the end.
    #[cold]
    #[inline(never)]
    pub(super) fn record_end(self, facts: Facts) {
        #[cfg(feature = "std")]
        if let Some(id) = self.id() {
            id.end(&facts);
        }
        #[cfg(not(feature = "std"))]
        let _ = facts;
    }

    /// Ends the record of a run that was dropped, if it has not ended.
    pub(super) fn forget(self) {
        #[cfg(feature = "std")]
        if let Some(id) = self.id() {
            id.forget();
        }
    }

    /// The number of the run in the records.
    #[cfg(feature = "std")]
    fn id(self) -> Option<RunId> {
        self.0.checked_sub(Self::UNRECORDED.0 + 1).map(RunId)
    }
}
