use core::time::Duration;
use std::time::SystemTime;

use http::{HeaderMap, HeaderName};

use super::hint::{WallClock, some, until, values, whole_number};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The headers that came before `RateLimit`, the standard draft's older ones first.
const OLDER: [(HeaderName, HeaderName); 2] = [
    (
        HeaderName::from_static("ratelimit-remaining"),
        HeaderName::from_static("ratelimit-reset"),
    ),
    (
        HeaderName::from_static("x-ratelimit-remaining"),
        HeaderName::from_static("x-ratelimit-reset"),
    ),
];

/// What a server says of the caller's rate limit: how many calls are left, and when there are more.
///
/// A call that succeeds carries it too, so that a caller can hold back before it is refused. Read from
/// the first of these headers that is there and valid:
///
/// | headers | form |
/// |---|---|
/// | `RateLimit` | a list such as `"minute";r=0;t=30, "day";r=80;t=3600` (the IETF's draft-ietf-httpapi-ratelimit-headers): of several limits, the one with the least left, then the longest wait |
/// | `RateLimit-Remaining`, `RateLimit-Reset` | numbers, as in older versions of that draft |
/// | `X-RateLimit-Remaining`, `X-RateLimit-Reset` | the same |
///
/// A reset is a number of seconds or, from 10⁹ on, a moment in Unix time, in milliseconds from 10¹¹
/// on. What is not valid is left out.
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
    /// Reads it from the headers of a response. The wall clock is read if they name a moment.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        Self::read(headers, &SystemTime::now)
    }

    /// The same, at this moment by the wall clock.
    #[must_use]
    pub fn at(headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        Self::read(headers, &|| now)
    }

    /// How many calls are left until the reset; `None` where the server does not tell.
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
        values(headers, &RATE_LIMIT)
            .flat_map(|list| split(list, ','))
            .filter_map(Self::parse)
            .min_by_key(|limit| (limit.remaining, core::cmp::Reverse(limit.reset)))
            .or_else(|| {
                OLDER
                    .iter()
                    .find_map(|(remaining, reset)| Self::older(headers, remaining, reset, now))
            })
    }

    /// One item of the list: a name with the parameters `r` and `t`.
    fn parse(item: &str) -> Option<Self> {
        let parameter = |name| {
            split(item, ';').skip(1).find_map(|parameter| {
                let (key, value) = parameter.split_once('=')?;
                (key.trim() == name)
                    .then(|| whole_number(value.trim()))
                    .flatten()
            })
        };
        Some(Self {
            remaining: Some(parameter("r")?),
            reset: some(Duration::from_secs(parameter("t")?))?,
        })
    }

    fn older(
        headers: &HeaderMap,
        remaining: &HeaderName,
        reset: &HeaderName,
        now: WallClock<'_>,
    ) -> Option<Self> {
        let time_left = |text| {
            let number = whole_number(text)?;
            match number {
                0..1_000_000_000 => some(Duration::from_secs(number)),
                1_000_000_000..100_000_000_000 => until(Duration::from_secs(number), now),
                _ => until(Duration::from_millis(number), now),
            }
        };
        Some(Self {
            remaining: values(headers, remaining).filter_map(whole_number).min(),
            reset: values(headers, reset).filter_map(time_left).max()?,
        })
    }
}

/// The parts between separators, those in quoted strings apart.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |c| {
        let ends = c == separator && !is_quoted;
        if c == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = is_quoted && c == '\\' && !is_escaped;
        ends
    })
}
