use proc_macro2::Span;
use syn::{Error, Result};

use crate::errors;

pub(crate) const NANOS_PER_SECOND: u128 = 1_000_000_000;

/// A unit, its length in nanoseconds, and what other libraries and languages call it.
const UNITS: [(&str, u128, &str); 7] = [
    ("ns", 1, "nano nanos nsec"),
    ("us", 1_000, "\u{b5}s \u{3bc}s usec micro micros"),
    ("ms", 1_000_000, "msec msecs milli millis"),
    ("s", NANOS_PER_SECOND, "sec secs second seconds"),
    ("m", 60 * NANOS_PER_SECOND, "min mins minute minutes"),
    ("h", 3_600 * NANOS_PER_SECOND, "hr hrs hour hours"),
    ("d", 86_400 * NANOS_PER_SECOND, "day days"),
];

/// The nanoseconds in one unit. Without a unit, a number counts seconds.
pub(crate) fn nanos_of(unit: &str, number: &str, at: Span) -> Result<u128> {
    if unit.is_empty() {
        return Ok(NANOS_PER_SECOND);
    }
    let known = UNITS.iter().find(|(name, ..)| *name == unit);
    known
        .map(|(_, nanos, _)| *nanos)
        .ok_or_else(|| unknown(unit, number, at))
}

fn unknown(unit: &str, number: &str, at: Span) -> Error {
    let is_name = |others: &str| others.split(' ').any(|other| other == unit);
    let meant = UNITS.iter().find(|(.., others)| is_name(others));
    match meant {
        Some((name, ..)) => errors::other_name_of_unit(at, unit, name, number),
        None => errors::unknown_unit(at, unit, UNITS.map(|(name, ..)| name).join("`, `")),
    }
}
