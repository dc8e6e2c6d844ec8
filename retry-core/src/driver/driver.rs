use core::{num::NonZeroU64, time::Duration};

use super::{
    Attempt, AttemptStart, Failure, Schedule, Step, StopReason,
    failing::{Failing, Times, reading},
    no_waits,
};
use crate::{
    policy::{Policy, nanos, nearest_number},
    time::{Clock, Moment},
};

/// The state of a run, and the rules that move it: told of a failed attempt, it answers "wait this
/// long" or "stop, because".
///
/// Every loop of this crate holds one: blocking, future, attribute, by hand. It does no I/O, reads no
/// clock, draws no random number and holds no value of the user's. Use it directly to write one more
/// loop, or to keep a run's state outside of the process: the state is
/// [`attempt`](Driver::attempt) and [`seed`](Driver::seed), and [`Driver::resume`] takes them back.
/// With feature `serde`, a driver reads and writes these two.
///
/// The order of the checks: reset, verdict, attempts left, delay (end of the schedule, limit of the
/// hint), deadline. The first "no" stops the run, with its reason.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Driver, Failure, Jitter, Policy, Step, StopReason, Verdict};
///
/// const POLICY: Policy = Policy::new().attempts(2).jitter(Jitter::None);
/// let mut driver = Driver::new();
/// let mut fail = || driver.step(&POLICY, Failure::new(Verdict::Retry), &mut || 7, None);
/// assert_eq!(fail(), Step::Wait(Duration::from_millis(100)));
/// assert_eq!(fail(), Step::Stop(StopReason::Attempts));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Driver {
    phase: Phase,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// No attempt has failed, and nothing asks for the time.
    Fresh,
    /// No attempt has failed. The run began then; to make a number of that takes long, so it waits
    /// for a failure.
    FreshSince(Moment),
    Failing(Failing),
}

