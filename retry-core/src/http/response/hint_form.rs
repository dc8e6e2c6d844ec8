use core::{iter, time::Duration};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::{
    header_values::{decimal, split},
    moment::{is_weekday, unix_time},
};

/// The clock that dates and moments count from, in Unix time. It is read only for them.
pub(super) type WallClock<'a> = &'a dyn Fn() -> Duration;

/// What a number is in a header that writes a delay. Durations with units and dates are read in all of
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HintForm {
    /// Seconds. The header has no smaller unit, so fractions are rounded up, also those of durations.
    WholeSeconds,
    /// Seconds, or a moment in Unix time, in seconds or milliseconds. The size tells which.
    SecondsOrUnixTime,
    /// Milliseconds.
    Milliseconds,
}

/// From here on a number of seconds is a moment: 2001-09-09, in seconds since 1970.
const FIRST_MOMENT: Duration = Duration::from_secs(1_000_000_000);
/// From here on a moment is in milliseconds. In seconds it would be in the year 5138.
const FIRST_MOMENT_IN_MILLIS: Duration = Duration::from_secs(100_000_000_000);

impl HintForm {
    /// The delay that a value asks for: zero when that is past, `None` when it is invalid. Of a list it
    /// is the longest.
    pub(super) fn read(self, text: &str, now: WallClock<'_>) -> Option<Duration> {
        // First as one value, because dates and durations may contain commas.
        iter::once(text)
            .chain(items(text))
            .filter_map(|item| self.read_item(unquoted(item), now))
            .max()
    }

    fn read_item(self, text: &str, now: WallClock<'_>) -> Option<Duration> {
        if let Some(number) = decimal(text) {
            return Some(self.delay(number, now));
        }
        if text.starts_with(['+', '-']) {
            return None;
        }
        let text = text.to_ascii_lowercase();
        match duration(&text) {
            Some(delay) if self == Self::WholeSeconds => Some(whole_seconds(delay)),
            Some(delay) => Some(delay),
            None => Some(unix_time(&text, now)?.saturating_sub(now())),
        }
    }

    /// The delay of a number, which is given as if it were of seconds.
    fn delay(self, number: Duration, now: WallClock<'_>) -> Duration {
        let millis = || whole_seconds(number) / 1000;
        match self {
            Self::WholeSeconds => whole_seconds(number),
            Self::Milliseconds => millis(),
            Self::SecondsOrUnixTime if number < FIRST_MOMENT => number,
            Self::SecondsOrUnixTime if number < FIRST_MOMENT_IN_MILLIS => {
                number.saturating_sub(now())
            }
            Self::SecondsOrUnixTime => millis().saturating_sub(now()),
        }
    }
}

/// The items of a list. The comma after a weekday belongs to the date.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let (mut start, mut end) = (0, 0);
    split(text, ',').filter_map(move |piece| {
        end += piece.len();
        let item = &text[start..end];
        end += 1;
        if is_weekday(piece.trim()) {
            return None;
        }
        start = end;
        Some(item)
    })
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(text).trim()
}

/// A duration such as `6m0s`, `2.5 hours`, `1d` or `PT30S`, but no time of day.
fn duration(text: &str) -> Option<Duration> {
    if text.contains(':') {
        return None;
    }
    let signed = text.parse::<SignedDuration>().or_else(|_| {
        let span: Span = text.parse()?;
        span.to_duration(SpanRelativeTo::days_are_24_hours())
    });
    signed.ok()?.try_into().ok()
}

/// The duration, rounded up to a second.
fn whole_seconds(duration: Duration) -> Duration {
    let has_rest = duration.subsec_nanos() > 0;
    Duration::from_secs(duration.as_secs().saturating_add(has_rest.into()))
}

/// A clock that is set to a time before 1970 is wrong anyway, and counts as set to 1970.
pub(super) fn since_1970(now: SystemTime) -> Duration {
    now.duration_since(UNIX_EPOCH).unwrap_or_default()
}
