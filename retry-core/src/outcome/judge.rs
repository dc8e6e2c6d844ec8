use super::{IntoVerdict, Marked, Outcome, Unset, Verdict};

/// Gives each outcome its verdict, and converts a value that is still rejected when the run stops.
pub trait Judge<R: Outcome> {
    /// The verdict.
    fn judge(&mut self, outcome: &R) -> Verdict;

    /// What the caller gets when the run stops with this outcome.
    fn exhausted(&mut self, outcome: R) -> R {
        outcome
    }
}

/// One judge for errors (`on`) and one for values (`on_ok`). By default every error is retried and
/// every value accepted.
#[derive(Clone, Copy, Debug)]
pub struct JudgeEach<OnError, OnValue> {
    pub(crate) on_error: OnError,
    pub(crate) on_value: OnValue,
}

impl JudgeEach<Unset, Unset> {
    /// Every error is retried, every value accepted.
    pub(crate) const ALL: Self = Self {
        on_error: Unset,
        on_value: Unset,
    };
}

/// One judge for errors and values (`on_outcome`).
#[derive(Clone, Copy, Debug)]
pub struct JudgeOutcome<F>(pub(crate) F);

/// The judge of marked errors (`unmarked`): each error gets the verdict of its mark.
//
// `Unset` cannot see marks: its one implementation is for every error type.
#[derive(Clone, Copy, Debug)]
pub struct ByMarks;

/// A predicate on errors or on values.
#[derive(Clone, Copy, Debug)]
pub struct Predicate<F>(pub(crate) F);

/// A judge, and the closure that converts a value which is still rejected when the run stops
/// (`exhausted`).
#[derive(Clone, Copy, Debug)]
pub struct Exhausted<J, F> {
    pub(crate) judge: J,
    pub(crate) convert: F,
}

/// The judge of errors.
pub trait JudgeError<E> {
    /// The verdict.
    fn judge(&mut self, error: &E) -> Verdict;
}

/// The judge of values.
pub trait JudgeValue<T> {
    /// The verdict.
    fn judge(&mut self, value: &T) -> Verdict;
}

impl<E> JudgeError<E> for Unset {
    fn judge(&mut self, _: &E) -> Verdict {
        Verdict::Retry
    }
}

impl<E> JudgeError<Marked<E>> for ByMarks {
    fn judge(&mut self, error: &Marked<E>) -> Verdict {
        error.verdict()
    }
}

impl<T> JudgeValue<T> for Unset {
    fn judge(&mut self, _: &T) -> Verdict {
        Verdict::Accept
    }
}

impl<E, F: FnMut(&E) -> V, V: IntoVerdict> JudgeError<E> for Predicate<F> {
    fn judge(&mut self, error: &E) -> Verdict {
        (self.0)(error).on_error()
    }
}

impl<T, F: FnMut(&T) -> V, V: IntoVerdict> JudgeValue<T> for Predicate<F> {
    fn judge(&mut self, value: &T) -> Verdict {
        (self.0)(value).on_value()
    }
}

impl<R, OnError, OnValue> Judge<R> for JudgeEach<OnError, OnValue>
where
    R: Outcome,
    OnError: JudgeError<R::Error>,
    OnValue: JudgeValue<R::Value>,
{
    fn judge(&mut self, outcome: &R) -> Verdict {
        match outcome.as_result() {
            Ok(value) => self.on_value.judge(value),
            Err(error) => self.on_error.judge(error),
        }
    }
}

impl<R, F, V> Judge<R> for JudgeOutcome<F>
where
    R: Outcome,
    F: FnMut(&R) -> V,
    V: IntoVerdict,
{
    fn judge(&mut self, outcome: &R) -> Verdict {
        let answer = (self.0)(outcome);
        match outcome.as_result() {
            Ok(_) => answer.on_value(),
            Err(_) => answer.on_error(),
        }
    }
}

impl<R, J, F> Judge<R> for Exhausted<J, F>
where
    R: Outcome,
    J: Judge<R>,
    F: FnMut(R::Value) -> R,
{
    fn judge(&mut self, outcome: &R) -> Verdict {
        self.judge.judge(outcome)
    }

    fn exhausted(&mut self, outcome: R) -> R {
        match outcome.into_value() {
            Ok(value) => (self.convert)(value),
            Err(failed) => failed,
        }
    }
}
