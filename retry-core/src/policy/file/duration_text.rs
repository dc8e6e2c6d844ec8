use core::time::Duration;
use std::{format, string::String};

const NANOS_PER_SECOND: u128 = 1_000_000_000;

/// Each unit in nanoseconds, the longest first.
const UNITS: [(&str, u128); 6] = [
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", NANOS_PER_SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Reads a number with a unit, such as `250ms` or `1.5s`, or a number of seconds. Rounds down to a
/// nanosecond.
pub(super) fn read(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let nanos_of_unit = match unit.trim_start() {
        "" => NANOS_PER_SECOND,
        unit => UNITS.iter().find(|(name, _)| *name == unit)?.1,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let nanos = whole.parse::<u128>().ok()?.checked_mul(nanos_of_unit)?;
    // A nanosecond is above 1e-13 hours, so more digits change nothing.
    let fraction = &fraction[..fraction.len().min(13)];
    let digits = u32::try_from(fraction.len()).ok()?;
    let part = u128::from(fraction.parse::<u64>().ok()?) * nanos_of_unit / 10_u128.pow(digits);
    let nanos = nanos.checked_add(part)?;
    let seconds = u64::try_from(nanos / NANOS_PER_SECOND).ok()?;
    let nanos = u32::try_from(nanos % NANOS_PER_SECOND).ok()?;
    Some(Duration::new(seconds, nanos))
}

/// Writes a duration in the longest unit that gives a whole number.
pub(super) fn write(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    if nanos == 0 {
        return "0s".into();
    }
    let whole = UNITS.iter().find(|(_, unit)| nanos % unit == 0);
    whole.map_or_else(String::new, |(name, unit)| {
        format!("{}{name}", nanos / unit)
    })
}
