use core::{cmp::Reverse, time::Duration};
use std::{time::SystemTime, vec::Vec};

use http::HeaderMap;

use super::{
    header_values::{decimal, split, values},
    hint_form::{HintForm, WallClock, since_1970},
    hint_headers::{LIMITS, LimitForm, server_clock},
};

const RESET: HintForm = HintForm::SecondsOrUnixTime;

/// What a server says about the caller's rate limit: how many calls are left, and when there are more.
///
/// Successful responses have it too, so a caller can slow down before it is rejected. It is read from
/// these headers:
///
/// | headers | form |
/// |---|---|
/// | `RateLimit` | a list such as `"minute";r=0;t=30, "day";r=80;t=3600` (the IETF's draft-ietf-httpapi-ratelimit-headers), or `limit=100, remaining=0, reset=50` as in older versions of that draft |
/// | `RateLimit-Remaining`, with `RateLimit-Reset-After` or `RateLimit-Reset` | a header for each number |
/// | the same with `X-RateLimit-` or `X-Rate-Limit-` | the same |
/// | `X-RateLimit-Remaining-Requests` and `X-RateLimit-Reset-Requests`, also with `-Tokens` | requests and tokens as many providers of models count them |
/// | `anthropic-ratelimit-requests-remaining` and `anthropic-ratelimit-requests-reset`, also with `tokens`, `input-tokens` and `output-tokens` | those of Anthropic |
///
/// A limit that is used up counts first, in the order of the table. Among the limits of one row the one
/// with the fewest calls left counts, then the one with the longest wait.
///
/// A reset is a number of seconds (`1.5`), a duration (`6m0s`, `700ms`), a date, or, from 10⁹ on, a moment
/// in Unix time; from 10¹¹ on, that is in milliseconds. Dates and moments count from the response's own
/// `Date`, as in an [`Answer`](crate::http::Answer). Invalid values are ignored.
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
        Self::read(headers, &|| since_1970(SystemTime::now()))
    }

    /// The same, with this time as the wall clock's.
    #[must_use]
    pub fn at(headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        Self::read(headers, &|| since_1970(now))
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
        let now: WallClock<'_> = &|| server_clock(headers, now).unwrap_or_else(now);
        let reset_is_known = |limit: &Self| !limit.reset.is_zero();
        Self::nearest(headers, now, reset_is_known)
    }

    /// The limit that is used up, or else nearest to it, of those that the filter passes. The reset of one
    /// that is used up is zero if it is not known.
    pub(super) fn nearest(
        headers: &HeaderMap,
        now: WallClock<'_>,
        filter: impl Fn(&Self) -> bool,
    ) -> Option<Self> {
        let limits = LIMITS.iter().flat_map(|row| {
            Self::read_row(&row.form, headers, now)
                .into_iter()
                .map(|limit| (row.rank, limit))
        });
        let (_, nearest) =
            limits
                .filter(|(_, limit)| filter(limit))
                .min_by_key(|(rank, limit)| {
                    (
                        limit.remaining != Some(0),
                        limit.reset.is_zero(),
                        *rank,
                        limit.remaining.unwrap_or(u64::MAX),
                        Reverse(limit.reset),
                    )
                })?;
        Some(nearest)
    }

    fn read_row(form: &LimitForm, headers: &HeaderMap, now: WallClock<'_>) -> Vec<Self> {
        match form {
            LimitForm::List(name) => values(headers, name)
                .flat_map(|list| {
                    let named = split(list, ',').filter_map(move |item| {
                        let parameters = || split(item, ';').skip(1);
                        Self::from_parameters(parameters, ["r", "t"], now)
                    });
                    let parts = move || split(list, ',').flat_map(|item| split(item, ';'));
                    named.chain(Self::from_parameters(parts, ["remaining", "reset"], now))
                })
                .collect(),
            LimitForm::Pair { remaining, reset } => Self::new(
                values(headers, remaining).filter_map(calls_left).min(),
                values(headers, reset)
                    .filter_map(|text| RESET.read(text, now))
                    .max(),
            )
            .into_iter()
            .collect(),
        }
    }

    /// Two of the parameters `key=value`: the calls that are left, and the seconds until the reset.
    fn from_parameters<'h, I: Iterator<Item = &'h str>>(
        parameters: impl Fn() -> I,
        [remaining, reset]: [&str; 2],
        now: WallClock<'_>,
    ) -> Option<Self> {
        let find = |name| {
            parameters()
                .filter_map(|parameter| parameter.split_once('='))
                .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim())
        };
        Self::new(
            Some(calls_left(find(remaining)?)?),
            find(reset).and_then(|text| RESET.read(text, now)),
        )
    }

    /// Without a reset it only matters that nothing is left.
    fn new(remaining: Option<u64>, reset: Option<Duration>) -> Option<Self> {
        let reset = match reset {
            None if remaining == Some(0) => Duration::ZERO,
            reset => reset?,
        };
        Some(Self { remaining, reset })
    }
}

/// The calls that are left: a list has the fewest, parameters are ignored, a part of a call is none.
fn calls_left(text: &str) -> Option<u64> {
    text.split(',')
        .filter_map(|item| decimal(item.split(';').next()?.trim()))
        .map(|calls| calls.as_secs())
        .min()
}
