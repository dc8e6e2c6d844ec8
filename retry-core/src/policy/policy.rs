use core::time::Duration;

use super::{
    Backoff, Jitter,
    attempts::{DEFAULT_ATTEMPTS, UNLIMITED},
    nanos,
};

pub(super) const DEFAULT_MAX_RETRY_AFTER: Duration = Duration::from_secs(60);
pub(super) const DEFAULT_DELAY: Duration = Duration::from_millis(100);

/// How often, how long and how regularly to retry: plain data, `Copy`, at most 96 bytes.
///
/// Build it once, as a `const`, and use it everywhere: [`Policy::retry`] for closures,
/// `#[retry(policy = ..)]` for functions, [`Policy::start`] for loops. Values known only at run time
/// come in through [`Settings`](crate::Settings), which gives an error where a constructor here
/// panics.
///
/// | setting | default |
/// |---|---|
/// | [`attempts`](Policy::attempts) | 3, the first included |
/// | [`backoff`](Policy::backoff) | exponential from 100 ms, factor 2 |
/// | [`max_delay`](Policy::max_delay) | 30 s, or the first delay if that is longer |
/// | [`jitter`](Policy::jitter) | [`Jitter::Full`] |
/// | [`max_retry_after`](Policy::max_retry_after) | 60 s |
/// | [`exact_hints`](Policy::exact_hints) | no: a hint is a floor |
/// | [`deadline`](Policy::deadline), [`reset_after`](Policy::reset_after), [`seed`](Policy::seed) | none |
///
/// # Example: a policy for a whole program
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Backoff, Policy};
///
/// const UPSTREAM: Policy = Policy::new()
///     .attempts(5)
///     .backoff(Backoff::exponential(Duration::from_millis(100)).max_delay(Duration::from_secs(10)))
///     .deadline(Duration::from_secs(30));
/// # #[cfg(feature = "std")] {
/// let answer = UPSTREAM.retry(|| Ok::<_, ()>(42)).call();
/// assert_eq!(answer, Ok(42));
/// # }
/// ```
///
/// A refused value in a `const` is a compile error:
///
/// ```compile_fail
/// const NEVER: retry_core::Policy = retry_core::Policy::new().attempts(0);
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct Policy {
    pub(crate) backoff: Backoff,
    pub(crate) jitter: Jitter,
    pub(crate) deadline: u64,
    pub(crate) reset_after: u64,
    pub(crate) max_retry_after: u64,
    pub(crate) seed: Option<u64>,
    pub(crate) attempts: u32,
    pub(crate) exact_hints: bool,
    pub(super) explicit: Explicit,
}

/// What was set on the policy itself, so that a later `backoff` does not silently take it back.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Explicit {
    pub(super) backoff: bool,
    pub(super) factor: bool,
    max_delay: bool,
}

