use core::time::Duration;
use std::time::SystemTime;

use http::{HeaderMap, StatusCode};

use super::{
    hint_form::WallClock,
    hint_headers::{has_retry_after, requested_delay},
    rate_limit::RateLimit,
};
use crate::http::policy::Hints;

/// What a response says about a retry: its status, and the delay that the server asks for.
///
/// It is `Copy` and can be stored where the response cannot: in a
/// [`FailureKind`](crate::http::FailureKind), in a queue, in a log.
///
/// The delay is that of `Retry-After`: a whole number of seconds, or an HTTP date in one of its three
/// forms (RFC 9110, 5.6.7 and 10.2.3). If the header is repeated, the longest delay counts. A number
/// saturates. Zero, signs, fractions, units, past dates and anything else that is invalid are no hint and
/// never an error. Without a `Retry-After`, the delay is the reset of a [`RateLimit`] that has nothing
/// left.
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
    requested_delay: Option<Duration>,
    limit_reset: Option<Duration>,
    has_retry_after: bool,
}

impl Answer {
    /// Reads it from a response. The wall clock is read if a header contains a date.
    #[must_use]
    pub fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        Self::read(status, headers, &SystemTime::now)
    }

    /// The same, with this time as the wall clock's.
    #[must_use]
    pub fn at(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Self {
        Self::read(status, headers, &|| now)
    }

    fn read(status: StatusCode, headers: &HeaderMap, now: WallClock<'_>) -> Self {
        // A 429 says that nothing is left, even when the limit does not.
        let has_nothing_left = |limit: &RateLimit| match limit.remaining() {
            Some(remaining) => remaining == 0,
            None => status == StatusCode::TOO_MANY_REQUESTS,
        };
        Self {
            status,
            requested_delay: requested_delay(headers, now),
            limit_reset: RateLimit::read(headers, now)
                .filter(has_nothing_left)
                .map(|limit| limit.reset()),
            has_retry_after: has_retry_after(headers),
        }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The delay that the server asked for.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.hint(Hints::All)
    }

    /// The delay that the server asked for, in one of these headers.
    pub(in crate::http) fn hint(&self, from: Hints) -> Option<Duration> {
        match from {
            Hints::All => self.requested_delay.or(self.limit_reset),
            Hints::RetryAfter => self.requested_delay,
            Hints::Ignored => None,
        }
    }

    /// The time until the reset of a rate limit that has nothing left.
    pub(in crate::http) const fn limit_reset(&self) -> Option<Duration> {
        self.limit_reset
    }

    /// Whether there was a `Retry-After`, valid or not.
    pub(in crate::http) const fn has_retry_after(&self) -> bool {
        self.has_retry_after
    }
}

/// The answer of a response whose headers are not known.
impl From<StatusCode> for Answer {
    fn from(status: StatusCode) -> Self {
        Self {
            status,
            requested_delay: None,
            limit_reset: None,
            has_retry_after: false,
        }
    }
}
