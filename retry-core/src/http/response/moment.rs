use core::time::Duration;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    fmt::{strtime::BrokenDownTime, temporal::Pieces},
    tz::Offset,
};

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// How HTTP dates are written once the weekday, commas and hyphens are gone: the forms of RFC 9110,
/// 5.6.7, with a year of two digits or of four.
static FORMS: [DateForm; 4] = [
    DateForm::new("%d %b %y %H:%M:%S", true, true),
    DateForm::new("%d %b %Y %H:%M:%S", false, true),
    DateForm::new("%b %d %H:%M:%S %y", true, false),
    DateForm::new("%b %d %H:%M:%S %Y", false, false),
];

struct DateForm {
    format: &'static str,
    is_year_short: bool,
    needs_zone: bool,
}

impl DateForm {
    const fn new(format: &'static str, is_year_short: bool, needs_zone: bool) -> Self {
        Self {
            format,
            is_year_short,
            needs_zone,
        }
    }

    /// `now`, in Unix time, is only called for a year of two digits.
    fn read(&self, text: &str, now: &dyn Fn() -> Duration) -> Option<DateTime> {
        let fields = BrokenDownTime::parse(self.format, text).ok()?;
        let (month, day) = (fields.month()?, fields.day()?);
        let time = Time::new(fields.hour()?, fields.minute()?, fields.second()?, 0).ok()?;
        let year = if self.is_year_short {
            in_century(fields.year()?.rem_euclid(100), (month, day, time), now())?
        } else {
            fields.year()?
        };
        // The fields are not asked for the date, because they would reject a wrong weekday.
        Some(Date::new(year, month, day).ok()?.to_datetime(time))
    }
}

/// The Unix time of an HTTP date or of a date and time of ISO 8601; `None` for anything else, zero for
/// what is before 1970.
///
/// Without a zone it is UTC. It accepts a wrong weekday, and second 60 as the second after 59: to reject
/// them would only mean to call the server too early.
pub(super) fn unix_time(text: &str, now: &dyn Fn() -> Duration) -> Option<Duration> {
    let (local, offset) = iso_8601(text).or_else(|| http_date(text, now))?;
    // Not by way of a `Timestamp`, which ends a day before the year 9999 does.
    let since_1970 =
        local.duration_since(EPOCH) - SignedDuration::from_secs(offset.seconds().into());
    let leap = Duration::from_secs(u64::from(text.contains(":60")));
    Some(Duration::try_from(since_1970).unwrap_or_default() + leap)
}

/// The full English name of a day of the week, or its first three letters.
pub(super) fn is_weekday(text: &str) -> bool {
    ["%A", "%a"]
        .iter()
        .any(|format| BrokenDownTime::parse(format, text).is_ok())
}

fn iso_8601(text: &str) -> Option<(DateTime, Offset)> {
    let pieces = Pieces::parse(text).ok()?;
    let local = pieces.date().to_datetime(pieces.time()?);
    Some((local, pieces.to_numeric_offset().unwrap_or(Offset::UTC)))
}

fn http_date(text: &str, now: &dyn Fn() -> Duration) -> Option<(DateTime, Offset)> {
    let (weekday, rest) = text.split_once([',', ' '])?;
    if !is_weekday(weekday) {
        return None;
    }
    let zoned = rest
        .rsplit_once(' ')
        .and_then(|(date, zone)| Some((date, offset(zone)?)));
    let (date, offset) = match zoned {
        Some((date, offset)) => (date, Some(offset)),
        None => (rest, None),
    };
    let date = date.replace('-', " ");
    FORMS
        .iter()
        .filter(|form| offset.is_some() || !form.needs_zone)
        .find_map(|form| form.read(date.trim(), now))
        .map(|local| (local, offset.unwrap_or(Offset::UTC)))
}

fn offset(zone: &str) -> Option<Offset> {
    if ["GMT", "UTC"]
        .iter()
        .any(|utc| zone.eq_ignore_ascii_case(utc))
    {
        return Some(Offset::UTC);
    }
    ["%z", "%:z"]
        .iter()
        .find_map(|format| BrokenDownTime::parse(format, zone).ok()?.offset())
}

/// Completes a year of two digits as RFC 9110 requires: with the latest century in which the date is at
/// most 50 years after `now`.
fn in_century(digits: i16, date: (i8, i8, Time), now: Duration) -> Option<i16> {
    let now = Timestamp::from_second(now.as_secs().try_into().ok()?).ok()?;
    let now = Offset::UTC.to_datetime(now);
    let horizon = now.year() + 50;
    let latest = horizon - (horizon - digits).rem_euclid(100);
    let is_beyond = (latest, date) > (horizon, (now.month(), now.day(), now.time()));
    Some(if is_beyond { latest - 100 } else { latest })
}
