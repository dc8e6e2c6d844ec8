use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, header::RETRY_AFTER};

use super::http_date;

const PUSHBACK: HeaderName = HeaderName::from_static("grpc-retry-pushback-ms");

/// Which headers a policy takes a hint from: a delay that the server asks for.
///
/// `Retry-After` wins where an answer has both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hints {
    /// `Retry-After`, then `RateLimit`, `RateLimit-Reset` and `X-RateLimit-Reset`.
    #[default]
    All,
    /// `Retry-After` alone.
    RetryAfter,
    /// None: the backoff decides. For servers whose hints are known to be wrong.
    Ignored,
}

/// The wall clock, which is read only where a header names a date.
pub(super) type WallClock<'a> = &'a dyn Fn() -> SystemTime;

/// What `Retry-After` asks for: a number of seconds, or an HTTP date. The longest where the header is
/// repeated, so that no server is called earlier than it asked. What is not valid, not above zero or
/// in the past is no hint.
pub(super) fn retry_after(headers: &HeaderMap, now: WallClock<'_>) -> Option<Duration> {
    let delay = |text: &str| {
        if let Some(seconds) = whole_number(text) {
            return some(Duration::from_secs(seconds));
        }
        let unix_time = http_date::unix_time(text, || since_epoch(now()).as_secs())?;
        until(Duration::from_secs(unix_time), now)
    };
    values(headers, &RETRY_AFTER).filter_map(delay).max()
}

/// What a gRPC server asks for, in milliseconds (gRFC A6).
pub(super) fn pushback(headers: &HeaderMap) -> Option<Duration> {
    values(headers, &PUSHBACK)
        .filter_map(whole_number)
        .filter_map(|millis| some(Duration::from_millis(millis)))
        .max()
}

/// Whether a gRPC server asks not to be called again: by a delay that is none.
#[cfg(feature = "tower")]
pub(super) fn forbids_retry(headers: &HeaderMap) -> bool {
    headers.contains_key(&PUSHBACK)
        && !values(headers, &PUSHBACK).all(|text| whole_number(text).is_some())
}

/// Whether there is a `Retry-After` with anything in it.
pub(super) fn names_retry_after(headers: &HeaderMap) -> bool {
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .any(|value| !value.is_empty())
}

/// The values of a header that are text, without the white space around them.
pub(super) fn values<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = &'h str> + use<'h> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| core::str::from_utf8(value.as_bytes()).ok())
        .map(|text| text.trim_matches([' ', '\t']))
}

/// Digits alone: no sign, no fraction, no digits of other scripts. It saturates.
pub(super) fn whole_number(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Nothing but its size can be wrong with it.
    Some(text.parse().unwrap_or(u64::MAX))
}

/// The time left until a moment, given in Unix time: `None` when it is past.
pub(super) fn until(unix_time: Duration, now: WallClock<'_>) -> Option<Duration> {
    unix_time.checked_sub(since_epoch(now())).and_then(some)
}

/// A clock that stands before 1970 is wrong anyway.
fn since_epoch(now: SystemTime) -> Duration {
    now.duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// A delay of zero asks for nothing.
pub(super) fn some(delay: Duration) -> Option<Duration> {
    (!delay.is_zero()).then_some(delay)
}
