//! Policies as configuration files have them: flat maps of names to numbers, texts and lists.
//!
//! Read by hand, not derived: a value may have any form that a file or an environment gives it, and
//! each refusal names field, value and what is allowed, whatever the format.

mod duration_text;
mod form;
mod literal;
mod settings_file;

#[cfg(feature = "http")]
pub(crate) use self::settings_file::FIELDS;
pub(crate) use self::{
    form::{Form, read},
    literal::Literal,
    settings_file::write_seed,
};
