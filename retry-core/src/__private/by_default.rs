use core::marker::PhantomData;

use crate::outcome::{ByMarks, JudgeEach, Marked, MarkedOutcome, Unset};

/// Stands for the outcome of a function without `on`, to choose its judge: `ByDefault::<R>::JUDGE`.
///
/// Its own constant is that of marked errors. For other errors it has none, and the lookup goes on to the
/// trait. No bound can choose, since the judge of every error is also one of marked errors.
#[derive(Clone, Copy, Debug)]
pub struct ByDefault<R>(PhantomData<fn() -> R>);

impl<T, E> ByDefault<Result<T, Marked<E>>> {
    /// Errors are judged by their marks.
    pub const JUDGE: JudgeEach<ByMarks, Unset> = BY_MARKS;
}

/// The judge where the error has no mark.
pub trait EveryError {
    /// Every error is retried.
    const JUDGE: JudgeEach<Unset, Unset> = JudgeEach::ALL;
}

impl<R> EveryError for ByDefault<R> {}

/// The judge of marks.
pub const BY_MARKS: JudgeEach<ByMarks, Unset> = JudgeEach {
    on_error: ByMarks,
    on_value: Unset,
};

/// Takes the mark off the outcome of a run.
pub fn unmarked<R: MarkedOutcome>(outcome: R) -> R::Unmarked {
    outcome.unmarked()
}
