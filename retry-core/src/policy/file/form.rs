use core::fmt;
use std::string::String;

use serde::de::{Deserialize as _, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::Literal;

/// A map of settings that is read field by field.
pub(crate) trait Form: Default {
    /// All fields, in groups, for the message about an unknown one.
    const FIELDS: &'static [&'static [&'static str]];

    /// Sets a field. Returns whether the field is known.
    fn set<E: Error>(&mut self, field: &str, value: &Literal) -> Result<bool, E>;
}

/// Reads a form. Missing fields keep their defaults.
pub(crate) fn read<'de, F: Form, D: Deserializer<'de>>(deserializer: D) -> Result<F, D::Error> {
    read_checked(deserializer, |_| None::<&str>)
}

/// Reads a form, and asks after each field what is wrong with those so far.
pub(crate) fn read_checked<'de, F, D, P>(
    deserializer: D,
    problem: impl Fn(&F) -> Option<P>,
) -> Result<F, D::Error>
where
    F: Form,
    D: Deserializer<'de>,
    P: fmt::Display,
{
    let form = F::default();
    deserializer.deserialize_map(FormVisitor { form, problem })
}

struct FormVisitor<F, C> {
    form: F,
    problem: C,
}

impl<'de, F, C, P> Visitor<'de> for FormVisitor<F, C>
where
    F: Form,
    C: Fn(&F) -> Option<P>,
    P: fmt::Display,
{
    type Value = F;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of settings")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<F, A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let form = &mut self;
            map.next_value_seed(Field { form, name: &name })?;
        }
        Ok(self.form)
    }
}

/// The value of a field. All errors about it are raised while it is read, since formats that know the line
/// of an error take that of the value.
struct Field<'a, F, C> {
    form: &'a mut FormVisitor<F, C>,
    name: &'a str,
}

impl<'de, F, C, P> DeserializeSeed<'de> for Field<'_, F, C>
where
    F: Form,
    C: Fn(&F) -> Option<P>,
    P: fmt::Display,
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { form, name } = self;
        let value = Literal::deserialize(deserializer)?;
        if value != Literal::Null && !form.form.set(name, &value)? {
            return Err(unknown(name, F::FIELDS));
        }
        match (form.problem)(&form.form) {
            Some(problem) => Err(Error::custom(problem)),
            None => Ok(()),
        }
    }
}

/// The error for a field that no form has.
pub(crate) fn unknown<E: Error>(name: &str, fields: &[&[&str]]) -> E {
    let known = fields.concat().join("`, `");
    E::custom(format_args!(
        "unknown setting `{name}`: there are `{known}`"
    ))
}
