//! Which settings a configuration still takes, said by traits so that the compiler's first words are
//! a sentence.

use crate::{
    hooks::Unset,
    judge::{Each, Exhausted, Predicate, Whole},
};

/// A configuration whose policy is untouched.
#[diagnostic::on_unimplemented(
    message = "`.policy(..)` comes first: it would take back what was set before it",
    label = "move `.policy(..)` in front of the other settings"
)]
pub trait TakesPolicy {}

impl TakesPolicy for Unset {}

/// A judge that takes `on`.
#[diagnostic::on_unimplemented(
    message = "`.on(..)` does not go here: it is given already, or `.on_outcome(..)` judges errors too",
    label = "errors have a judge already"
)]
pub trait TakesOnError {
    /// The judge with this predicate on errors.
    type With<F>;
    /// Adds it.
    fn with_on_error<F>(self, judge: F) -> Self::With<F>;
}

/// A judge that takes `on_ok`.
#[diagnostic::on_unimplemented(
    message = "`.on_ok(..)` does not go here: it is given already, or `.on_outcome(..)` judges values too",
    label = "values have a judge already"
)]
pub trait TakesOnValue {
    /// The judge with this predicate on values.
    type With<F>;
    /// Adds it.
    fn with_on_value<F>(self, judge: F) -> Self::With<F>;
}

/// A judge that takes `on_outcome`.
#[diagnostic::on_unimplemented(
    message = "`.on_outcome(..)` does not go here: it excludes `.on(..)` and `.on_ok(..)`",
    label = "outcomes have a judge already"
)]
pub trait TakesOnOutcome {}

/// A judge that takes `exhausted`.
#[diagnostic::on_unimplemented(
    message = "`.exhausted(..)` follows `.on_ok(..)` or `.on_outcome(..)`: without them no value is refused",
    label = "no value can be refused here"
)]
pub trait TakesExhausted {}

impl<V> TakesOnError for Each<Unset, V> {
    type With<F> = Each<Predicate<F>, V>;

    fn with_on_error<F>(self, judge: F) -> Each<Predicate<F>, V> {
        Each {
            on_error: Predicate(judge),
            on_value: self.on_value,
        }
    }
}

impl<E> TakesOnValue for Each<E, Unset> {
    type With<F> = Each<E, Predicate<F>>;

    fn with_on_value<F>(self, judge: F) -> Each<E, Predicate<F>> {
        Each {
            on_error: self.on_error,
            on_value: Predicate(judge),
        }
    }
}

impl<J: TakesOnError, X> TakesOnError for Exhausted<J, X> {
    type With<F> = Exhausted<J::With<F>, X>;

    fn with_on_error<F>(self, judge: F) -> Exhausted<J::With<F>, X> {
        Exhausted {
            judge: self.judge.with_on_error(judge),
            convert: self.convert,
        }
    }
}

impl TakesOnOutcome for Each<Unset, Unset> {}

impl<E, F> TakesExhausted for Each<E, Predicate<F>> {}
impl<F> TakesExhausted for Whole<F> {}
