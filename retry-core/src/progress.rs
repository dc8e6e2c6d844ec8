use core::time::Duration;

use crate::{
    Attempt, Policy, Schedule, StopReason, Verdict,
    began::Began,
    nanos,
    time::{Clock, Moment},
};

mod failing;

use self::failing::Failing;

/// What a run remembers between two attempts: 24 bytes, since a million futures carry it.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// No attempt has failed, and nobody asks for the time: there is nothing to know.
    Fresh,
    /// No attempt has failed. There is nothing to know but when the run started, as the clock says it:
    /// to make a number of that can wait for a failure, and mostly need not be done.
    FreshSince(Moment),
    Failing(Failing),
}

/// A reading of a clock, as runs count it: moved by 146 years, so that a rehearsal can move the start
/// of a run back by what it did not wait, even where the clock stands at zero.
const fn moved(nanos: u64) -> u64 {
    nanos.saturating_add(1 << 62)
}

fn reading(clock: &dyn Clock) -> u64 {
    moved(clock.nanos())
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
    /// The wait is told, and not slept. Here, so that a loop need not look into the progress for it.
    pub(crate) is_rehearsed: bool,
}

impl Progress {
    /// A run that has not begun, or that nobody asks for the time.
    //
    // No constant: that would be copied as a whole, where this sets one byte.
    #[inline]
    pub(crate) const fn new() -> Self {
        Self::Fresh
    }

    /// Starts the clock, for a run in which anything asks for the time.
    #[inline]
    pub(crate) fn begin(&mut self, clock: &dyn Clock) {
        *self = Self::FreshSince(clock.moment());
    }

    #[inline]
    pub(crate) const fn attempt(&self) -> u32 {
        match self {
            Self::Fresh | Self::FreshSince(_) => 1,
            Self::Failing(failing) => failing.attempt,
        }
    }

    fn start(&self) -> u64 {
        match self {
            Self::Fresh => moved(0),
            Self::FreshSince(start) => moved(start.nanos()),
            Self::Failing(failing) => failing.start,
        }
    }

    /// When the attempt about to be made begins, where a rule asks for it.
    #[inline]
    pub(crate) fn began(&self, policy: &Policy, clock: &dyn Clock) -> Began {
        self.begins_after(Duration::ZERO, policy, clock)
    }

    /// When the attempt begins that follows a sleep from now on, where a rule asks for it. The first
    /// begins with the run.
    #[inline]
    pub(crate) fn begins_after(
        &self,
        sleep: Duration,
        policy: &Policy,
        clock: &dyn Clock,
    ) -> Began {
        if policy.reset_after == nanos::NONE {
            Began::UNKNOWN
        } else if self.attempt() == 1 {
            Began::WITH_THE_RUN
        } else {
            self.begins_later(sleep, clock)
        }
    }

    // Not inlined: few runs have a rule that asks, and the others shall not carry the code for it.
    #[inline(never)]
    fn begins_later(&self, sleep: Duration, clock: &dyn Clock) -> Began {
        let then = reading(clock).saturating_add(nanos::from_duration(sleep));
        Began::after(then.saturating_sub(self.start()))
    }

    pub(crate) fn elapsed(&self, clock: &dyn Clock) -> Duration {
        nanos::to_duration(reading(clock).saturating_sub(self.start()))
    }

    /// The time from the start of the run to the start of the attempt about to be made. The first
    /// begins with the run.
    fn elapsed_before(&self, clock: &dyn Clock) -> Duration {
        if self.attempt() == 1 {
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
            number: self.attempt(),
            elapsed,
            remaining,
        }
    }

    /// Asks the driver what follows a failed attempt, which began then.
    //
    // The verdict by reference: by value, each retry would copy it for a call that few of them make.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "the compiler would not, as both calls are cold: a frame for every retry"
    )]
    pub(crate) fn decide(
        &mut self,
        policy: &Policy,
        verdict: &Verdict,
        clock: &dyn Clock,
        began: Began,
        schedule: Option<&mut dyn Schedule>,
    ) -> Decision {
        let failed = self.attempt();
        let usual = match (verdict, &schedule) {
            (Verdict::Retry, None) => self.usual_wait(policy, clock),
            _ => None,
        };
        match usual {
            Some(wait) => Decision {
                step: Ok(wait),
                failed,
                elapsed: 0,
                restarted: false,
                is_rehearsed: false,
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
    fn usual_wait(&mut self, policy: &Policy, clock: &dyn Clock) -> Option<u64> {
        match self {
            Self::Failing(failing) => failing.usual_wait(policy, clock),
            _ => self.first_usual_wait(policy, clock),
        }
    }

    // Apart, since a function that calls another one sets up a frame, and most retries need none.
    #[cold]
    #[inline(never)]
    fn first_usual_wait(&mut self, policy: &Policy, clock: &dyn Clock) -> Option<u64> {
        let Self::Fresh = self else { return None };
        *self = Self::Failing(Failing::untimed());
        self.usual_wait(policy, clock)
    }

    #[cold]
    #[inline(never)]
    fn decide_by_all(
        &mut self,
        policy: &Policy,
        verdict: &Verdict,
        clock: &dyn Clock,
        began: Began,
        schedule: Option<&mut dyn Schedule>,
    ) -> Decision {
        self.failing()
            .decide(policy, *verdict, clock, began, schedule)
    }

    #[inline]
    fn failing(&mut self) -> &mut Failing {
        match *self {
            Self::Fresh => *self = Self::Failing(Failing::untimed()),
            Self::FreshSince(start) => *self = Self::Failing(Failing::since(start)),
            Self::Failing(_) => {}
        }
        match self {
            Self::Failing(failing) => failing,
            _ => unreachable!("it is failing since the lines above"),
        }
    }

    /// Whether the async wait under way must yield to the executor before it ends. There is none
    /// before an attempt has failed.
    #[inline]
    pub(crate) const fn yields(&mut self) -> Option<&mut bool> {
        match self {
            Self::Fresh | Self::FreshSince(_) => None,
            Self::Failing(failing) => Some(&mut failing.yields),
        }
    }

    /// How long to sleep for a wait.
    #[inline]
    pub(crate) const fn slept(&self, wait: u64) -> Duration {
        let is_rehearsed = matches!(self, Self::Failing(failing) if failing.rehearsal.is_some());
        slept(wait, is_rehearsed)
    }
}

/// How long to sleep for a wait: not at all in a rehearsal.
#[inline]
pub(crate) const fn slept(wait: u64, is_rehearsed: bool) -> Duration {
    if is_rehearsed {
        Duration::ZERO
    } else {
        nanos::to_duration(wait)
    }
}
