use core::time::Duration;
use std::{format, string::String};

const NANOS_PER_SECOND: u128 = 1_000_000_000;

/// Each unit in nanoseconds, the longest first.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", NANOS_PER_SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// The other names that `humantime` has for a unit.
const OTHER_NAMES: [(&str, &str); 7] = [
    ("d", "day days"),
    ("h", "hr hrs hour hours"),
    ("m", "min mins minute minutes"),
    ("s", "sec secs second seconds"),
    ("ms", "msec millis"),
    ("us", "usec micros \u{b5}s"),
    ("ns", "nsec nanos"),
];

/// Reads numbers with units, such as `250ms`, `1.5s` or `1m 30s`, or one number of seconds. Rounds each
/// down to a nanosecond.
pub(super) fn read(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    if !rest.contains(char::is_alphabetic) {
        return duration(part(rest, NANOS_PER_SECOND)?);
    }
    let mut nanos = 0_u128;
    while !rest.is_empty() {
        let (number, after) = split_at(rest, |c| !c.is_ascii_digit() && c != '.');
        let (unit, after) = split_at(after.trim_start(), |c| !c.is_alphabetic());
        nanos = nanos.checked_add(part(number, nanos_of(unit)?)?)?;
        rest = after.trim_start();
    }
    duration(nanos)
}

fn split_at(text: &str, end: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(end).unwrap_or(text.len()))
}

fn nanos_of(unit: &str) -> Option<u128> {
    let is_meant = |names: &str| names.split(' ').any(|name| name == unit);
    let other = OTHER_NAMES.iter().find(|(_, names)| is_meant(names));
    let unit = other.map_or(unit, |(unit, _)| *unit);
    let known = UNITS.iter().find(|(name, _)| *name == unit)?;
    Some(known.1)
}

/// The nanoseconds of a decimal number of a unit.
fn part(number: &str, nanos_of_unit: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    // `parse` takes a sign, and the cut below would panic inside of a character.
    let is_digit = |c: char| c.is_ascii_digit();
    if !whole.chars().chain(fraction.chars()).all(is_digit) {
        return None;
    }
    let nanos = whole.parse::<u128>().ok()?.checked_mul(nanos_of_unit)?;
    // A nanosecond is above 1e-14 days, so more digits change nothing.
    let fraction = &fraction[..fraction.len().min(14)];
    let digits = u32::try_from(fraction.len()).ok()?;
    let part = u128::from(fraction.parse::<u64>().ok()?) * nanos_of_unit / 10_u128.pow(digits);
    nanos.checked_add(part)
}

fn duration(nanos: u128) -> Option<Duration> {
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
