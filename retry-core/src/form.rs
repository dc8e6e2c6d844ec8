//! Policies as configuration files have them: flat maps of names to numbers, texts and lists.
//!
//! Read by hand, not derived: each value is taken in every form in which a file or an environment may
//! have it, and each refusal names field, value and what is allowed, whatever the format.

mod duration_text;
mod literal;
mod settings;

#[cfg(feature = "http")]
pub(crate) use self::{
    literal::Literal,
    settings::{FIELDS, Form, read},
};