impl Policy {
    /// Three attempts, exponential backoff from 100 ms, full jitter.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self {
            backoff: Backoff::exponential(DEFAULT_DELAY),
            jitter: Jitter::Full,
            deadline: nanos::NONE,
            reset_after: nanos::NONE,
            max_retry_after: nanos::from_duration(DEFAULT_MAX_RETRY_AFTER),
            seed: None,
            attempts: DEFAULT_ATTEMPTS,
            exact_hints: false,
            explicit: Explicit {
                backoff: false,
                factor: false,
                max_delay: false,
            },
        }
    }

    /// How many calls in all, the first included. The default is 3.
    ///
    /// # Panics
    ///
    /// When `attempts` is 0; in a `const`, that is a compile error.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self.checked()
    }

    /// As many calls as it takes. Give such a policy an end: a deadline, or an operation whose
    /// errors are not all retried.
    #[must_use]
    #[inline]
    pub const fn unlimited(mut self) -> Self {
        self.attempts = UNLIMITED;
        self
    }

    /// The nominal delays. The default is exponential from 100 ms.
    ///
    /// A [`factor`](Policy::factor) or [`max_delay`](Policy::max_delay) given on the policy, before
    /// or after, stays.
    ///
    /// # Panics
    ///
    /// When the factor is not a finite number above 0, when the first delay is above a `max_delay`
    /// that was given, and when it is zero beside decorrelated jitter.
    #[must_use]
    pub const fn backoff(mut self, backoff: Backoff) -> Self {
        self.set_backoff(backoff);
        self.checked()
    }

    /// Growth per retry, for exponential backoff only. The default is 2.
    ///
    /// # Panics
    ///
    /// When the factor is not a finite number above 0, and when the backoff is not exponential.
    #[must_use]
    pub const fn factor(mut self, factor: f64) -> Self {
        self.set_factor(factor);
        self.checked()
    }

    /// No delay is longer than this; hints are not capped by it, see
    /// [`max_retry_after`](Policy::max_retry_after).
    ///
    /// # Panics
    ///
    /// When a first delay that was given is above it.
    #[must_use]
    pub const fn max_delay(mut self, max_delay: Duration) -> Self {
        self.set_max_delay(max_delay);
        self.checked()
    }

    /// How delays are made random. The default is [`Jitter::Full`].
    ///
    /// # Panics
    ///
    /// When a ratio is not above 0 and at most 1, and when the jitter is decorrelated and the first
    /// delay zero.
    #[must_use]
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self.checked()
    }

    /// The time from the start of the first attempt after which no attempt begins.
    ///
    /// It counts attempts and waits, on a monotonic clock. A retry whose wait would end at or after
    /// it is not waited for: the run stops at once. It does not cut a running attempt; in async code
    /// `attempt_timeout` does.
    ///
    /// # Panics
    ///
    /// When `reset_after` is given too.
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = nanos::from_duration(deadline);
        self.checked()
    }

    /// For watches, streams and reconnects: an attempt that ran at least this long before it failed
    /// starts the run afresh, attempts and backoff.
    ///
    /// # Panics
    ///
    /// When `deadline` is given too.
    #[must_use]
    pub const fn reset_after(mut self, ran: Duration) -> Self {
        self.reset_after = nanos::from_duration(ran);
        self.checked()
    }

    /// The longest delay that a callee may ask for; the default is 60 s. A longer one stops the run
    /// at once, with [`StopReason::HintTooLong`](crate::StopReason::HintTooLong): to call earlier is
    /// pointless, to wait without bound dangerous.
    #[must_use]
    #[inline]
    pub const fn max_retry_after(mut self, limit: Duration) -> Self {
        self.max_retry_after = nanos::from_duration(limit);
        self
    }

    /// Waits exactly as long as a callee asks for: no jitter is added, and the backoff is left out of
    /// account even where it is longer. For callers who must keep to somebody else's schedule; by
    /// default a hint is a floor with a draw above it, so that those who were told the same second do
    /// not return in the same second.
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use retry_core::{Driver, Failure, Policy, Step, Verdict};
    /// const POLICY: Policy = Policy::new().exact_hints();
    /// let second = Duration::from_secs(1);
    /// let failure = Failure::new(Verdict::RetryAfter(second));
    /// assert_eq!(Driver::new().step(&POLICY, failure, &mut || 7, None), Step::Wait(second));
    /// ```
    #[must_use]
    pub const fn exact_hints(mut self) -> Self {
        self.exact_hints = true;
        self
    }

    /// Makes the jitter repeatable: every run waits the same. For tests, and to replay a run.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    #[inline]
    pub(crate) const fn set_backoff(&mut self, backoff: Backoff) {
        let before = self.backoff;
        self.backoff = backoff;
        self.explicit.backoff = true;
        if self.explicit.factor {
            self.set_factor(before.factor);
        }
        if self.explicit.max_delay {
            self.backoff.cap = before.cap;
            self.backoff.is_capped = true;
        }
    }

    #[inline]
    pub(crate) const fn set_factor(&mut self, factor: f64) {
        self.backoff = self.backoff.factor(factor);
        self.explicit.factor = true;
    }

    #[inline]
    pub(crate) const fn set_max_delay(&mut self, max_delay: Duration) {
        self.backoff = self.backoff.max_delay(max_delay);
        self.explicit.max_delay = true;
    }

    /// On the builder the one set last holds; both on a policy are refused.
    #[inline]
    pub(crate) const fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = nanos::from_duration(deadline);
        self.reset_after = nanos::NONE;
    }

    #[inline]
    pub(crate) const fn set_reset_after(&mut self, ran: Duration) {
        self.reset_after = nanos::from_duration(ran);
        self.deadline = nanos::NONE;
    }

    pub(super) const fn is_unlimited(&self) -> bool {
        self.attempts == UNLIMITED
    }

    /// Whether no attempt may follow this one.
    #[inline]
    pub(crate) const fn is_last(&self, attempt: u32) -> bool {
        attempt >= self.attempts
    }

    /// The delay before retry `n`: nominal, capped, then jittered. The seed is asked for only where
    /// the delay is random.
    #[inline]
    pub(crate) fn delay(&self, n: u32, seed: impl FnOnce() -> u64) -> u64 {
        self.jittered(self.backoff.nominal(n), n, seed)
    }

    /// The delay before retry `n`, whose nominal delay this is.
    #[inline]
    pub(super) fn jittered(&self, nominal: u64, n: u32, seed: impl FnOnce() -> u64) -> u64 {
        self.jitter.delay(nominal, &self.backoff, n, seed)
    }

    /// Whether an attempt that ran this long starts the run again. A deadline excludes it.
    pub(crate) const fn resets(&self, ran: u64) -> bool {
        self.reset_after != nanos::NONE && self.deadline == nanos::NONE && ran >= self.reset_after
    }

    /// What the deadline leaves, if there is one.
    #[inline]
    pub(crate) const fn time_left(&self, elapsed: u64) -> Option<u64> {
        match self.deadline {
            nanos::NONE => None,
            deadline => Some(deadline.saturating_sub(elapsed)),
        }
    }

    /// Whether a rule of this policy asks for the time.
    #[inline]
    pub(crate) const fn needs_clock(&self) -> bool {
        // `NONE` has every bit set: together they are `NONE` only if both are. One branch, not two.
        self.deadline & self.reset_after != nanos::NONE
    }

    const fn checked(self) -> Self {
        match self.refusal() {
            Some(refusal) => panic!("{}", refusal.message()),
            None => self,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}
