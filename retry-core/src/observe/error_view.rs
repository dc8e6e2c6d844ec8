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

/// How events show the error of an outcome `R`.
#[diagnostic::on_unimplemented(
    message = "events cannot show the error of this run",
    note = "after `.show_error()`, the error implements `Display`"
)]
pub trait ErrorView<R> {
    /// What they show of this outcome: nothing of a value.
    fn view<'a>(&self, outcome: &'a R) -> ErrorFacts<'a>;
}

/// Only the type: the error need not implement `Display`.
#[diagnostic::do_not_recommend]
impl<R: Outcome> ErrorView<R> for Unset {
    fn view<'a>(&self, outcome: &'a R) -> ErrorFacts<'a> {
        ErrorFacts {
            kind: outcome.as_result().err().and_then(kind_of),
            text: None,
        }
    }
}

/// The type and the text.
#[derive(Clone, Copy, Debug)]
pub struct Shown;

impl<R: Outcome<Error: Display>> ErrorView<R> for Shown {
    fn view<'a>(&self, outcome: &'a R) -> ErrorFacts<'a> {
        let error = outcome.as_result().err();
        ErrorFacts {
            kind: error.and_then(kind_of),
            text: error.map(|error| error as &dyn Display),
        }
    }
}

/// The name of a type. That of `()`, the error of an `Option`, would say nothing.
fn kind_of<E>(_: &E) -> Option<&'static str> {
    let name = type_name::<E>();
    (name != "()").then_some(name)
}
