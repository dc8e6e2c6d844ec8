use serde::{
    de::Error,
    ser::{Serialize, SerializeMap, Serializer},
};

use super::{Literal, duration_text, form::unknown};
use crate::policy::{BackoffKind, Settings};

const FIELDS: &[&str] = &["kind", "first", "factor", "fast_first"];

const KINDS: [(&str, BackoffKind); 4] = [
    ("constant", BackoffKind::Constant),
    ("linear", BackoffKind::Linear),
    ("exponential", BackoffKind::Exponential),
    ("fibonacci", BackoffKind::Fibonacci),
];

/// The value of `backoff` that says more than the first delay: a map of these fields of the settings.
pub(super) struct BackoffTable<'a>(pub(super) &'a Settings);

impl BackoffTable<'_> {
    /// Whether the first delay alone does not say it.
    pub(super) fn is_needed(&self) -> bool {
        let Settings {
            kind,
            factor,
            fast_first,
            ..
        } = *self.0;
        kind != BackoffKind::Exponential || factor.is_some() || fast_first
    }
}

/// Sets the fields that `backoff` gives: the first delay, or a map.
pub(super) fn set_backoff<E: Error>(settings: &mut Settings, value: &Literal) -> Result<(), E> {
    if let Literal::Map(fields) = value {
        return fields
            .iter()
            .filter(|(_, value)| *value != Literal::Null)
            .try_for_each(|(field, value)| set_field(settings, field, value));
    }
    if value.word(&KINDS).is_some() {
        let kind = value;
        let allowed = std::format!(
            "a kind stands with its first delay: write {{ kind = {kind}, first = \"100ms\" }}"
        );
        return Err(value.refuse("backoff", &allowed));
    }
    settings.backoff = Some(value.duration("backoff")?);
    Ok(())
}

fn set_field<E: Error>(settings: &mut Settings, field: &str, value: &Literal) -> Result<(), E> {
    match field {
        "kind" => settings.kind = kind(value)?,
        "first" => settings.backoff = Some(value.duration("backoff.first")?),
        "factor" => settings.factor = Some(factor(value)?),
        "fast_first" => settings.fast_first = value.bool(field)?,
        _ => return Err(unknown(&std::format!("backoff.{field}"), &[FIELDS])),
    }
    Ok(())
}

pub(super) fn kind<E: Error>(value: &Literal) -> Result<BackoffKind, E> {
    value.word(&KINDS).ok_or_else(|| {
        value.refuse(
            "kind",
            "write \"constant\", \"linear\", \"exponential\" or \"fibonacci\"",
        )
    })
}

pub(super) fn factor<E: Error>(value: &Literal) -> Result<f64, E> {
    let number = value.number();
    number.ok_or_else(|| value.refuse("factor", "write a finite number above 0"))
}

impl Serialize for BackoffTable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some((name, _)) = KINDS.iter().find(|(_, kind)| *kind == self.0.kind) {
            map.serialize_entry("kind", name)?;
        }
        if let Some(first) = self.0.backoff {
            map.serialize_entry("first", &duration_text::write(first))?;
        }
        if let Some(factor) = self.0.factor {
            map.serialize_entry("factor", &factor)?;
        }
        if self.0.fast_first {
            map.serialize_entry("fast_first", &true)?;
        }
        map.end()
    }
}
