//! Policies in configuration files: maps of names to numbers, strings and lists.
//!
//! Not derived, since environments give numbers as strings, and since each error names the field, the
//! value and what is allowed, whatever the format.

mod backoff_table;
#[cfg(target_has_atomic = "64")]
mod budget_file;
mod duration_text;
mod form;
mod literal;
mod settings_file;

#[cfg(feature = "http")]
pub(crate) use self::settings_file::FIELDS;
pub(crate) use self::{
    form::{Form, read, read_checked, unknown},
    literal::Literal,
    settings_file::write_seed,
};
