use serde::{
    de::{Deserialize, Deserializer, Error},
    ser::{Serialize, SerializeMap, Serializer},
};

use super::{
    Form, Literal,
    backoff_table::{BackoffTable, factor, kind, set_backoff},
    duration_text, read, read_checked,
};
use crate::policy::{Attempts, Jitter, Policy, Settings};

pub(crate) const FIELDS: &[&str] = &[
    "attempts",
    "backoff",
    "kind",
    "factor",
    "fast_first",
    "max_delay",
    "jitter",
    "deadline",
    "reset_after",
    "max_retry_after",
    "exact_hints",
    "throttled_delay",
    "seed",
];

const JITTERS: [(&str, Jitter); 4] = [
    ("none", Jitter::None),
    ("full", Jitter::Full),
    ("equal", Jitter::Equal),
    ("decorrelated", Jitter::Decorrelated),
];

const UNLIMITED: &str = "unlimited";

impl Form for Settings {
    const FIELDS: &'static [&'static [&'static str]] = &[FIELDS];

    fn set<E: Error>(&mut self, field: &str, value: &Literal) -> Result<bool, E> {
        match field {
            "attempts" => {
                self.attempts = match value.word(&[(UNLIMITED, Attempts::Unlimited)]) {
                    Some(unlimited) => unlimited,
                    None => Attempts::Limited(
                        value.integer(field, "write 1 or more, or \"unlimited\"")?,
                    ),
                };
            }
            "backoff" => set_backoff(self, value)?,
            "kind" => self.kind = kind(value)?,
            "jitter" => {
                let jitter = value
                    .word(&JITTERS)
                    .or_else(|| value.number().map(Jitter::Ratio));
                self.jitter = jitter.ok_or_else(|| {
                    value.refuse(
                        field,
                        "write \"none\", \"full\", \"equal\", \"decorrelated\", or a ratio above 0 and at most 1",
                    )
                })?;
            }
            "factor" => self.factor = Some(factor(value)?),
            "seed" => self.seed = Some(value.seed(field)?),
            "fast_first" => self.fast_first = value.bool(field)?,
            "exact_hints" => self.exact_hints = value.bool(field)?,
            "delay" => {
                return Err(E::custom(format_args!(
                    "unknown setting `delay`: write the first delay as `backoff = {value}`"
                )));
            }
            "max_delay" => self.max_delay = Some(value.duration(field)?),
            "deadline" => self.deadline = Some(value.duration(field)?),
            "reset_after" => self.reset_after = Some(value.duration(field)?),
            "max_retry_after" => self.max_retry_after = value.duration(field)?,
            "throttled_delay" => self.throttled_delay = Some(value.duration(field)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Settings {
    /// Writes the fields that are set: reading them back gives equal settings.
    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self.attempts {
            Attempts::Unlimited => map.serialize_entry("attempts", UNLIMITED)?,
            Attempts::Limited(attempts) => map.serialize_entry("attempts", &attempts)?,
        }
        let table = BackoffTable(self);
        if table.is_needed() {
            map.serialize_entry("backoff", &table)?;
        } else if let Some(first) = self.backoff {
            map.serialize_entry("backoff", &duration_text::write(first))?;
        }
        match (
            JITTERS.iter().find(|(_, jitter)| *jitter == self.jitter),
            self.jitter,
        ) {
            (Some((name, _)), _) => map.serialize_entry("jitter", name)?,
            (None, Jitter::Ratio(ratio)) => map.serialize_entry("jitter", &ratio)?,
            (None, _) => {}
        }
        for (field, duration) in [
            ("max_delay", self.max_delay),
            ("deadline", self.deadline),
            ("reset_after", self.reset_after),
            ("max_retry_after", Some(self.max_retry_after)),
            ("throttled_delay", self.throttled_delay),
        ] {
            if let Some(duration) = duration {
                map.serialize_entry(field, &duration_text::write(duration))?;
            }
        }
        if self.exact_hints {
            map.serialize_entry("exact_hints", &true)?;
        }
        write_seed(map, self.seed)
    }
}

/// Writes the field `seed`, if there is one.
pub(crate) fn write_seed<M: SerializeMap>(map: &mut M, seed: Option<u64>) -> Result<(), M::Error> {
    match seed {
        None => Ok(()),
        // TOML's integers end at `i64::MAX`.
        Some(seed) if i64::try_from(seed).is_err() => {
            map.serialize_entry("seed", &std::format!("{seed}"))
        }
        Some(seed) => map.serialize_entry("seed", &seed),
    }
}

/// A map whose fields are all optional. Durations are strings such as `"250ms"` and `"1m30s"`, or numbers
/// of seconds; `attempts` may be `"unlimited"`, `jitter` a name or a ratio. Numbers may be strings, as in
/// environments.
///
/// `backoff` is the first delay of an exponential backoff, or a map that also says the rest:
///
/// ```
/// # use core::time::Duration; use retry_core::{BackoffKind, Settings};
/// let settings: Settings = toml::from_str(r#"backoff = { kind = "linear", first = "1s" }"#)?;
/// assert_eq!(settings.kind, BackoffKind::Linear);
/// assert_eq!(settings.backoff, Some(Duration::from_secs(1)));
/// # Ok::<(), toml::de::Error>(())
/// ```
///
/// `kind`, `factor` and `fast_first` may also stand next to `backoff`, for environments, which have no
/// maps in maps.
impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer)
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

/// Reads [`Settings`] and checks them.
///
/// ```
/// # use core::time::Duration; use retry_core::Policy;
/// let policy: Policy = toml::from_str(r#"
///     attempts = 5
///     backoff = "250ms"
///     jitter = "none"
/// "#)?;
/// assert_eq!(policy.delays().next(), Some(Duration::from_millis(250)));
///
/// let refused = toml::from_str::<Policy>("attempts = 0").unwrap_err();
/// assert!(refused.to_string().contains("`attempts` is 0: write 1 or more"));
/// # Ok::<(), toml::de::Error>(())
/// ```
impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let settings = read_checked(deserializer, Settings::early_refusal)?;
        settings.try_into().map_err(Error::custom)
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Settings::from(*self).serialize(serializer)
    }
}
