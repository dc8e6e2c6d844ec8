use core::fmt;
use std::string::String;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

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
    struct FormVisitor<F>(F);

    impl<'de, F: Form> Visitor<'de> for FormVisitor<F> {
        type Value = F;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map of settings")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<F, A::Error> {
            let Self(mut form) = self;
            while let Some(field) = map.next_key::<String>()? {
                let value: Literal = map.next_value()?;
                if value != Literal::Null && !form.set(&field, &value)? {
                    let known = F::FIELDS.concat().join("`, `");
                    return Err(Error::custom(format_args!(
                        "unknown setting `{field}`: there are `{known}`"
                    )));
                }
            }
            Ok(form)
        }
    }

    deserializer.deserialize_map(FormVisitor(F::default()))
}
