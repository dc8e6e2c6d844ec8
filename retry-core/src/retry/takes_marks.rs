use crate::outcome::{ByMarks, Exhausted, JudgeEach, JudgeOutcome, Predicate, Unset};

/// A judge that `unmarked` makes ask the marks, unless it has a predicate on errors.
#[diagnostic::on_unimplemented(
    message = "`.unmarked()` does not go here: the rules of an HTTP call judge its errors",
    label = "these errors have rules of their own"
)]
pub trait TakesMarks {
    /// The judge that asks the marks.
    type WithMarks;
    /// Makes it.
    fn with_marks(self) -> Self::WithMarks;
}

impl<V> TakesMarks for JudgeEach<Unset, V> {
    type WithMarks = JudgeEach<ByMarks, V>;

    fn with_marks(self) -> Self::WithMarks {
        JudgeEach {
            on_error: ByMarks,
            on_value: self.on_value,
        }
    }
}

impl<F, V> TakesMarks for JudgeEach<Predicate<F>, V> {
    type WithMarks = Self;

    fn with_marks(self) -> Self {
        self
    }
}

impl<F> TakesMarks for JudgeOutcome<F> {
    type WithMarks = Self;

    fn with_marks(self) -> Self {
        self
    }
}

impl<J: TakesMarks, X> TakesMarks for Exhausted<J, X> {
    type WithMarks = Exhausted<J::WithMarks, X>;

    fn with_marks(self) -> Self::WithMarks {
        Exhausted {
            judge: self.judge.with_marks(),
            convert: self.convert,
        }
    }
}
