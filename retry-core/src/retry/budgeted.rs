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

impl<B: Borrow<Budget>> MaybeBudget for Budgeted<B> {
    #[inline]
    fn budget(&self) -> Option<&Budget> {
        Some(self.0.borrow())
    }
}
