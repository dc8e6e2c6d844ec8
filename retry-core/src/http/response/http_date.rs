use core::iter;
use std::vec::Vec;

/// The days before each month, in a year that is not a leap year.
const DAYS_BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const DAY: u64 = 24 * 60 * 60;

/// A date and time in UTC. Later ones compare as greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct DateTime {
    year: u64,
    /// From 0.
    month: usize,
    /// From 1.
    day: u64,
    second: u64,
}

/// The Unix time of an HTTP date in one of the three forms of RFC 9110, 5.6.7; `None` for anything else
/// and for dates before 1970.
///
/// It accepts a wrong weekday, and second 60 as the second after 59: to reject them would only mean to
/// call the server too early. `now`, also in Unix time, is only called for a year of two digits.
pub(super) fn unix_time(text: &str, now: impl FnOnce() -> u64) -> Option<u64> {
    let parts: Vec<&str> = text
        .split([' ', ',', '-'])
        .filter(|part| !part.is_empty())
        .take(7)
        .collect();
    let (weekday, day, month, year, time) = match parts[..] {
        [weekday, day, month, year, time, zone] if zone.eq_ignore_ascii_case("GMT") => {
            (weekday, day, month, year, time)
        }
        [weekday, month, day, time, year] => (weekday, day, month, year, time),
        _ => return None,
    };
    if !is_weekday(weekday) {
        return None;
    }
    let month = MONTHS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(month))?;
    let day = number(day, 1..=2)?;
    let second = second_of_day(time)?;
    let in_year = |year| DateTime {
        year,
        month,
        day,
        second,
    };
    let date = match number(year, 2..=4)? {
        digits if year.len() == 2 => in_century(digits, in_year, now()),
        year => in_year(year),
    };
    let exists = (1..=days_in(date.year, month)).contains(&day);
    (exists && date.year >= 1970).then(|| days_until(date) * DAY + second)
}

/// Completes a year of two digits as RFC 9110 requires: with the latest century in which the date is at
/// most 50 years after `now`.
fn in_century(digits: u64, in_year: impl Fn(u64) -> DateTime, now: u64) -> DateTime {
    let now = date_time(now);
    let horizon = DateTime {
        year: now.year + 50,
        ..now
    };
    let latest = horizon.year - (horizon.year + 100 - digits) % 100;
    if in_year(latest) > horizon {
        in_year(latest - 100)
    } else {
        in_year(latest)
    }
}

/// The full name or its first three letters.
fn is_weekday(text: &str) -> bool {
    WEEKDAYS
        .iter()
        .any(|name| text.eq_ignore_ascii_case(name) || text.eq_ignore_ascii_case(&name[..3]))
}

/// `hh:mm:ss`, where `ss` may be 60.
fn second_of_day(time: &str) -> Option<u64> {
    let mut parts = time.split(':');
    let mut next = |most| {
        let part = number(parts.next()?, 2..=2)?;
        (part <= most).then_some(part)
    };
    let (hour, minute, second) = (next(23)?, next(59)?, next(60)?);
    parts
        .next()
        .is_none()
        .then_some((hour * 60 + minute) * 60 + second)
}

/// A number of ASCII digits only, with this many digits.
fn number(text: &str, digits: core::ops::RangeInclusive<usize>) -> Option<u64> {
    if digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

const fn is_leap(year: u64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: u64, month: usize) -> u64 {
    match month {
        1 => 28 + u64::from(is_leap(year)),
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

/// The days from 1970 to the first of January of a year, which is 1970 or later.
const fn days_until_year(year: u64) -> u64 {
    /// The leap years before a year.
    const fn leaps(year: u64) -> u64 {
        let before = year - 1;
        before / 4 - before / 100 + before / 400
    }
    365 * (year - 1970) + leaps(year) - leaps(1970)
}

/// The days from 1970 to a date of 1970 or later.
fn days_until(date: DateTime) -> u64 {
    let leap_day = u64::from(date.month > 1 && is_leap(date.year));
    days_until_year(date.year) + DAYS_BEFORE[date.month] + leap_day + date.day - 1
}

fn date_time(unix_time: u64) -> DateTime {
    let days = unix_time / DAY;
    // No year has more than 366 days, so this starts at most a few years too early.
    let year = iter::successors(Some(1970 + days / 366), |year| Some(year + 1))
        .find(|year| days_until_year(year + 1) > days)
        .unwrap_or(u64::MAX);
    let mut day = days - days_until_year(year);
    let mut month = 0;
    while day >= days_in(year, month) {
        day -= days_in(year, month);
        month += 1;
    }
    DateTime {
        year,
        month,
        day: day + 1,
        second: unix_time % DAY,
    }
}
