//! `#[derive(Retryable)]`: a `match` made of the marks on an error type.

mod bounds;
mod fields;
mod implementation;
mod marks;
mod verdicts;

pub(crate) use self::implementation::expand_derive;
