use serde::{
    de::{Deserialize, Deserializer, Error},
    ser::{Serialize, SerializeMap, Serializer},
};

use super::{Form, Literal, duration_text, read};
use crate::policy::BudgetSettings;

const FIELDS: &[&str] = &[
    "ratio",
    "reserve",
    "per_second",
    "window",
    "retry_cost",
    "throttled_cost",
    "timeout_cost",
];

impl Form for BudgetSettings {
    const FIELDS: &'static [&'static [&'static str]] = &[FIELDS];

    fn set<E: Error>(&mut self, field: &str, value: &Literal) -> Result<bool, E> {
        match field {
            "ratio" => self.ratio = tokens(field, value)?,
            "reserve" => self.reserve = value.integer(field, WHOLE)?,
            "per_second" => self.per_second = value.integer(field, WHOLE)?,
            "window" => self.window = value.duration(field)?,
            "retry_cost" => self.retry_cost = tokens(field, value)?,
            "throttled_cost" => self.throttled_cost = Some(tokens(field, value)?),
            "timeout_cost" => self.timeout_cost = Some(tokens(field, value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

const WHOLE: &str = "write a whole number of tokens, 0 or more";

fn tokens<E: Error>(field: &str, value: &Literal) -> Result<f64, E> {
    let number = value.number();
    number.ok_or_else(|| value.refuse(field, "write a number of tokens"))
}

/// A map whose fields are all optional. `window` is a string such as `"30s"`, or a number of seconds.
/// Numbers may be strings, as in environments.
///
/// ```
/// # use core::time::Duration; use retry_core::BudgetSettings;
/// let settings: BudgetSettings = toml::from_str(r#"
///     ratio = 0.1
///     window = "30s"
/// "#)?;
/// assert_eq!(settings.window, Duration::from_secs(30));
/// assert_eq!(settings.per_second, 10);
/// # Ok::<(), toml::de::Error>(())
/// ```
impl<'de> Deserialize<'de> for BudgetSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer)
    }
}

impl Serialize for BudgetSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("ratio", &self.ratio)?;
        map.serialize_entry("reserve", &self.reserve)?;
        map.serialize_entry("per_second", &self.per_second)?;
        map.serialize_entry("window", &duration_text::write(self.window))?;
        map.serialize_entry("retry_cost", &self.retry_cost)?;
        for (field, cost) in [
            ("throttled_cost", self.throttled_cost),
            ("timeout_cost", self.timeout_cost),
        ] {
            if let Some(cost) = cost {
                map.serialize_entry(field, &cost)?;
            }
        }
        map.end()
    }
}
