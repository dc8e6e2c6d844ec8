use core::{fmt, str::FromStr, time::Duration};
use std::{
    borrow::ToOwned as _,
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::duration_text;

/// A value from a file, before its field gives it a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    List(Vec<Literal>),
    Map(Vec<(String, Literal)>),
}

impl Literal {
    /// The error for a field that cannot have this value.
    pub(crate) fn refuse<E: Error>(&self, field: &str, allowed: &str) -> E {
        E::custom(format_args!("`{field}` is {self}: {allowed}"))
    }

    pub(crate) fn bool<E: Error>(&self, field: &str) -> Result<bool, E> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
        .ok_or_else(|| self.refuse(field, "write true or false"))
    }

    /// An integer that fits `T`.
    pub(crate) fn integer<T, E>(&self, field: &str, allowed: &str) -> Result<T, E>
    where
        T: TryFrom<i128> + FromStr,
        E: Error,
    {
        match self {
            Self::Integer(value) => T::try_from(*value).ok(),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
        .ok_or_else(|| self.refuse(field, allowed))
    }

    pub(crate) fn seed<E: Error>(&self, field: &str) -> Result<u64, E> {
        self.integer(field, "write an integer from 0 to 2^64 - 1")
    }

    /// A number, with a fraction or without.
    #[allow(
        clippy::cast_precision_loss,
        reason = "factors and ratios are small numbers"
    )]
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// A number of seconds, or a string such as `250ms`.
    pub(crate) fn duration<E: Error>(&self, field: &str) -> Result<Duration, E> {
        if let Some(number) = self.long_without_unit() {
            let allowed = format!("`{number}ms` or `{number}s`? Above 60, a number needs a unit");
            return Err(self.refuse(field, &allowed));
        }
        match self {
            Self::Integer(seconds) => u64::try_from(*seconds).ok().map(Duration::from_secs),
            Self::Float(seconds) => Duration::try_from_secs_f64(*seconds).ok(),
            Self::Text(text) => duration_text::read(text),
            _ => None,
        }
        .ok_or_else(|| {
            self.refuse(
                field,
                "write a number with a unit (ns, us, ms, s, m, h, d), such as \"250ms\", or a number of seconds",
            )
        })
    }

    /// A whole number above 60, which may have been meant in milliseconds.
    fn long_without_unit(&self) -> Option<u64> {
        match self {
            Self::Integer(number) => u64::try_from(*number).ok(),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
        .filter(|number| *number > 60)
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let Self::Text(text) = self else {
            return None;
        };
        let text = text.trim();
        words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, value)| *value)
    }

    /// The items of a list, or of a comma-separated string, since environments have no lists.
    #[cfg(feature = "http")]
    pub(crate) fn list<E: Error>(&self, field: &str) -> Result<Vec<Self>, E> {
        match self {
            Self::List(items) => Ok(items.clone()),
            Self::Text(text) => Ok(text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(|item| Self::Text(item.to_owned()))
                .collect()),
            _ => Err(self.refuse(field, "write a list")),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Map(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, value)| format!("{name} = {value}"));
                let fields: Vec<String> = fields.collect();
                write!(f, "{{ {} }}", fields.join(", "))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LiteralVisitor)
    }
}

struct LiteralVisitor;

impl<'de> Visitor<'de> for LiteralVisitor {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a text, true, false, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Literal, E> {
        Ok(Literal::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Literal, E> {
        Ok(Literal::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Literal, E> {
        Ok(Literal::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Literal, E> {
        Ok(Literal::Integer(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Literal, E> {
        Ok(Literal::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Literal, E> {
        Ok(Literal::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Literal, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Literal::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Literal, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Literal::Map(fields))
    }
}
