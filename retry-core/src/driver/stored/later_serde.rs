use core::fmt;
use std::string::String;

use serde::{
    de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor},
    ser::{Serialize, SerializeMap, Serializer},
};

use super::Later;
use crate::policy::{StoredRefusal, file::unknown};

/// The version of the format. A change of its fields makes it a higher one.
const VERSION: u64 = 1;
const FIELDS: [&str; 6] = ["version", "attempt", "hop", "seed", "start", "due"];

/// A flat map of integers: the version of the format, and the fields. Times are milliseconds since the Unix epoch.
///
/// All fields are required. A map of a newer version is refused, and so is an unknown field: an older program must not
/// resume a run that it does not understand.
///
/// ```
/// # use core::time::Duration; use retry_core::stored::Later;
/// let later = Later::new(Duration::from_millis(1_800_000_000_000), 7);
/// let stored = serde_json::to_string(&later)?;
/// assert_eq!(
///     stored,
///     r#"{"version":1,"attempt":1,"hop":0,"seed":7,"start":1800000000000,"due":1800000000000}"#
/// );
/// assert_eq!(serde_json::from_str::<Later>(&stored)?, later);
///
/// let newer = serde_json::from_str::<Later>(r#"{"version":2}"#).unwrap_err();
/// assert!(newer.to_string().starts_with("`version` is 2: this program reads version 1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Later {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers = [
            VERSION,
            self.attempt.into(),
            self.hop.into(),
            self.seed,
            self.start,
            self.due,
        ];
        // Formats that do not describe themselves need the length, and one type for all values.
        let mut map = serializer.serialize_map(Some(FIELDS.len()))?;
        for (field, number) in FIELDS.iter().zip(numbers) {
            map.serialize_entry(field, &number)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Later {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LaterVisitor)
    }
}

struct LaterVisitor;

impl<'de> Visitor<'de> for LaterVisitor {
    type Value = Later;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the map of a stored run")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Later, A::Error> {
        let mut numbers = [None; FIELDS.len()];
        let mut unknown_field = None;
        while let Some(name) = map.next_key::<String>()? {
            if let Some(index) = FIELDS.iter().position(|field| *field == name) {
                numbers[index] = Some(map.next_value()?);
                // At once, since the values of a newer version may be no numbers.
                check_version(numbers[0])?;
            } else {
                // Databases sort fields, so the version may come after those that only it knows.
                map.next_value::<IgnoredAny>()?;
                unknown_field.get_or_insert(name);
            }
        }
        if let Some(name) = unknown_field {
            return Err(unknown(&name, &[&FIELDS]));
        }
        later(numbers).map_err(Error::custom)
    }
}

fn check_version<E: Error>(version: Option<u64>) -> Result<(), E> {
    match version {
        Some(version) if version != VERSION => Err(E::custom(StoredRefusal::Version(version))),
        _ => Ok(()),
    }
}

/// The state with these numbers, which are in the order of [`FIELDS`].
fn later(numbers: [Option<u64>; FIELDS.len()]) -> Result<Later, StoredRefusal> {
    let number = |index: usize| numbers[index].ok_or(StoredRefusal::Missing(FIELDS[index]));
    number(0)?;
    let attempt = number(1)?;
    let attempt = match u32::try_from(attempt) {
        Ok(attempt) if attempt > 0 => attempt,
        _ => return Err(StoredRefusal::Attempt(attempt)),
    };
    let hop = number(2)?;
    let hop = u32::try_from(hop).map_err(|_| StoredRefusal::Hop(hop))?;
    let later = Later::from_millis(number(4)?, number(3)?);
    Ok(later.resumed_at(attempt, hop, number(5)?))
}
