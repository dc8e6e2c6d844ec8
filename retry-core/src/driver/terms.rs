use super::Schedule;
use crate::limits::Budget;

/// What the decision about a retry takes besides the policy.
pub(crate) struct Terms<'a> {
    /// In place of the policy's backoff.
    pub(crate) schedule: Option<Schedule<'a>>,
    /// That of the run, or else of its policy.
    pub(crate) budget: Option<&'a Budget>,
    /// Whether the attempt was cut at its timeout, which the budget may charge differently.
    pub(crate) was_cut: bool,
}
