use core::ops::RangeInclusive;
use std::vec::Vec;

use http::Method;
use serde::{
    de::{Deserialize, Deserializer, Error},
    ser::{Serialize, SerializeMap, Serializer},
};

use super::{hints::Hints, http_policy::HttpPolicy, http_settings::HttpSettings};
use crate::policy::{
    InvalidPolicy,
    file::{FIELDS, Form, Literal, read, read_checked},
};

const HINTS: [(&str, Hints); 3] = [
    ("all", Hints::All),
    ("retry_after", Hints::RetryAfter),
    ("ignored", Hints::Ignored),
];

impl Form for HttpSettings {
    const FIELDS: &'static [&'static [&'static str]] = &[
        FIELDS,
        &[
            "statuses",
            "any_method_statuses",
            "hinted_statuses",
            "methods",
            "hints",
            "raise_on_status",
            "make_keys",
            "no_redirects",
        ],
    ];

    fn set<E: Error>(&mut self, field: &str, value: &Literal) -> Result<bool, E> {
        match field {
            "statuses" => self.statuses = statuses(field, value)?,
            "any_method_statuses" => self.any_method_statuses = statuses(field, value)?,
            "hinted_statuses" => self.hinted_statuses = statuses(field, value)?,
            "methods" => self.methods = methods(field, value)?,
            "hints" => {
                self.hints = value.word(&HINTS).ok_or_else(|| {
                    value.refuse(field, "write \"all\", \"retry_after\" or \"ignored\"")
                })?;
            }
            "raise_on_status" => self.raise_on_status = value.bool(field)?,
            "make_keys" => self.make_keys = value.bool(field)?,
            "no_redirects" => self.no_redirects = value.bool(field)?,
            _ => return self.policy.set(field, value),
        }
        Ok(true)
    }
}

/// What is wrong already, whatever fields follow.
fn early_refusal(settings: &HttpSettings) -> Option<InvalidPolicy> {
    let refused = HttpPolicy::try_from(settings.clone()).err();
    refused.filter(|refused| !refused.may_be_mended())
}

fn statuses<E: Error>(field: &str, value: &Literal) -> Result<Vec<u16>, E> {
    const ALLOWED: &str = "write statuses from 100 to 599";
    let mut statuses = Vec::new();
    for item in value.list(field)? {
        match range(&item) {
            Some(range) if range.is_empty() => {
                return Err(item.refuse(field, "write the lower status first"));
            }
            Some(range) => statuses.extend(range),
            None => statuses.push(item.integer(field, ALLOWED)?),
        }
    }
    Ok(statuses)
}

/// A range of statuses: `500..=599`.
fn range(item: &Literal) -> Option<RangeInclusive<u16>> {
    let Literal::Text(text) = item else {
        return None;
    };
    let (first, last) = text.split_once("..=")?;
    let number = |text: &str| text.trim().parse().ok();
    Some(number(first)?..=number(last)?)
}

fn methods<E: Error>(field: &str, value: &Literal) -> Result<Vec<Method>, E> {
    let items = value.list(field)?;
    items
        .iter()
        .map(|item| {
            let method = match item {
                Literal::Text(name) => Method::from_bytes(name.as_bytes()).ok(),
                _ => None,
            };
            method.ok_or_else(|| item.refuse(field, "write methods such as \"GET\""))
        })
        .collect()
}

/// A map with the fields of [`Settings`](crate::Settings) and the HTTP settings. Lists of statuses may have
/// ranges: `statuses = [429, "500..=599"]`, and `429, 500..=599` in an environment.
impl<'de> Deserialize<'de> for HttpSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer)
    }
}

impl Serialize for HttpSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.policy.write(&mut map)?;
        map.serialize_entry("statuses", &self.statuses)?;
        map.serialize_entry("any_method_statuses", &self.any_method_statuses)?;
        map.serialize_entry("hinted_statuses", &self.hinted_statuses)?;
        let methods: Vec<&str> = self.methods.iter().map(Method::as_str).collect();
        map.serialize_entry("methods", &methods)?;
        if let Some((name, _)) = HINTS.iter().find(|(_, hints)| *hints == self.hints) {
            map.serialize_entry("hints", name)?;
        }
        map.serialize_entry("raise_on_status", &self.raise_on_status)?;
        map.serialize_entry("make_keys", &self.make_keys)?;
        map.serialize_entry("no_redirects", &self.no_redirects)?;
        map.end()
    }
}

/// Reads [`HttpSettings`] and checks them.
///
/// ```
/// # use retry_core::http::HttpPolicy;
/// let policy: HttpPolicy = toml::from_str(r#"
///     attempts = 5
///     deadline = "30s"
///     statuses = [429, "500..=599"]
///     any_method_statuses = [429]
///     methods = ["GET", "HEAD"]
/// "#)?;
/// assert!(policy.call(http::Method::GET).may_repeat());
/// # Ok::<(), toml::de::Error>(())
/// ```
impl<'de> Deserialize<'de> for HttpPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let settings = read_checked(deserializer, early_refusal)?;
        settings.try_into().map_err(Error::custom)
    }
}

impl Serialize for HttpPolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        HttpSettings::from(*self).serialize(serializer)
    }
}
