use core::time::Duration;
use std::time::SystemTime;

use http::{HeaderMap, StatusCode};

use super::{
    hint_form::{WallClock, since_1970},
    hint_headers::{has_retry_after, requested_delay, retry_after, server_clock, should_retry},
    rate_limit::RateLimit,
};
use crate::{http::policy::Hints, outcome::Verdict};

/// What a response says about a retry: its status, and the delay that the server asks for.
///
/// It is `Copy` and can be stored where the response cannot: in a
/// [`FailureKind`](crate::http::FailureKind), in a queue, in a log.
///
/// The delay is read from the first of these that is valid:
///
/// 1. `Retry-After`, `retry-after-ms`, `x-ms-retry-after-ms`, `grpc-retry-pushback-ms`. If there are
///    several, or one is repeated or a list, the longest delay counts. One that asks for nothing (zero, a
///    date in the past) is valid too, and means that the limits below do not count.
/// 2. The reset of a [`RateLimit`] that has nothing left. If the status is 429, one that does not say what
///    is left counts as well.
///
/// A `Retry-After` is a number of seconds, a duration with units (`30s`, `1m0s`), or a date: an HTTP date in
/// one of its three forms (RFC 9110, 5.6.7), with `GMT`, `UTC` or an offset, or a date and time of ISO 8601.
/// Numbers and durations are rounded up to a second and saturate. A date counts from the answer's own
/// `Date`, so a server whose clock is off is not called too early. Where `Date` is missing, or an `Age`
/// says that the answer was stored, it counts from the local clock.
///
/// A value with a sign or an exponent, and anything else that is invalid, is no hint and never an error.
///
/// ```
/// use core::time::Duration;
/// use http::{HeaderMap, StatusCode};
/// use retry_core::http::Answer;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("retry-after", "120".parse()?);
/// let answer = Answer::of(StatusCode::SERVICE_UNAVAILABLE, &headers);
/// assert_eq!(answer.retry_after(), Some(Duration::from_secs(120)));
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    status: StatusCode,
    /// Zero if the server asked for nothing, as in the next two.
    requested_delay: Option<Duration>,
    /// What `Retry-After` asks for without a look at any other header.
    retry_after: Option<Duration>,
    /// The reset of a limit that has nothing left.
    limit_reset: Option<Duration>,
    has_retry_after: bool,
    should_retry: Option<bool>,
}

impl Answer {
    /// Reads it from a response. The wall clock is read if a header contains a date.
    #[must_use]
    pub fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        Self::read(status, headers, &|| since_1970(SystemTime::now()))
    }

    /// The same, with this time as the wall clock's.
    #[must_use]
    pub fn at(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Self {
        Self::read(status, headers, &|| since_1970(now))
    }

    fn read(status: StatusCode, headers: &HeaderMap, local: WallClock<'_>) -> Self {
        let server: WallClock<'_> = &|| server_clock(headers, local).unwrap_or_else(local);
        // A 429 says that nothing is left, even when the limit does not.
        let has_nothing_left = |limit: &RateLimit| match limit.remaining() {
            Some(remaining) => remaining == 0,
            None => status == StatusCode::TOO_MANY_REQUESTS,
        };
        Self {
            status,
            requested_delay: requested_delay(headers, server),
            retry_after: retry_after(headers, local),
            limit_reset: RateLimit::nearest(headers, server, has_nothing_left)
                .map(|limit| limit.reset()),
            has_retry_after: has_retry_after(headers),
            should_retry: should_retry(headers),
        }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The status as a number in text.
    pub(in crate::http) fn status_text(&self) -> &str {
        self.status.as_str()
    }

    /// The delay that the server asked for.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.hint(Hints::All)
    }

    /// The delay that the server asked for, in one of these headers.
    pub(in crate::http) fn hint(&self, from: Hints) -> Option<Duration> {
        let hint = match from {
            Hints::All => self.requested_delay.or(self.limit_reset),
            Hints::RetryAfter => self.retry_after,
            Hints::Ignored => None,
        };
        hint.filter(|delay| !delay.is_zero())
    }

    /// The time until the reset of a rate limit that has nothing left.
    pub(in crate::http) fn limit_reset(&self) -> Option<Duration> {
        self.limit_reset.filter(|reset| !reset.is_zero())
    }

    /// Whether one of these headers asks for a delay, or says that nothing is left of a limit. A
    /// `Retry-After` counts even if it is invalid.
    pub(in crate::http) fn has_hint(&self, from: Hints) -> bool {
        match from {
            Hints::All => {
                self.has_retry_after || self.requested_delay.or(self.limit_reset).is_some()
            }
            Hints::RetryAfter => self.has_retry_after,
            Hints::Ignored => false,
        }
    }

    /// What `x-should-retry` says, if these headers include it.
    pub(in crate::http) fn should_retry(&self, from: Hints) -> Option<bool> {
        self.should_retry.filter(|_| from == Hints::All)
    }

    /// The verdict on it if it is retried.
    pub(in crate::http) fn verdict(&self, hints: Hints) -> Verdict {
        let hint = self.hint(hints);
        let is_limited = self.is_rate_limited(hints)
            || self.status.is_client_error() && hints == Hints::All && self.limit_reset.is_some();
        if is_limited || self.is_overloaded() && hint.is_some() {
            Verdict::Throttled(hint)
        } else {
            Verdict::retry_after(hint)
        }
    }

    /// Whether the call was rejected because of a rate limit: with 429, or as GitHub does with 403 and one
    /// of these headers.
    pub(in crate::http) fn is_rate_limited(&self, hints: Hints) -> bool {
        match self.status {
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::FORBIDDEN => self.has_hint(hints),
            _ => false,
        }
    }

    /// Whether the server is overloaded: 503, and 529 of Anthropic and others.
    pub(in crate::http) fn is_overloaded(&self) -> bool {
        matches!(self.status.as_u16(), 503 | 529)
    }
}

/// The answer of a response whose headers are not known.
impl From<StatusCode> for Answer {
    fn from(status: StatusCode) -> Self {
        Self {
            status,
            requested_delay: None,
            retry_after: None,
            limit_reset: None,
            has_retry_after: false,
            should_retry: None,
        }
    }
}
