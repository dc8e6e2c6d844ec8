use core::{any::type_name, fmt::Display};

use crate::outcome::{Outcome, Unset};

/// What events show of an error.
#[derive(Clone, Copy, Default)]
#[allow(
    missing_debug_implementations,
    reason = "an error need not implement `Debug`"
)]
pub struct ErrorFacts<'a> {
    /// Its kind, the field `error.type`: the name of its type, or a status.
    pub kind: Option<&'a str>,
    /// The error, the field `error`.
    pub text: Option<&'a dyn Display>,
}

impl ErrorFacts<'_> {
    /// With the name of the error's type, if the view gave no kind.
    pub(crate) fn or_type_of<R: Outcome>(mut self, outcome: &R) -> Self {
        self.kind = self
            .kind
            .or_else(|| outcome.as_result().err().and_then(kind_of));
        self
    }
}

/// How events show the error of an outcome `R`.
#[diagnostic::on_unimplemented(
    message = "events cannot show the error of this run",
    note = "after `.show_error()`, the error implements `Display`"
)]
pub trait ErrorView<R> {
    /// What they show of this outcome: nothing of a value. Without a kind it is the name of the error's type.
    fn view<'a>(&self, outcome: &'a R) -> ErrorFacts<'a>;
}

/// Only the type: the error need not implement `Display`.
//
// Without a bound on `R`, so that a type that is no outcome is reported once.
impl<R> ErrorView<R> for Unset {
    fn view<'a>(&self, _: &'a R) -> ErrorFacts<'a> {
        ErrorFacts::default()
    }
}

/// The type and the text.
#[derive(Clone, Copy, Debug)]
pub struct Shown;

impl<R: Outcome<Error: Display>> ErrorView<R> for Shown {
    fn view<'a>(&self, outcome: &'a R) -> ErrorFacts<'a> {
        let error = outcome.as_result().err();
        ErrorFacts {
            kind: None,
            text: error.map(|error| error as &dyn Display),
        }
    }
}

/// The name of a type. That of `()`, the error of an `Option`, would say nothing.
fn kind_of<E>(_: &E) -> Option<&'static str> {
    let name = type_name::<E>();
    (name != "()").then_some(name)
}
