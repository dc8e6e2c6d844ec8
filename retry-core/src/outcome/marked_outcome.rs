use super::{Marked, Outcome};

/// An outcome whose error is [`Marked`].
#[diagnostic::on_unimplemented(
    message = "there is no mark to take off: the error of `{Self}` is not `Marked`",
    label = "expected `Result<_, Marked<_>>`",
    note = "mark errors where they arise: `Err(error.permanent())`; `?` makes a transient mark"
)]
pub trait MarkedOutcome: Outcome {
    /// The outcome with the error inside.
    type Unmarked: Outcome;

    /// Takes the mark off.
    fn unmarked(self) -> Self::Unmarked;
}

impl<T, E> MarkedOutcome for Result<T, Marked<E>> {
    type Unmarked = Result<T, E>;

    fn unmarked(self) -> Result<T, E> {
        self.map_err(Marked::into_inner)
    }
}

/// An outcome whose error can be [`Marked`].
#[diagnostic::on_unimplemented(
    message = "`unmarked` takes marks off the error of a `Result`, which `{Self}` is not",
    label = "expected a `Result`",
    note = "declare what the caller gets, `Result<T, E>`; in the body the error is `Marked<E>`"
)]
pub trait MarkableOutcome: Outcome {
    /// The outcome with the error in a mark.
    type Marked: MarkedOutcome<Unmarked = Self>;
}

impl<T, E> MarkableOutcome for Result<T, E> {
    type Marked = Result<T, Marked<E>>;
}
