use core::{
    num::{NonZeroU16, NonZeroU64},
    time::Duration,
};

use crate::{
    Attempt, Policy, Schedule, StopReason, Verdict, driver, nanos, policy::following, time::Clock,
};

/// What a run remembers between two attempts: the state of the [`Driver`], packed into 24 bytes
/// together with the start of the run, since a million futures carry it.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    seed: Option<NonZeroU64>,
    start: u64,
    attempt: u32,
    /// Set at the first failure, if a test's guard takes the waits out of this run.
    rehearsal: Option<Rehearsal>,
    /// Whether anything asks for the time, so that the clock was read at the start.
    is_timed: bool,
    /// Whether the async wait under way must yield to the executor before it ends.
    pub(crate) yields: bool,
}

/// A run under `testing::no_waits`, and how many attempts it may make: two bytes, since a run has
/// no more to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rehearsal(NonZeroU16);

impl Rehearsal {
    /// A rehearsal that leaves the number of attempts to the policy.
    pub(crate) const UNLIMITED: Self = Self(NonZeroU16::MAX);

    /// At least one attempt is made; a limit that does not fit two bytes is none.
    #[cfg(feature = "std")]
    pub(crate) fn limited(attempts: u32) -> Self {
        let attempts = u16::try_from(attempts).unwrap_or(u16::MAX);
        Self(NonZeroU16::new(attempts).unwrap_or(NonZeroU16::MIN))
    }

    fn apply(self, policy: &Policy) -> Policy {
        let attempts = if self == Self::UNLIMITED {
            u32::MAX
        } else {
            self.0.get().into()
        };
        let mut limited = *policy;
        limited.attempts = policy.attempts.min(attempts);
        limited
    }
}

/// The clock's reading, as runs count it: moved by 146 years, so that a rehearsal can move the start
/// of a run back by what it did not wait, even where the clock stands at zero.
//
// Not inlined: few runs read the clock, and those that do not shall not carry the code for it.
#[inline(never)]
fn reading(clock: &dyn Clock) -> u64 {
    clock.nanos().saturating_add(1 << 62)
}

#[cold]
#[inline(never)]
fn draw_seed(clock: &dyn Clock) -> NonZeroU64 {
    NonZeroU64::new(clock.entropy()).unwrap_or(NonZeroU64::MIN)
}

/// What the driver decided, and what is told of it. Times are nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decision {
    /// The wait, or why the run stops.
    pub(crate) step: Result<u64, StopReason>,
    /// The number of the attempt that failed.
    pub(crate) failed: u32,
    pub(crate) elapsed: u64,
    /// The run started afresh with the attempt that failed.
    pub(crate) restarted: bool,
}

impl Progress {
    /// A run that has not begun.
    pub(crate) const NEW: Self = Self {
        seed: None,
        start: 0,
        attempt: 1,
        rehearsal: None,
        is_timed: false,
        yields: false,
    };

    /// Starts the clock, for a run in which anything asks for the time.
    pub(crate) fn begin(&mut self, clock: &dyn Clock) {
        self.start = reading(clock);
        self.is_timed = true;
    }

    /// The reading of the clock at the start of the run.
    #[inline]
    pub(crate) const fn start(&self) -> u64 {
        self.start
    }

    #[inline]
    pub(crate) const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The start of the attempt about to be made, where a rule asks for it.
    #[inline]
    pub(crate) fn began(&self, policy: &Policy, clock: &dyn Clock) -> u64 {
        if policy.reset_after == nanos::NONE {
            0
        } else if self.attempt == 1 {
            self.start
        } else {
            reading(clock)
        }
    }

    /// The start of the attempt that follows a sleep which begins now.
    pub(crate) fn begins_after(sleep: Duration, clock: &dyn Clock) -> u64 {
        reading(clock).saturating_add(nanos::from_duration(sleep))
    }

    pub(crate) fn elapsed(&self, clock: &dyn Clock) -> Duration {
        nanos::to_duration(reading(clock).saturating_sub(self.start))
    }

    /// The time from the start of the run to the start of the attempt about to be made. The first
    /// begins with the run.
    fn elapsed_before(&self, clock: &dyn Clock) -> Duration {
        if self.attempt == 1 {
            Duration::ZERO
        } else {
            self.elapsed(clock)
        }
    }

    /// What the deadline leaves to the attempt about to be made.
    pub(crate) fn remaining(&self, policy: &Policy, clock: &dyn Clock) -> Option<Duration> {
        nanos::limit(policy.deadline)
            .map(|deadline| deadline.saturating_sub(self.elapsed_before(clock)))
    }

