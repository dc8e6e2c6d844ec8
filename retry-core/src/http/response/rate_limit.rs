use core::{cmp::Reverse, time::Duration};
use std::time::SystemTime;

use http::HeaderMap;

use super::{
    header_values::{split, values, whole_number},
    hint_form::WallClock,
    hint_headers::{LIMITS, LimitHeaders},
};

/// What a server says about the caller's rate limit: how many calls are left, and when there are more.
///
/// Successful responses have it too, so a caller can slow down before it is rejected. It is read from
/// the first of these headers that is present and valid:
///
/// | headers | form |
/// |---|---|
/// | `RateLimit` | a list such as `"minute";r=0;t=30, "day";r=80;t=3600` (the IETF's draft-ietf-httpapi-ratelimit-headers); of several limits, the one with the fewest calls left counts, then the one with the longest wait |
/// | `RateLimit-Remaining`, `RateLimit-Reset` | numbers, as in older versions of that draft |
/// | `X-RateLimit-Remaining`, `X-RateLimit-Reset` | the same |
///
/// A reset is a number of seconds or, from 10⁹ on, a moment in Unix time; from 10¹¹ on, that is in
/// milliseconds. Invalid values are ignored.
///
/// ```
/// use core::time::Duration;
/// use http::HeaderMap;
/// use retry_core::http::RateLimit;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("ratelimit", r#""minute";r=0;t=30"#.parse()?);
/// let limit = RateLimit::of(&headers).expect("it is valid");
/// assert_eq!(limit.remaining(), Some(0));
/// assert_eq!(limit.reset(), Duration::from_secs(30));
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    remaining: Option<u64>,
    reset: Duration,
}

impl RateLimit {
    /// Reads it from the headers of a response. The wall clock is read if they contain a moment.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        Self::read(headers, &SystemTime::now)
    }

    /// The same, with this time as the wall clock's.
    #[must_use]
    pub fn at(headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        Self::read(headers, &|| now)
    }

    /// How many calls are left until the reset; `None` if the server does not say.
    #[must_use]
    pub const fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    /// The time until there are more.
    #[must_use]
    pub const fn reset(&self) -> Duration {
        self.reset
    }

    pub(super) fn read(headers: &HeaderMap, now: WallClock<'_>) -> Option<Self> {
        LIMITS.iter().find_map(|row| match row {
            LimitHeaders::List(name) => values(headers, name)
                .flat_map(|list| split(list, ','))
                .filter_map(Self::from_item)
                .min_by_key(|limit| (limit.remaining, Reverse(limit.reset))),
            LimitHeaders::Pair {
                remaining,
                reset,
                reset_form,
            } => Some(Self {
                remaining: values(headers, remaining).filter_map(whole_number).min(),
                reset: values(headers, reset)
                    .filter_map(|text| reset_form.read(text, now))
                    .max()?,
            }),
        })
    }

    /// One item of the list: a name with the parameters `r` and `t`.
    fn from_item(item: &str) -> Option<Self> {
        let number = |name| {
            split(item, ';')
                .skip(1)
                .filter_map(|parameter| parameter.split_once('='))
                .filter(|(key, _)| key.trim() == name)
                .find_map(|(_, value)| whole_number(value.trim()))
        };
        let (remaining, seconds) = (number("r")?, number("t")?);
        (seconds > 0).then(|| Self {
            remaining: Some(remaining),
            reset: Duration::from_secs(seconds),
        })
    }
}
