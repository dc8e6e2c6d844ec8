use core::time::Duration;

use super::http_policy::HttpPolicy;
use crate::{
    limits::Budget,
    policy::{Backoff, Delays, Jitter, preview::Preview},
};

/// Attempts, delays and limits, one at a time. Each method panics as that of [`Policy`](crate::Policy) does;
/// in a `const`, that is a compile error.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Backoff, Jitter, http::HttpPolicy};
///
/// const HTTP: HttpPolicy = HttpPolicy::new().deadline(Duration::from_secs(30));
/// const PATIENT: HttpPolicy = HTTP.attempts(9).max_retry_after(Duration::from_secs(600));
/// const EXACT: HttpPolicy = HTTP
///     .attempts(4)
///     .backoff(Backoff::exponential(Duration::from_secs(1)))
///     .jitter(Jitter::None);
///
/// assert_eq!(PATIENT.delays().count(), 8);
/// assert!(EXACT.delays().eq([1, 2, 4].map(Duration::from_secs)));
/// ```
impl HttpPolicy {
    /// See [`Policy::attempts`](crate::Policy::attempts).
    #[must_use]
    pub const fn attempts(self, attempts: u32) -> Self {
        self.policy(self.policy.attempts(attempts))
    }

    /// See [`Policy::retries`](crate::Policy::retries).
    #[must_use]
    pub const fn retries(self, retries: u32) -> Self {
        self.policy(self.policy.retries(retries))
    }

    /// See [`Policy::unlimited`](crate::Policy::unlimited).
    #[must_use]
    pub const fn unlimited(self) -> Self {
        self.policy(self.policy.unlimited())
    }

    /// See [`Policy::backoff`](crate::Policy::backoff).
    #[must_use]
    pub const fn backoff(self, backoff: Backoff) -> Self {
        self.policy(self.policy.backoff(backoff))
    }

    /// See [`Policy::factor`](crate::Policy::factor).
    #[must_use]
    pub const fn factor(self, factor: f64) -> Self {
        self.policy(self.policy.factor(factor))
    }

    /// See [`Policy::max_delay`](crate::Policy::max_delay).
    #[must_use]
    pub const fn max_delay(self, max_delay: Duration) -> Self {
        self.policy(self.policy.max_delay(max_delay))
    }

    /// See [`Policy::jitter`](crate::Policy::jitter).
    #[must_use]
    pub const fn jitter(self, jitter: Jitter) -> Self {
        self.policy(self.policy.jitter(jitter))
    }

    /// See [`Policy::deadline`](crate::Policy::deadline).
    #[must_use]
    pub const fn deadline(self, deadline: Duration) -> Self {
        self.policy(self.policy.deadline(deadline))
    }

    /// See [`Policy::no_deadline`](crate::Policy::no_deadline).
    #[must_use]
    pub const fn no_deadline(self) -> Self {
        self.policy(self.policy.no_deadline())
    }

    /// See [`Policy::reset_after`](crate::Policy::reset_after).
    #[must_use]
    pub const fn reset_after(self, ran: Duration) -> Self {
        self.policy(self.policy.reset_after(ran))
    }

    /// See [`Policy::max_retry_after`](crate::Policy::max_retry_after).
    #[must_use]
    pub const fn max_retry_after(self, limit: Duration) -> Self {
        self.policy(self.policy.max_retry_after(limit))
    }

    /// See [`Policy::exact_hints`](crate::Policy::exact_hints).
    #[must_use]
    pub const fn exact_hints(self) -> Self {
        self.policy(self.policy.exact_hints())
    }

    /// See [`Policy::throttled_delay`](crate::Policy::throttled_delay).
    #[must_use]
    pub const fn throttled_delay(self, first: Duration) -> Self {
        self.policy(self.policy.throttled_delay(first))
    }

    /// See [`Policy::seed`](crate::Policy::seed).
    #[must_use]
    pub const fn seed(self, seed: u64) -> Self {
        self.policy(self.policy.seed(seed))
    }

    /// See [`Policy::budget`](crate::Policy::budget).
    #[must_use]
    pub const fn budget(self, budget: &'static Budget) -> Self {
        self.policy(self.policy.budget(budget))
    }

    /// See [`Policy::suppress_nested`](crate::Policy::suppress_nested).
    #[must_use]
    pub const fn suppress_nested(self) -> Self {
        self.policy(self.policy.suppress_nested())
    }

    /// The delays that one run would wait: see [`Policy::delays`](crate::Policy::delays).
    pub fn delays(&self) -> Delays {
        self.policy.delays()
    }

    /// The bounds of the delays, as rows and as a table: see [`Policy::preview`](crate::Policy::preview).
    #[must_use]
    pub const fn preview(&self) -> Preview {
        self.policy.preview()
    }

    /// The longest time that a run waits in all: see [`Policy::worst_case`](crate::Policy::worst_case).
    #[must_use]
    pub const fn worst_case(&self) -> Option<Duration> {
        self.policy.worst_case()
    }

    /// The delays that a run with this seed would wait: see
    /// [`Policy::delays_with`](crate::Policy::delays_with).
    pub const fn delays_with(&self, seed: u64) -> Delays {
        self.policy.delays_with(seed)
    }
}
