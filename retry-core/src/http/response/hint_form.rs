use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{header_values::whole_number, http_date::unix_time};

/// The wall clock. It is read only when a header contains a date.
pub(super) type WallClock<'a> = &'a dyn Fn() -> SystemTime;

/// How a header writes a delay.
#[derive(Clone, Copy, Debug)]
pub(super) enum HintForm {
    /// A number of seconds, or an HTTP date.
    SecondsOrDate,
    /// A number of seconds, or a moment in Unix time, in seconds or milliseconds. The size tells which.
    SecondsOrUnixTime,
    /// A number of milliseconds.
    Milliseconds,
}

/// From here on a number of seconds is a moment: 2001-09-09, in seconds since 1970.
const FIRST_MOMENT: u64 = 1_000_000_000;
/// From here on a moment is in milliseconds. In seconds it would be in the year 5138.
const FIRST_MOMENT_IN_MILLIS: u64 = 100_000_000_000;

impl HintForm {
    /// The delay that a value asks for: `None` when it is invalid, zero, or in the past.
    pub(super) fn read(self, text: &str, now: WallClock<'_>) -> Option<Duration> {
        let delay = match self {
            Self::SecondsOrDate => match whole_number(text) {
                Some(seconds) => Duration::from_secs(seconds),
                None => time_until(http_date(text, now)?, now)?,
            },
            Self::SecondsOrUnixTime => match whole_number(text)? {
                seconds @ ..FIRST_MOMENT => Duration::from_secs(seconds),
                seconds @ ..FIRST_MOMENT_IN_MILLIS => {
                    time_until(Duration::from_secs(seconds), now)?
                }
                millis => time_until(Duration::from_millis(millis), now)?,
            },
            Self::Milliseconds => Duration::from_millis(whole_number(text)?),
        };
        (!delay.is_zero()).then_some(delay)
    }
}

fn http_date(text: &str, now: WallClock<'_>) -> Option<Duration> {
    let seconds = unix_time(text, || since_1970(now()).as_secs())?;
    Some(Duration::from_secs(seconds))
}

/// The time until a moment, given in Unix time: `None` when it is past.
fn time_until(unix_time: Duration, now: WallClock<'_>) -> Option<Duration> {
    unix_time.checked_sub(since_1970(now()))
}

/// A clock that is set to a time before 1970 is wrong anyway, and counts as set to 1970.
fn since_1970(now: SystemTime) -> Duration {
    now.duration_since(UNIX_EPOCH).unwrap_or_default()
}
