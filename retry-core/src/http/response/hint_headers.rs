use core::time::Duration;

use http::{
    HeaderMap, HeaderName,
    header::{AGE, DATE, RETRY_AFTER},
};

use super::{
    header_values::values,
    hint_form::{HintForm, WallClock},
    moment::unix_time,
};

const SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");
/// See gRFC A6.
const PUSHBACK: HeaderName = HeaderName::from_static("grpc-retry-pushback-ms");

/// A header that asks for a delay.
struct DelayHeader {
    name: HeaderName,
    form: HintForm,
}

impl DelayHeader {
    const fn seconds(name: HeaderName) -> Self {
        let form = HintForm::WholeSeconds;
        Self { name, form }
    }

    const fn millis(name: HeaderName) -> Self {
        let form = HintForm::Milliseconds;
        Self { name, form }
    }

    fn read(&self, headers: &HeaderMap, now: WallClock<'_>) -> Option<Duration> {
        values(headers, &self.name)
            .filter_map(|text| self.form.read(text, now))
            .max()
    }
}

/// The headers that ask for a delay. A response that has several says the same in different units.
static DELAYS: [DelayHeader; 4] = [
    DelayHeader::seconds(RETRY_AFTER),
    DelayHeader::millis(HeaderName::from_static("retry-after-ms")),
    DelayHeader::millis(HeaderName::from_static("x-ms-retry-after-ms")),
    DelayHeader::millis(PUSHBACK),
];

/// The headers of a rate limit.
pub(super) struct LimitHeaders {
    /// The lower one counts when the same limit is written in several ways. Limits of the same rank are
    /// different limits.
    pub(super) rank: u8,
    pub(super) form: LimitForm,
}

pub(super) enum LimitForm {
    /// One list of limits, each with a name and the parameters `r` (remaining) and `t` (seconds), or
    /// one limit with `remaining` and `reset`.
    List(HeaderName),
    /// A header for each number.
    Pair {
        remaining: HeaderName,
        reset: HeaderName,
    },
}

const fn pair(rank: u8, remaining: &'static str, reset: &'static str) -> LimitHeaders {
    let form = LimitForm::Pair {
        remaining: HeaderName::from_static(remaining),
        reset: HeaderName::from_static(reset),
    };
    LimitHeaders { rank, form }
}

/// The headers of rate limits.
#[rustfmt::skip]
pub(super) static LIMITS: [LimitHeaders; 13] = [
    LimitHeaders {
        rank: 0,
        form: LimitForm::List(HeaderName::from_static("ratelimit")),
    },
    pair(1, "ratelimit-remaining", "ratelimit-reset-after"),
    pair(2, "ratelimit-remaining", "ratelimit-reset"),
    pair(3, "x-ratelimit-remaining", "x-ratelimit-reset-after"),
    pair(4, "x-ratelimit-remaining", "x-ratelimit-reset"),
    pair(5, "x-rate-limit-remaining", "x-rate-limit-reset-after"),
    pair(6, "x-rate-limit-remaining", "x-rate-limit-reset"),
    pair(7, "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
    pair(7, "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
    pair(8, "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
    pair(8, "anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
    pair(8, "anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"),
    pair(8, "anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"),
];

/// The delay that any of these headers asks for, zero too. The longest counts, so that no server is
/// called earlier than it asked.
pub(super) fn requested_delay(headers: &HeaderMap, now: WallClock<'_>) -> Option<Duration> {
    DELAYS
        .iter()
        .filter_map(|header| header.read(headers, now))
        .max()
}

/// The same of `Retry-After` alone.
pub(super) fn retry_after(headers: &HeaderMap, now: WallClock<'_>) -> Option<Duration> {
    DelayHeader::seconds(RETRY_AFTER).read(headers, now)
}

/// Whether there is a `Retry-After` that is not empty, valid or not.
pub(super) fn has_retry_after(headers: &HeaderMap) -> bool {
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .any(|value| !value.is_empty())
}

/// What the server says about a retry, with or without a delay.
pub(super) fn should_retry(headers: &HeaderMap) -> Option<bool> {
    let says = |word| values(headers, &SHOULD_RETRY).any(|text| text.eq_ignore_ascii_case(word));
    match (says("true"), says("false")) {
        (_, true) => Some(false),
        (true, false) => Some(true),
        (false, false) => None,
    }
}

/// The server's clock when it answered, in Unix time, if that is known: of a stored answer it is not.
pub(super) fn server_clock(headers: &HeaderMap, now: WallClock<'_>) -> Option<Duration> {
    if headers.contains_key(AGE) {
        return None;
    }
    values(headers, &DATE).find_map(|text| unix_time(text, now))
}

/// Whether a gRPC server forbids a retry: it does so with a delay that is not a number.
#[cfg(feature = "tower")]
pub(in crate::http) fn forbids_retry(headers: &HeaderMap) -> bool {
    use super::header_values::whole_number;

    headers.contains_key(&PUSHBACK)
        && !values(headers, &PUSHBACK).all(|text| whole_number(text).is_some())
}
