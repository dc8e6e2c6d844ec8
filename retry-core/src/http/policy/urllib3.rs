use core::time::Duration;

use super::{hints::Hints, http_policy::HttpPolicy};
use crate::policy::{Backoff, Jitter, Policy};

/// urllib3's `DEFAULT_BACKOFF_MAX`.
const BACKOFF_MAX: Duration = Duration::from_secs(120);
/// urllib3's `DEFAULT_RETRY_AFTER_MAX`.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(6 * 60 * 60);

impl HttpPolicy {
    /// Retries like `urllib3.Retry(total, backoff_factor=.., status_forcelist=..)` of urllib3 2, and so
    /// like Requests, with the same waits.
    ///
    /// - `total` counts retries, not attempts: 3 is four calls in all.
    /// - Before retry `n` it waits `backoff_factor · 2^(n−1)` seconds, at most 120, without jitter. The
    ///   first retry follows at once. For factor 1 that is 0, 2, 4, 8 … 64, 120, 120 s.
    /// - A `Retry-After` replaces the backoff and is waited for exactly; other headers are not read.
    /// - The statuses 413, 429 and 503 are retried, in addition to `status_forcelist`, when they come
    ///   with a `Retry-After`.
    /// - The methods are the idempotent ones. `raise_on_status` is on, see
    ///   [`Call::exhausted`](crate::http::Call::exhausted).
    ///
    /// These have no counterpart: the separate counts `connect`, `read`, `redirect`, `status` and `other`
    /// (here every failed attempt counts in `total`; redirects belong to the client), `backoff_jitter`
    /// (a [`Jitter`] stays within the delay), and a `total` of `None` or `False`. Two things differ on
    /// purpose. A `Retry-After` above six hours ends the run; urllib3 waits six hours and then calls
    /// earlier than the server asked. And where urllib3 fails with `InvalidHeader`, a `Retry-After` such as
    /// `2.0` or `30s` is read as in an [`Answer`](crate::http::Answer), and a malformed one is ignored.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::http::HttpPolicy;
    ///
    /// const HTTP: HttpPolicy = HttpPolicy::urllib3(5, 1.0, [500, 502, 503, 504]);
    /// let waits = HTTP.delays();
    /// assert!(waits.eq([0, 2, 4, 8, 16].map(Duration::from_secs)));
    /// ```
    ///
    /// # Panics
    ///
    /// When `backoff_factor` is negative or not a finite number, and when a status is not from 100 to
    /// 599; in a `const`, that is a compile error.
    #[must_use]
    pub const fn urllib3<const N: usize>(
        total: u32,
        backoff_factor: f64,
        status_forcelist: [u16; N],
    ) -> Self {
        let policy = Policy::new()
            .attempts(total.saturating_add(1))
            .backoff(Backoff::exponential(first_delay(backoff_factor)).fast_first())
            .max_delay(BACKOFF_MAX)
            .jitter(Jitter::None)
            .max_retry_after(RETRY_AFTER_MAX)
            .exact_hints();
        Self::new()
            .policy(policy)
            .statuses(status_forcelist)
            .hinted_statuses([413, 429, 503])
            .hints(Hints::RetryAfter)
            .raise_on_status(true)
    }
}

/// The delay that is doubled from the second retry on, rounded to a nanosecond.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 120 s in nanoseconds"
)]
const fn first_delay(backoff_factor: f64) -> Duration {
    assert!(
        backoff_factor >= 0.0 && backoff_factor < f64::INFINITY,
        "`backoff_factor` is not a finite number of 0 or more"
    );
    // The first retry does not wait for it, and doubled it is above the cap anyway.
    if backoff_factor > BACKOFF_MAX.as_secs_f64() {
        BACKOFF_MAX
    } else {
        Duration::from_nanos((backoff_factor * 1e9 + 0.5) as u64)
    }
}