impl Driver {
    /// A run that is about to make its first attempt.
    //
    // Not a `const`: each use would copy all 24 bytes, where this sets one.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self {
            phase: Phase::Fresh,
        }
    }

    /// A run that is about to make (or in the middle of) this attempt, counted from 1, with the seed
    /// that it has drawn, if it has. A seed of 0 is 1.
    #[must_use]
    pub const fn resume(attempt: u32, seed: Option<u64>) -> Self {
        let mut failing = Failing::untimed();
        failing.attempt = nearest_number(attempt);
        failing.seed = match seed {
            Some(0) => Some(NonZeroU64::MIN),
            Some(seed) => NonZeroU64::new(seed),
            None => None,
        };
        Self {
            phase: Phase::Failing(failing),
        }
    }

    /// The attempt under way, counted from 1.
    #[must_use]
    #[inline]
    pub const fn attempt(&self) -> u32 {
        match &self.phase {
            Phase::Fresh | Phase::FreshSince(_) => 1,
            Phase::Failing(failing) => failing.attempt,
        }
    }

    /// The seed of the run's jitter: `None` until a delay is drawn, and where the policy has its own.
    #[must_use]
    pub const fn seed(&self) -> Option<u64> {
        match &self.phase {
            Phase::Failing(Failing {
                seed: Some(seed), ..
            }) => Some(seed.get()),
            _ => None,
        }
    }

    /// Decides what follows a failed attempt.
    ///
    /// `draw_seed` is called at most once in a run (again after a reset), and only where a delay is
    /// random. `schedule` replaces the policy's backoff: its next item is the next nominal delay, and
    /// its end ends the run.
    pub fn step(
        &mut self,
        policy: &Policy,
        failure: Failure,
        draw_seed: &mut dyn FnMut() -> u64,
        schedule: Option<Schedule<'_>>,
    ) -> Step {
        if !matches!(self.phase, Phase::Failing(_)) {
            // The caller keeps the time and waits as it likes, in tests too.
            self.phase = Phase::Failing(Failing::untimed());
        }
        let (elapsed, _) = self.failed_at(policy, failure.times());
        match self.decide(policy, &failure.verdict(), elapsed, draw_seed, schedule) {
            Ok(wait) => Step::Wait(nanos::to_duration(wait)),
            Err(reason) => Step::Stop(reason),
        }
    }

    /// Starts the clock, for a run in which anything asks for the time.
    #[inline]
    pub(crate) fn begin(&mut self, clock: &dyn Clock) {
        self.phase = Phase::FreshSince(clock.moment());
    }

    /// The state after a failed attempt.
    #[inline]
    pub(super) fn failing(&mut self) -> &mut Failing {
        if !matches!(self.phase, Phase::Failing(_)) {
            self.fail_first();
        }
        match &mut self.phase {
            Phase::Failing(failing) => failing,
            _ => unreachable!("it is failing since the lines above"),
        }
    }

    /// With the first failure of a run, the tests that take waits out are asked.
    #[cold]
    #[inline(never)]
    fn fail_first(&mut self) {
        let mut failing = match self.phase {
            Phase::FreshSince(start) => Failing::since(start.nanos()),
            _ => Failing::untimed(),
        };
        failing.no_waits = no_waits::mode();
        self.phase = Phase::Failing(failing);
    }

    /// Reads the clock, as an attempt that began then has failed. Gives the time since the start of the
    /// run in nanoseconds, and whether this attempt started the run again.
    #[cold]
    #[inline(never)]
    pub(crate) fn failed_now(
        &mut self,
        policy: &Policy,
        clock: &dyn Clock,
        began: AttemptStart,
    ) -> (u64, bool) {
        let now = reading(clock.nanos());
        let began = began
            .since_start()
            .map_or(now, |time| self.start().saturating_add(time));
        self.failed_at(policy, Times { now, began })
    }

    /// The first of the rules, the reset: an attempt that ran long enough starts the run again.
    fn failed_at(&mut self, policy: &Policy, times: Times) -> (u64, bool) {
        let failing = self.failing();
        let was_reset = policy.resets(times.ran());
        if was_reset {
            failing.reset(times.began);
        }
        (times.now.saturating_sub(failing.start), was_reset)
    }

    fn start(&self) -> u64 {
        match self.phase {
            Phase::Fresh => reading(0),
            Phase::FreshSince(start) => reading(start.nanos()),
            Phase::Failing(failing) => failing.start,
        }
    }

    /// The attempt that failed, after the driver has decided what follows.
    pub(crate) const fn failed(&self, next: &Result<u64, StopReason>) -> u32 {
        match next {
            // Counted already; the last number is its own successor.
            Ok(_) => self.attempt() - 1,
            Err(_) => self.attempt(),
        }
    }

    /// How long to sleep for a wait: not at all where tests take the waits out.
    #[inline]
    pub(crate) const fn sleep_for(&self, wait: u64) -> Duration {
        match &self.phase {
            Phase::Failing(failing) if failing.no_waits.is_some() => Duration::ZERO,
            _ => nanos::to_duration(wait),
        }
    }

    /// The time since the start of the run, which reads its clock.
    pub(crate) fn elapsed(&self, clock: &dyn Clock) -> Duration {
        nanos::to_duration(reading(clock.nanos()).saturating_sub(self.start()))
    }

    /// When the attempt begins that follows a sleep from now on, where a rule asks for it. The first
    /// attempt begins with the run.
    #[inline]
    pub(crate) fn attempt_start(
        &self,
        sleep: Duration,
        policy: &Policy,
        clock: &dyn Clock,
    ) -> AttemptStart {
        if policy.reset_after == nanos::NONE {
            AttemptStart::UNKNOWN
        } else if self.attempt() == 1 {
            AttemptStart::WITH_THE_RUN
        } else {
            self.start_after(sleep, clock)
        }
    }

    // Not inlined: few runs have a rule that asks, which keeps the code out of the other call sites.
    #[inline(never)]
    fn start_after(&self, sleep: Duration, clock: &dyn Clock) -> AttemptStart {
        let elapsed = nanos::from_duration(self.elapsed(clock));
        AttemptStart::after(elapsed.saturating_add(nanos::from_duration(sleep)))
    }

    /// The snapshot for the attempt about to begin. The first begins with the run.
    pub(crate) fn next_attempt(&self, policy: &Policy, clock: &dyn Clock) -> Attempt {
        if self.attempt() == 1 {
            self.snapshot(policy, Duration::ZERO)
        } else {
            self.snapshot(policy, self.elapsed(clock))
        }
    }

    /// The snapshot of an attempt at this time since the start of the run.
    pub(crate) fn snapshot(&self, policy: &Policy, elapsed: Duration) -> Attempt {
        Attempt {
            number: self.attempt(),
            elapsed,
            remaining: nanos::limit(policy.deadline)
                .map(|deadline| deadline.saturating_sub(elapsed)),
        }
    }

    /// Whether the async wait under way must still yield to the executor. There is no wait before an
    /// attempt has failed.
    #[inline]
    pub(crate) const fn yields(&mut self) -> Option<&mut bool> {
        match &mut self.phase {
            Phase::Failing(failing) => Some(&mut failing.yields),
            Phase::Fresh | Phase::FreshSince(_) => None,
        }
    }
}

impl Default for Driver {
    fn default() -> Self {
        Self::new()
    }
}

/// Two drivers are equal if they are at the same attempt with the same seed.
impl PartialEq for Driver {
    fn eq(&self, other: &Self) -> bool {
        (self.attempt(), self.seed()) == (other.attempt(), other.seed())
    }
}

impl Eq for Driver {}
