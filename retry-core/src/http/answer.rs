use core::time::Duration;
use std::time::SystemTime;

use http::{HeaderMap, StatusCode};

use super::{
    RateLimit,
    hint::{Hints, names_retry_after, pushback, retry_after},
};

/// What a server's answer says about a retry: its status, and the delay that it asks for.
///
/// Kept in place of the response where that cannot be kept: in a [`FailureKind`](super::FailureKind),
/// in a queue, in a log.
///
/// The delay is that of `Retry-After`: whole seconds, or an HTTP date in any of its three forms (RFC
/// 9110, 5.6.7 and 10.2.3). A repeated header counts with the longest. A number saturates. Zero, signs,
/// fractions, units, dates in the past and whatever else is not valid ask for nothing; they are never
/// an error. Without one it is the reset of a [`RateLimit`] of which nothing is left.
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
    retry_after: Option<Duration>,
    rate_limit: Option<Duration>,
    /// Whether there was a `Retry-After` at all: some retry only what has one.
    pub(super) names_retry_after: bool,
}

impl Answer {
    /// Reads it from a response. The wall clock is read if a header names a date.
    #[must_use]
    pub fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        Self::read(status, headers, &SystemTime::now)
    }

    /// The same, at this moment by the wall clock.
    #[must_use]
    pub fn at(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Self {
        Self::read(status, headers, &|| now)
    }

    fn read(status: StatusCode, headers: &HeaderMap, now: &dyn Fn() -> SystemTime) -> Self {
        // A limit that does not tell what is left is used up when the server says so.
        let is_used_up = |limit: &RateLimit| match limit.remaining() {
            Some(remaining) => remaining == 0,
            None => status == StatusCode::TOO_MANY_REQUESTS,
        };
        Self {
            status,
            retry_after: retry_after(headers, now).or_else(|| pushback(headers)),
            rate_limit: RateLimit::read(headers, now)
                .filter(is_used_up)
                .map(|limit| limit.reset()),
            names_retry_after: names_retry_after(headers),
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

    pub(super) fn hint(&self, from: Hints) -> Option<Duration> {
        match from {
            Hints::All => self.retry_after.or(self.rate_limit),
            Hints::RetryAfter => self.retry_after,
            Hints::Ignored => None,
        }
    }

    /// The time until a limit of calls that is used up is reset.
    pub(super) const fn rate_limit(&self) -> Option<Duration> {
        self.rate_limit
    }
}

/// An answer whose headers are lost.
impl From<StatusCode> for Answer {
    fn from(status: StatusCode) -> Self {
        Self {
            status,
            retry_after: None,
            rate_limit: None,
            names_retry_after: false,
        }
    }
}