    /// The snapshot that the operation gets.
    pub(crate) fn snapshot(&self, policy: &Policy, clock: &dyn Clock) -> Attempt {
        self.snapshot_at(policy, self.elapsed_before(clock))
    }

    /// The snapshot at this time since the start of the run.
    pub(crate) fn snapshot_at(&self, policy: &Policy, elapsed: Duration) -> Attempt {
        let remaining =
            nanos::limit(policy.deadline).map(|deadline| deadline.saturating_sub(elapsed));
        Attempt {
            number: self.attempt,
            elapsed,
            remaining,
        }
    }

    /// Asks the driver what follows a failed attempt that began at this reading of the clock.
    #[inline]
    pub(crate) fn decide(
        &mut self,
        policy: &Policy,
        verdict: Verdict,
        clock: &dyn Clock,
        began: u64,
        schedule: Option<&mut dyn Schedule>,
    ) -> Decision {
        let failed = self.attempt;
        let usual = match schedule {
            None => self.usual_wait(policy, verdict, clock),
            Some(_) => None,
        };
        match usual {
            Some(wait) => Decision {
                step: Ok(wait),
                failed,
                elapsed: 0,
                restarted: false,
            },
            None => self.decide_by_all(policy, verdict, clock, began, schedule),
        }
    }

    /// What follows most failures: a wait that nothing but the policy's backoff and jitter decides.
    /// The rules are compiled for it without those that cannot apply; where one can, or the run
    /// stops, all of them are asked.
    //
    // One shared copy, whatever the operation: a call site costs a compare and a branch.
    #[cold]
    #[inline(never)]
    fn usual_wait(&mut self, policy: &Policy, verdict: Verdict, clock: &dyn Clock) -> Option<u64> {
        self.look_for_rehearsal();
        if verdict != Verdict::Retry || self.is_timed || self.rehearsal.is_some() {
            return None;
        }
        self.step(policy, Verdict::Retry, None, clock, None).ok()
    }

    #[cold]
    #[inline(never)]
    fn decide_by_all(
        &mut self,
        policy: &Policy,
        verdict: Verdict,
        clock: &dyn Clock,
        began: u64,
        mut schedule: Option<&mut dyn Schedule>,
    ) -> Decision {
        self.look_for_rehearsal();
        let (mut elapsed, mut restarted) = (None, false);
        if self.is_timed {
            let now = reading(clock);
            restarted = policy.resets(now.saturating_sub(began));
            if restarted {
                // With a fresh seed too: the delays of the run before are not waited again.
                (self.start, self.attempt, self.seed) = (began, 1, None);
                if let Some(schedule) = &mut schedule {
                    schedule.restart();
                }
            }
            elapsed = Some(now.saturating_sub(self.start));
        }

        let mut policy = policy;
        let rehearsed;
        if let Some(rehearsal) = self.rehearsal {
            rehearsed = rehearsal.apply(policy);
            policy = &rehearsed;
        }
        let failed = self.attempt;
        let step = self.step(policy, verdict, elapsed, clock, schedule);
        if let (Ok(wait), Some(_)) = (step, self.rehearsal) {
            // What would have been waited has passed.
            self.start = self.start.saturating_sub(wait);
        }
        Decision {
            step,
            failed,
            elapsed: elapsed.unwrap_or_default(),
            restarted,
        }
    }

    #[inline]
    fn look_for_rehearsal(&mut self) {
        #[cfg(feature = "std")]
        if self.attempt == 1 {
            self.rehearsal = crate::testing::rehearsal();
        }
    }

    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "as `driver::decide` is, which it carries out"
    )]
    fn step(
        &mut self,
        policy: &Policy,
        verdict: Verdict,
        elapsed: Option<u64>,
        clock: &dyn Clock,
        schedule: Option<&mut dyn Schedule>,
    ) -> Result<u64, StopReason> {
        let seed = || self.seed.get_or_insert_with(|| draw_seed(clock)).get();
        let wait = driver::decide(policy, self.attempt, verdict, elapsed, seed, schedule)?;
        self.attempt = following(self.attempt);
        Ok(wait)
    }

    /// How long to sleep for a wait: not at all in a rehearsal.
    #[inline]
    pub(crate) const fn slept(&self, wait: u64) -> Duration {
        if self.rehearsal.is_some() {
            Duration::ZERO
        } else {
            nanos::to_duration(wait)
        }
    }
}
