use core::time::Duration;

use super::Next;
use crate::{
    driver::Driver,
    policy::{nearest_number, random},
};

/// The state of a run between two attempts, to be stored: which attempt is next, the seed of its delays, and when it
/// started and is due by the wall clock, in milliseconds.
///
/// It is plain data of 40 bytes. Feature `serde` reads and writes it as a flat map of integers. The identity of the run
/// is yours: keep it next to the state, with what the operation needs.
///
/// ```
/// use core::time::Duration;
/// use retry_core::stored::Later;
///
/// let now = Duration::from_secs(1_800_000_000);
/// let later = Later::new(now, 7);
/// assert_eq!((later.attempt(), later.hop(), later.seed()), (1, 0, 7));
/// assert_eq!((later.start(), later.due()), (now, now));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Later {
    pub(super) attempt: u32,
    pub(super) hop: u32,
    pub(super) seed: u64,
    /// In milliseconds since the Unix epoch, like `due`.
    pub(super) start: u64,
    pub(super) due: u64,
}

impl Later {
    /// A run that starts now and is due at once. `now` is the time since the Unix epoch, of which the run keeps whole
    /// milliseconds, and the deadline counts from there. The seed makes its delays random: draw one for each run. A
    /// seed of 0 counts as 1.
    #[must_use]
    pub fn new(now: Duration, seed: u64) -> Self {
        Self::from_millis(whole_millis(now), seed)
    }

    /// The same with the system's wall clock and a seed from the system. The seed fits an `i64`, for formats that
    /// have no larger integers.
    ///
    /// ```
    /// use retry_core::stored::{Later, unix_time};
    ///
    /// let later = Later::begin();
    /// assert!(later.is_due(unix_time()));
    /// assert_ne!(later.seed(), Later::begin().seed());
    /// ```
    #[cfg(feature = "std")]
    #[must_use]
    pub fn begin() -> Self {
        Self::new(super::unix_time(), random::entropy() >> 1)
    }

    /// The run at this attempt and hop, due at this time since the Unix epoch: to read it back from columns of your
    /// own, or without feature `serde`. An attempt of 0 counts as 1.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::stored::Later;
    ///
    /// let start = Duration::from_secs(1_800_000_000);
    /// let later = Later::new(start, 7).resumed(3, 2, start + Duration::from_secs(60));
    /// assert_eq!((later.attempt(), later.hop()), (3, 2));
    /// ```
    #[must_use]
    pub fn resumed(self, attempt: u32, hop: u32, due: Duration) -> Self {
        self.resumed_at(attempt, hop, whole_millis_from(due))
    }

    /// The attempt that is next or under way, counted from 1. It begins again at 1 when a long attempt
    /// [resets](crate::Policy::reset_after) the run.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// How often the run went to the queue: every [`Next::Later`] adds one. Together with the identity of the run it
    /// names one stored state, also after a reset, so it makes a good idempotency key.
    #[must_use]
    pub const fn hop(&self) -> u32 {
        self.hop
    }

    /// The seed of the jitter. A reset replaces it.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// When the run started: the time since the Unix epoch. A reset moves it.
    #[must_use]
    pub const fn start(&self) -> Duration {
        Duration::from_millis(self.start)
    }

    /// When the attempt may begin: the time since the Unix epoch.
    #[must_use]
    pub const fn due(&self) -> Duration {
        Duration::from_millis(self.due)
    }

    /// Whether the attempt may begin now, as far as its wait is concerned. [`Policy::wake`](crate::Policy::wake) asks
    /// the deadline too.
    #[must_use]
    pub fn is_due(&self, now: Duration) -> bool {
        self.due() <= now
    }

    pub(super) fn from_millis(start: u64, seed: u64) -> Self {
        Self {
            attempt: 1,
            hop: 0,
            seed: seed.max(1),
            start,
            due: start,
        }
    }

    pub(super) const fn resumed_at(mut self, attempt: u32, hop: u32, due: u64) -> Self {
        self.attempt = nearest_number(attempt);
        self.hop = hop;
        self.due = due;
        self
    }

    /// The time since the start: zero if the wall clock was set back before it.
    pub(super) fn elapsed(&self, now: Duration) -> Duration {
        now.saturating_sub(self.start())
    }

    pub(super) const fn driver(&self) -> Driver {
        Driver::resume(self.attempt, Some(self.seed))
    }

    /// The seed after a reset.
    pub(super) fn next_seed(&self) -> u64 {
        random::next_seed(self.seed, self.hop).max(1)
    }

    /// Waits up to `patience` in place, and longer ones in the queue.
    pub(super) fn put_off(&mut self, wait: Duration, patience: Duration, now: Duration) -> Next {
        let due = now.saturating_add(wait);
        if wait <= patience {
            // Rounded down, so that it is due after a wait of exactly this length.
            self.due = whole_millis(due);
            return Next::Here(wait);
        }
        self.due = whole_millis_from(due);
        self.hop = self.hop.saturating_add(1);
        Next::Later(self.due())
    }
}

/// Rounded down.
pub(super) fn whole_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Rounded up, so that nothing begins too early.
fn whole_millis_from(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
