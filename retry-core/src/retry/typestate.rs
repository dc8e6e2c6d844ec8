//! Which options a builder still takes, as traits, so that the compiler's message is a sentence.

use super::{Async, Blocking, hedge::Hedged};
use crate::outcome::{ByMarks, Exhausted, JudgeEach, JudgeOutcome, Predicate, Unset};

/// A policy that has not been set or changed.
#[diagnostic::on_unimplemented(
    message = "`.policy(..)` comes first: it would take back what was set before it",
    label = "move `.policy(..)` in front of the other settings"
)]
pub trait TakesPolicy {}

impl TakesPolicy for Unset {}

/// How to add a predicate to a judge. Judges that take no predicate implement it too: [`TakesOnError`]
/// and [`TakesOnValue`] are separate traits, so that a second `.on()` gets our message.
pub trait AddPredicate {
    /// The judge with a predicate on errors.
    type WithOnError<F>;
    /// The judge with a predicate on values.
    type WithOnValue<F>;
    /// The judge that asks the marks of errors, unless it has a predicate on them.
    type WithMarks;
    /// Adds a predicate on errors.
    fn with_on_error<F>(self, judge: F) -> Self::WithOnError<F>;
    /// Adds a predicate on values.
    fn with_on_value<F>(self, judge: F) -> Self::WithOnValue<F>;
    /// Makes it ask the marks.
    fn with_marks(self) -> Self::WithMarks;
}

/// The judge of errors with which `unmarked` goes on.
pub trait OrMarks {
    /// The marks, or the predicate that is there.
    type OrMarks;
    /// Makes it.
    fn or_marks(self) -> Self::OrMarks;
}

impl OrMarks for Unset {
    type OrMarks = ByMarks;

    fn or_marks(self) -> ByMarks {
        ByMarks
    }
}

impl OrMarks for ByMarks {
    type OrMarks = Self;

    fn or_marks(self) -> Self {
        self
    }
}

impl<F> OrMarks for Predicate<F> {
    type OrMarks = Self;

    fn or_marks(self) -> Self {
        self
    }
}

/// A judge that takes `on`.
#[diagnostic::on_unimplemented(
    message = "`.on(..)` does not go here: it is given already, or `.on_outcome(..)` judges errors too",
    label = "errors have a judge already"
)]
pub trait TakesOnError {}

/// A judge that takes `on_ok`.
#[diagnostic::on_unimplemented(
    message = "`.on_ok(..)` does not go here: it is given already, or `.on_outcome(..)` judges values too",
    label = "values have a judge already"
)]
pub trait TakesOnValue {}

/// A judge that takes `on_outcome`.
#[diagnostic::on_unimplemented(
    message = "`.on_outcome(..)` does not go here: it excludes `.on(..)` and `.on_ok(..)`",
    label = "outcomes have a judge already"
)]
pub trait TakesOnOutcome {}

/// A judge that takes `unmarked`.
#[diagnostic::on_unimplemented(
    message = "`.unmarked()` does not go here: the rules of an HTTP call judge its errors, whatever their marks",
    label = "these errors have rules of their own"
)]
pub trait TakesMarks {}

/// A judge that takes `exhausted`.
#[diagnostic::on_unimplemented(
    message = "`.exhausted(..)` follows `.on_ok(..)` or `.on_outcome(..)`: without them no value is refused",
    label = "no value can be refused here"
)]
pub trait TakesExhausted {}

impl<E: OrMarks, V> AddPredicate for JudgeEach<E, V> {
    type WithOnError<F> = JudgeEach<Predicate<F>, V>;
    type WithOnValue<F> = JudgeEach<E, Predicate<F>>;
    type WithMarks = JudgeEach<E::OrMarks, V>;

    fn with_on_error<F>(self, judge: F) -> JudgeEach<Predicate<F>, V> {
        JudgeEach {
            on_error: Predicate(judge),
            on_value: self.on_value,
        }
    }

