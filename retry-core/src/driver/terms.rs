use super::Schedule;
use crate::limits::Budget;

/// What the decision about a retry that a budget pays for takes besides the policy.
pub(crate) struct Terms<'a> {
    pub(crate) budget: &'a Budget,
    /// In place of the policy's backoff.
    pub(crate) schedule: Option<Schedule<'a>>,
    /// Whether the attempt was cut at its timeout, which the budget may charge differently.
    pub(crate) was_cut: bool,
}
