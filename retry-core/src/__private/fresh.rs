/// Makes the copy of a parameter for one attempt.
pub fn fresh<T: Fresh>(value: &T) -> T {
    value.fresh()
}

/// A parameter of which each attempt gets a copy.
#[diagnostic::on_unimplemented(
    message = "each attempt gets a fresh copy of this parameter, and `{Self}` has no `Clone`",
    label = "`{Self}` is not `Clone`",
    note = "a parameter that is `mut` or listed in `clone(..)` is copied for each attempt; take it by reference, or derive `Clone`"
)]
pub trait Fresh {
    /// Makes the copy.
    fn fresh(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Fresh for T {
    fn fresh(&self) -> T {
        self.clone()
    }
}
