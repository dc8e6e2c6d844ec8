use crate::outcome::{IntoVerdict, JudgeEach, Outcome, Predicate, Unset};

/// The judge of a function without `on`: every error is retried.
pub const ALL: JudgeEach<Unset, Unset> = JudgeEach::ALL;

/// The judge of a function with `on`.
pub fn on<R, F, V>(judge: F) -> JudgeEach<Predicate<F>, Unset>
where
    R: Outcome,
    F: FnMut(&R::Error) -> V,
    V: IntoVerdict,
{
    JudgeEach {
        on_error: Predicate(judge),
        on_value: Unset,
    }
}
