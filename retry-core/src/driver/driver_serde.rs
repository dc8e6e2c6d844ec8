use serde::{
    de::{Deserialize, Deserializer, Error},
    ser::{Serialize, SerializeMap, Serializer},
};

use super::Driver;
use crate::policy::file::{Form, Literal, read, write_seed};

/// A map with [`attempt`](Driver::attempt) and, once it is drawn, [`seed`](Driver::seed).
///
/// ```
/// # use retry_core::{Driver, Failure, Policy, Verdict};
/// let mut driver = Driver::new();
/// let _ = driver.step(&Policy::new(), Failure::new(Verdict::Retry), &mut || 7, None);
/// let stored = serde_json::to_string(&driver)?;
/// assert_eq!(stored, r#"{"attempt":2,"seed":7}"#);
/// assert_eq!(serde_json::from_str::<Driver>(&stored)?, driver);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Driver {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("attempt", &self.attempt())?;
        write_seed(&mut map, self.seed())?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Driver {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let StoredDriver { attempt, seed } = read(deserializer)?;
        Ok(Self::resume(attempt, seed))
    }
}

#[derive(Default)]
struct StoredDriver {
    attempt: u32,
    seed: Option<u64>,
}

impl Form for StoredDriver {
    const FIELDS: &'static [&'static [&'static str]] = &[&["attempt", "seed"]];

    fn set<E: Error>(&mut self, field: &str, value: &Literal) -> Result<bool, E> {
        match field {
            "attempt" => self.attempt = value.integer(field, "write 1 or more")?,
            "seed" => self.seed = Some(value.seed(field)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}
