use super::Schedule;
use crate::limits::Budget;

/// What only some runs have: a schedule of their own, a budget of their own, an attempt that was cut.
#[derive(Default)]
pub(crate) struct Terms<'a> {
    /// In place of the policy's backoff.
    pub(crate) schedule: Option<Schedule<'a>>,
    /// In place of the policy's budget.
    pub(crate) budget: Option<&'a Budget>,
    /// Whether the attempt was cut at its timeout, which a budget may charge differently.
    pub(crate) was_cut: bool,
}
