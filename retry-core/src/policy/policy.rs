use core::time::Duration;

use super::{
    Backoff, Jitter,
    attempts::{DEFAULT_ATTEMPTS, UNLIMITED},
    nanos,
    observation::Observation,
    wants::Wants,
};
use crate::limits::Budget;

pub(super) const DEFAULT_MAX_RETRY_AFTER: Duration = Duration::from_secs(60);
pub(super) const DEFAULT_DELAY: Duration = Duration::from_millis(100);

/// How often, how long and how regularly to retry: plain data, `Copy`, at most 120 bytes.
///
/// Build it once as a `const` and use it everywhere: [`Policy::retry`] for closures,
/// `#[retry(policy = ..)]` for functions, [`Policy::start`] for loops. For values that are known only
/// at run time use [`Settings`](crate::Settings), which give an error where a method here panics.
///
/// | setting | default |
/// |---|---|
/// | [`attempts`](Policy::attempts) | 3, the first included |
/// | [`backoff`](Policy::backoff) | exponential from 100 ms, factor 2 |
/// | [`max_delay`](Policy::max_delay) | 30 s, or the first delay if that is longer |
/// | [`jitter`](Policy::jitter) | [`Jitter::Full`] |
/// | [`max_retry_after`](Policy::max_retry_after) | 60 s |
/// | [`exact_hints`](Policy::exact_hints) | no: a hint is a floor |
/// | [`throttled_delay`](Policy::throttled_delay) | none: as after other failures |
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
/// In a `const`, an invalid value is a compile error:
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
    pub(crate) throttled_delay: u64,
    pub(crate) seed: Option<u64>,
    pub(crate) budget: Option<&'static Budget>,
    pub(crate) attempts: u32,
    pub(crate) exact_hints: bool,
    pub(crate) wants: Wants,
    pub(crate) observation: Observation,
    pub(super) explicit: Explicit,
}

/// What was set on the policy itself, so that a later `backoff` does not silently undo it.
#[derive(Clone, Copy)]
pub(super) struct Explicit {
    pub(super) backoff: bool,
    pub(super) factor: bool,
    pub(super) max_delay: bool,
}

