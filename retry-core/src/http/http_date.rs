use core::iter;
use std::vec::Vec;

/// Days before each month of a year that is no leap year.
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

/// A moment of the calendar, in UTC. Later moments compare as greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    year: u64,
    /// From 0.
    month: usize,
    /// From 1.
    day: u64,
    second: u64,
}

/// The Unix time of an HTTP date in any of the three forms of RFC 9110, 5.6.7; `None` for what is no
/// date, and for dates before 1970.
///
/// It is lenient where a strict reading would only lose a server's wish: a weekday that does not fit
/// its date is not held against it, and second 60 is the second after 59. `now`, in Unix time too, is
/// asked for only where a year has two digits.
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
    let in_year = |year| Moment {
        year,
        month,
        day,
        second,
    };
    let moment = match number(year, 2..=4)? {
        digits if year.len() == 2 => in_century(digits, in_year, now()),
        year => in_year(year),
    };
    let exists = (1..=days_in(moment.year, month)).contains(&day);
    (exists && moment.year >= 1970).then(|| days_until(moment) * DAY + second)
}

/// Puts a year of two digits into its century: the latest one in which the date is not more than 50
/// years ahead of `now`, as RFC 9110 asks for.
fn in_century(digits: u64, in_year: impl Fn(u64) -> Moment, now: u64) -> Moment {
    let now = moment_of(now);
    let horizon = Moment {
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

/// The whole name or its first three letters.
fn is_weekday(text: &str) -> bool {
    WEEKDAYS
        .iter()
        .any(|name| text.eq_ignore_ascii_case(name) || text.eq_ignore_ascii_case(&name[..3]))
}

/// `hh:mm:ss`, with a leap second.
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

/// Digits alone, this many of them.
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

/// Days from 1970 to the first of January of a year from 1970 on.
const fn days_until_year(year: u64) -> u64 {
    /// Leap years before a year.
    const fn leaps(year: u64) -> u64 {
        let before = year - 1;
        before / 4 - before / 100 + before / 400
    }
    365 * (year - 1970) + leaps(year) - leaps(1970)
}

/// Days from 1970 to a moment of 1970 or later.
fn days_until(moment: Moment) -> u64 {
    let leap_day = u64::from(moment.month > 1 && is_leap(moment.year));
    days_until_year(moment.year) + DAYS_BEFORE[moment.month] + leap_day + moment.day - 1
}

fn moment_of(unix_time: u64) -> Moment {
    let days = unix_time / DAY;
    // No year is longer than 366 days, so this starts low and is soon there.
    let year = iter::successors(Some(1970 + days / 366), |year| Some(year + 1))
        .find(|year| days_until_year(year + 1) > days)
        .unwrap_or(u64::MAX);
    let mut day = days - days_until_year(year);
    let mut month = 0;
    while day >= days_in(year, month) {
        day -= days_in(year, month);
        month += 1;
    }
    Moment {
        year,
        month,
        day: day + 1,
        second: unix_time % DAY,
    }
}
