use super::budgeted::MaybeBudget;
use crate::{
    limits::{Budget, Charge},
    observe,
};

/// A retry that is paid for and not made yet. Dropped before, it gives back what the retry took.
#[derive(Debug)]
pub struct Grant<G: MaybeBudget> {
    own: G,
    of_policy: Option<&'static Budget>,
    charge: Option<Charge>,
}

impl<G: MaybeBudget> Grant<G> {
    pub(crate) const fn new(
        own: G,
        of_policy: Option<&'static Budget>,
        charge: Option<Charge>,
    ) -> Self {
        Self {
            own,
            of_policy,
            charge,
        }
    }

    /// Says that the retry is made.
    pub(crate) const fn spend(&mut self) {
        self.charge = None;
    }
}

impl<G: MaybeBudget> Drop for Grant<G> {
    fn drop(&mut self) {
        if let (Some(budget), Some(charge)) = (self.own.budget().or(self.of_policy), self.charge) {
            budget.give_back(charge);
            observe::budget(Some(budget));
        }
    }
}