/// A factor or a cap is the same whether the policy was given it or its backoff.
impl PartialEq for Explicit {
    fn eq(&self, other: &Self) -> bool {
        self.backoff == other.backoff
    }
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
            throttled_delay: nanos::NONE,
            seed: None,
            budget: None,
            attempts: DEFAULT_ATTEMPTS,
            exact_hints: false,
            wants: Wants::NOTHING,
            observation: Observation::DEFAULT,
            explicit: Explicit {
                backoff: false,
                factor: false,
                max_delay: false,
            },
        }
    }

    /// How many attempts a run may make, the first included. The default is 3.
    ///
    /// # Panics
    ///
    /// When `attempts` is 0. In a `const`, this and every other panic here is a compile error.
    #[must_use]
    #[inline]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self.checked()
    }

    /// How many retries a run may make after its first attempt: one less than
    /// [`attempts`](Policy::attempts), so any number is allowed. [`u32::MAX`] is
    /// [`unlimited`](Policy::unlimited).
    ///
    /// ```
    /// # use retry_core::Policy;
    /// assert_eq!(Policy::new().retries(4), Policy::new().attempts(5));
    /// assert_eq!(Policy::new().retries(0), Policy::new().attempts(1));
    /// ```
    #[must_use]
    #[inline]
    pub const fn retries(mut self, retries: u32) -> Self {
        self.attempts = retries.saturating_add(1);
        self
    }

    /// As many attempts as it takes. Give the run another end: a [`deadline`](Policy::deadline), or
    /// errors that are not retried.
    #[must_use]
    #[inline]
    pub const fn unlimited(mut self) -> Self {
        self.attempts = UNLIMITED;
        self
    }

    /// The nominal delays. The default is exponential from 100 ms. A [`factor`](Policy::factor) or
    /// [`max_delay`](Policy::max_delay) set on the policy, before or after, takes precedence.
    ///
    /// # Panics
    ///
    /// When the factor is not a finite number above 0, when the first delay is above a `max_delay`
    /// that was set, or when it is 0 with decorrelated jitter.
    #[must_use]
    #[inline]
    pub const fn backoff(mut self, backoff: Backoff) -> Self {
        self.set_backoff(backoff);
        self.checked()
    }

    /// The factor by which exponential delays grow. The default is 2.
    ///
    /// # Panics
    ///
    /// When the factor is not a finite number above 0, or when the backoff is not exponential.
    #[must_use]
    #[inline]
    pub const fn factor(mut self, factor: f64) -> Self {
        self.set_factor(factor);
        self.checked()
    }

    /// The longest delay. The default is 30 s, or the first delay if that is longer. Hints have a limit
    /// of their own: [`max_retry_after`](Policy::max_retry_after).
    ///
    /// # Panics
    ///
    /// When a backoff was set whose first delay is longer.
    #[must_use]
    #[inline]
    pub const fn max_delay(mut self, max_delay: Duration) -> Self {
        self.set_max_delay(max_delay);
        self.checked()
    }

    /// How delays are made random. The default is [`Jitter::Full`].
    ///
    /// # Panics
    ///
    /// When a ratio is not above 0 and at most 1, or when the jitter is decorrelated and the first
    /// delay is 0.
    #[must_use]
    #[inline]
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self.checked()
    }

    /// The time, from the start of the first attempt, after which no attempt begins. The default is
    /// none.
    ///
    /// It counts attempts, waits and hooks, on a monotonic clock. If a wait would end at or after the
    /// deadline, the run stops at once. A wait that takes longer than it should cannot be undone: its
    /// outcome is gone, so the next attempt begins late. A running attempt is not cut; for that, async
    /// code has [`attempt_timeout`](crate::Retry::attempt_timeout).
    #[must_use]
    #[inline]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = nanos::from_duration(deadline);
        self.note_clock();
        self
    }

    /// Takes the [`deadline`](Policy::deadline) away, for one use of a policy that is shared. Unlimited
    /// attempts then want another end.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Policy;
    /// const SHARED: Policy = Policy::new().attempts(5).deadline(Duration::from_secs(30));
    /// const NIGHTLY: Policy = SHARED.no_deadline();
    /// assert_eq!(NIGHTLY, Policy::new().attempts(5));
    /// ```
    #[must_use]
    #[inline]
    pub const fn no_deadline(mut self) -> Self {
        self.deadline = nanos::NONE;
        self.note_clock();
        self
    }

    /// Starts the run over, attempts, backoff and deadline, when an attempt fails that ran at least
    /// this long. For watches, streams and reconnects. With a [`deadline`](Policy::deadline) it
    /// means "give up when an outage has lasted this long". An attempt that its own timeout cut
    /// starts nothing over.
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use retry_core::Policy;
    /// // Reconnects for as long as the program runs, but gives up after ten minutes of outage.
    /// const STREAM: Policy = Policy::new()
    ///     .unlimited()
    ///     .reset_after(Duration::from_secs(60))
    ///     .deadline(Duration::from_secs(600));
    /// ```
    ///
    /// # Panics
    ///
    /// When it is zero: then every failure would start the run over.
    #[must_use]
    #[inline]
    pub const fn reset_after(mut self, ran: Duration) -> Self {
        self.reset_after = nanos::from_duration(ran);
        self.note_clock();
        self.checked()
    }

    /// The longest delay that a callee may ask for. The default is 60 s. A longer one stops the run at
    /// once, with [`StopReason::HintTooLong`](crate::StopReason::HintTooLong): calling earlier is
    /// pointless, and waiting without a limit is dangerous.
    #[must_use]
    #[inline]
    pub const fn max_retry_after(mut self, limit: Duration) -> Self {
        self.max_retry_after = nanos::from_duration(limit);
        self
    }

    /// Waits exactly as long as the callee asks, without jitter, even where the backoff is longer. For
    /// callers who must keep to a schedule. By default a random time is added to the hint, so
    /// that callers with the same hint do not all return at the same moment.
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
    #[inline]
    pub const fn exact_hints(mut self) -> Self {
        self.exact_hints = true;
        self
    }

    /// The seed of the jitter: every run gets the same delays. For tests, and to replay a run.
    #[must_use]
    #[inline]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    pub(super) const fn checked(self) -> Self {
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