    fn with_on_value<F>(self, judge: F) -> JudgeEach<E, Predicate<F>> {
        JudgeEach {
            on_error: self.on_error,
            on_value: Predicate(judge),
        }
    }

    fn with_marks(self) -> Self::WithMarks {
        JudgeEach {
            on_error: self.on_error.or_marks(),
            on_value: self.on_value,
        }
    }
}

impl<G> AddPredicate for JudgeOutcome<G> {
    type WithOnError<F> = Self;
    type WithOnValue<F> = Self;
    type WithMarks = Self;

    fn with_on_error<F>(self, _: F) -> Self {
        self
    }

    fn with_on_value<F>(self, _: F) -> Self {
        self
    }

    fn with_marks(self) -> Self {
        self
    }
}

impl<J: AddPredicate, X> AddPredicate for Exhausted<J, X> {
    type WithOnError<F> = Exhausted<J::WithOnError<F>, X>;
    type WithOnValue<F> = Exhausted<J::WithOnValue<F>, X>;
    type WithMarks = Exhausted<J::WithMarks, X>;

    fn with_on_error<F>(self, judge: F) -> Self::WithOnError<F> {
        Exhausted {
            judge: self.judge.with_on_error(judge),
            convert: self.convert,
        }
    }

    fn with_on_value<F>(self, judge: F) -> Self::WithOnValue<F> {
        Exhausted {
            judge: self.judge.with_on_value(judge),
            convert: self.convert,
        }
    }

    fn with_marks(self) -> Self::WithMarks {
        Exhausted {
            judge: self.judge.with_marks(),
            convert: self.convert,
        }
    }
}

impl<V> TakesOnError for JudgeEach<Unset, V> {}
#[diagnostic::do_not_recommend]
impl<V> TakesOnError for JudgeEach<ByMarks, V> {}
impl<E> TakesOnValue for JudgeEach<E, Unset> {}
impl<J: TakesOnError, X> TakesOnError for Exhausted<J, X> {}
impl<J: TakesOnValue, X> TakesOnValue for Exhausted<J, X> {}

impl TakesOnOutcome for JudgeEach<Unset, Unset> {}
#[diagnostic::do_not_recommend]
impl TakesOnOutcome for JudgeEach<ByMarks, Unset> {}

impl<E, V> TakesMarks for JudgeEach<E, V> {}
impl<F> TakesMarks for JudgeOutcome<F> {}
impl<J: TakesMarks, X> TakesMarks for Exhausted<J, X> {}

impl<E, F> TakesExhausted for JudgeEach<E, Predicate<F>> {}
impl<F> TakesExhausted for JudgeOutcome<F> {}

/// An operation whose attempts can be cut: an async one.
#[diagnostic::on_unimplemented(
    message = "an attempt timeout needs an async operation: nothing can cut a blocking call",
    label = "this operation is blocking",
    note = "give the blocking call a timeout of its own; `attempt.remaining()` tells what the deadline leaves it"
)]
pub trait Interruptible {}

impl<Fut, A> Interruptible for Async<Fut, A> {}
impl<M: Interruptible> Interruptible for Hedged<M> {}

/// An operation whose attempts can follow a schedule: one that is not hedged.
#[diagnostic::on_unimplemented(
    message = "`.schedule(..)` and `.hedge(..)` do not go together: a hedge says when attempts start",
    label = "this operation is hedged",
    note = "leave out one of the two"
)]
pub trait TakesSchedule {}

impl<A> TakesSchedule for Blocking<A> {}
impl<Fut, A> TakesSchedule for Async<Fut, A> {}

/// An operation between whose attempts a thread sleeps, which a token can wake.
#[diagnostic::on_unimplemented(
    message = "an async run needs no token: dropping its future cancels it",
    label = "this operation is async",
    note = "drop the future, or wait for it and for the end of the program in `select!`"
)]
pub trait Wakeable {}

impl<A> Wakeable for Blocking<A> {}
