use core::time::Duration;

use http::{HeaderMap, HeaderName, header::RETRY_AFTER};

use super::{
    header_values::values,
    hint_form::{HintForm, WallClock},
};

/// See gRFC A6.
const PUSHBACK: HeaderName = HeaderName::from_static("grpc-retry-pushback-ms");

/// A header that asks for a delay.
struct DelayHeader {
    name: HeaderName,
    form: HintForm,
}

/// The headers that ask for a delay. The first one that has a valid value counts.
static DELAYS: [DelayHeader; 2] = [
    DelayHeader {
        name: RETRY_AFTER,
        form: HintForm::SecondsOrDate,
    },
    DelayHeader {
        name: PUSHBACK,
        form: HintForm::Milliseconds,
    },
];

/// The headers of a rate limit.
pub(super) enum LimitHeaders {
    /// One list of limits, each with a name and the parameters `r` (remaining) and `t` (seconds).
    List(HeaderName),
    /// A header for each number.
    Pair {
        remaining: HeaderName,
        reset: HeaderName,
        reset_form: HintForm,
    },
}

/// The headers of rate limits. The first ones that are valid count.
pub(super) static LIMITS: [LimitHeaders; 3] = [
    LimitHeaders::List(HeaderName::from_static("ratelimit")),
    LimitHeaders::Pair {
        remaining: HeaderName::from_static("ratelimit-remaining"),
        reset: HeaderName::from_static("ratelimit-reset"),
        reset_form: HintForm::SecondsOrUnixTime,
    },
    LimitHeaders::Pair {
        remaining: HeaderName::from_static("x-ratelimit-remaining"),
        reset: HeaderName::from_static("x-ratelimit-reset"),
        reset_form: HintForm::SecondsOrUnixTime,
    },
];

/// The delay that these headers ask for. Of a repeated header the longest delay counts, so that no
/// server is called earlier than it asked.
pub(super) fn requested_delay(headers: &HeaderMap, now: WallClock<'_>) -> Option<Duration> {
    DELAYS.iter().find_map(|header| {
        values(headers, &header.name)
            .filter_map(|text| header.form.read(text, now))
            .max()
    })
}

/// Whether there is a `Retry-After` that is not empty, valid or not.
pub(super) fn has_retry_after(headers: &HeaderMap) -> bool {
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .any(|value| !value.is_empty())
}

/// Whether a gRPC server forbids a retry: it does so with a delay that is not a number.
#[cfg(feature = "tower")]
pub(in crate::http) fn forbids_retry(headers: &HeaderMap) -> bool {
    use super::header_values::whole_number;

    headers.contains_key(&PUSHBACK)
        && !values(headers, &PUSHBACK).all(|text| whole_number(text).is_some())
}
