use core::borrow::Borrow;

use crate::{limits::Budget, outcome::Unset};

/// The budget of a run, or none.
pub trait MaybeBudget {
    /// The budget.
    fn budget(&self) -> Option<&Budget>;
}

impl MaybeBudget for Unset {
    fn budget(&self) -> Option<&Budget> {
        None
    }
}

/// Anything that lends a budget: a reference, an `Arc`.
#[derive(Clone, Copy, Debug)]
pub struct Budgeted<B>(pub(crate) B);

impl<B: LendsBudget> MaybeBudget for Budgeted<B> {
    #[inline]
    fn budget(&self) -> Option<&Budget> {
        Some(self.0.lend())
    }
}

/// What lends a budget: everything that can be borrowed as one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a budget",
    label = "expected a reference to a `Budget`, or an `Arc` of one",
    note = "make one, `static BUDGET: Budget = Budget::ratio(0.2);`, and give `&BUDGET`: runs that share it share its tokens"
)]
pub trait LendsBudget {
    /// The budget.
    fn lend(&self) -> &Budget;
}

#[diagnostic::do_not_recommend]
impl<B: Borrow<Budget>> LendsBudget for B {
    #[inline]
    fn lend(&self) -> &Budget {
        self.borrow()
    }
}
