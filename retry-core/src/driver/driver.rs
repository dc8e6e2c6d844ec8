use core::{num::NonZeroU64, time::Duration};

use super::{
    Attempt, AttemptStart, Failure, Schedule, Step, StopReason, Terms,
    failing::{Failing, Times, shifted},
    given_clock::GivenClock,
    run_mode::RunMode,
};
use crate::{
    limits::Charge,
    outcome::Verdict,
    policy::{Policy, nanos, nearest_number},
    time::{Clock, Moment, WaitState},
};

/// The state of a run and the rules: given a failed attempt, it returns how long to wait, or why to
/// stop.
///
/// Every loop of this crate has one. Use it directly for a loop of your own, such as an adapter. For a run that a
/// queue holds between attempts there is [`stored`](crate::stored). Its state is [`attempt`](Driver::attempt) and
/// [`seed`](Driver::seed), which [`Driver::resume`] takes and feature `serde` reads and writes. [`step`](Driver::step) does no I/O:
/// it gets times and random numbers from its caller.
///
/// The order of the checks: reset, verdict, attempts left, delay (end of the schedule, limit of the
/// hint), deadline, budget. The first check that fails stops the run, with its reason.
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
    pub(super) phase: Phase,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Phase {
    /// No attempt has failed, and nothing needs the time.
    Fresh,
    /// No attempt has failed, and the run began then. The slow conversion into a number waits for a
    /// failure.
    FreshSince(Moment),
    Failing(Failing),
}

impl Driver {
    /// The state before the first attempt.
    //
    // Not a `const`: each use would copy all 24 bytes, where this sets one.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self {
            phase: Phase::Fresh,
        }
    }

    /// The state before (or during) this attempt, counted from 1, with the seed of the run if it has
    /// drawn one. A number of 0 counts as 1, and so does a seed of 0.
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

    /// The seed of the jitter. `None` until a random delay is drawn, or if the policy has a seed.
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
    /// `draw_seed` is called at most once for each run (and again after a reset), and only if a delay
    /// is random. `schedule` replaces the policy's backoff: its next item is the next nominal delay,
    /// and its end ends the run.
    pub fn step(
        &mut self,
        policy: &Policy,
        failure: Failure,
        draw_seed: &mut dyn FnMut() -> u64,
        schedule: Option<Schedule<'_>>,
    ) -> Step {
        if failure.verdict() == Verdict::Accept {
            // Not a failure, so it does not start the run over.
            return Step::Stop(StopReason::Accepted);
        }
        if !matches!(self.phase, Phase::Failing(_)) {
            // In the usual mode: the caller does the waiting.
            self.phase = Phase::Failing(Failing::untimed());
        }
        let elapsed = self.failed_at(policy, failure.times());
        let clock = GivenClock::new(failure.budget_time(), draw_seed);
        let verdict = &failure.verdict();
        let terms = Terms {
            schedule,
            budget: policy.budget,
            was_cut: false,
        };
        match self.decide(policy, verdict, elapsed, &clock, terms) {
            Ok(wait) => Step::Wait(nanos::to_duration(wait)),
            Err(reason) => Step::Stop(reason),
        }
    }

    /// Starts the clock, for a run that needs the time: it reads this.
    #[inline]
    pub(crate) fn begin_at(&mut self, start: Moment) {
        self.phase = Phase::FreshSince(start);
    }

    /// The state after a failed attempt.
    #[inline]
    pub(super) fn failing(&mut self) -> &mut Failing {
        if !matches!(self.phase, Phase::Failing(_)) {
            self.enter_failing();
        }
        match &mut self.phase {
            Phase::Failing(failing) => failing,
            _ => unreachable!("it is failing since the lines above"),
        }
    }

    /// The first failure of a run, which also looks up whether a test removes its waits.
    #[cold]
    #[inline(never)]
    fn enter_failing(&mut self) {
        let mut failing = match self.phase {
            Phase::FreshSince(start) => Failing::since(start.nanos()),
            _ => Failing::untimed(),
        };
        failing.mode = RunMode::here();
        self.phase = Phase::Failing(failing);
    }

    /// Reads the clock after an attempt that began at `began` has failed. Returns the time since the
    /// start of the run in nanoseconds.
    #[cold]
    #[inline(never)]
    pub(crate) fn failed_now(
        &mut self,
        policy: &Policy,
        clock: &dyn Clock,
        began: AttemptStart,
    ) -> u64 {
        self.failed_after(policy, clock.nanos(), began)
    }

    /// The same at this reading of the clock, in nanoseconds.
    pub(crate) fn failed_after(&mut self, policy: &Policy, now: u64, began: AttemptStart) -> u64 {
        let now = shifted(now);
        let began = began
            .since_start()
            .map_or(now, |time| self.start().saturating_add(time));
        self.failed_at(policy, Times { now, began })
    }

    /// The first rule, the reset: an attempt that ran long enough starts the run over.
    fn failed_at(&mut self, policy: &Policy, times: Times) -> u64 {
        let failing = self.failing();
        if policy.resets(times.ran()) {
            // The deadline counts from the failure. Without one, times are reported from the start of
            // the attempt, which is the first of the new run.
            failing.reset(match policy.deadline {
                nanos::NONE => times.began,
                _ => times.now,
            });
        }
        times.now.saturating_sub(failing.start)
    }

    fn start(&self) -> u64 {
        match self.phase {
            Phase::Fresh => shifted(0),
            Phase::FreshSince(start) => shifted(start.nanos()),
            Phase::Failing(failing) => failing.start,
        }
    }

    /// The number of the attempt that failed, once `decide` has returned `next`.
    pub(crate) const fn failed_attempt(&self, next: &Result<u64, StopReason>) -> u32 {
        match next {
            // `decide` has counted the next attempt.
            Ok(_) => self.attempt() - 1,
            Err(_) => self.attempt(),
        }
    }

    /// How long to sleep for this wait: not at all if a test removes the waits.
    #[inline]
    pub(crate) const fn sleep_for(&self, wait: u64) -> Duration {
        match &self.phase {
            Phase::Failing(failing) if failing.mode.is_without_waits() => Duration::ZERO,
            _ => nanos::to_duration(wait),
        }
    }

    /// The time since the start of the run, whose clock this is.
    pub(crate) fn elapsed(&self, clock: &dyn Clock) -> Duration {
        self.elapsed_at(clock.nanos())
    }

    /// The same at this reading of the clock, in nanoseconds.
    pub(super) fn elapsed_at(&self, now: u64) -> Duration {
        nanos::to_duration(shifted(now).saturating_sub(self.start()))
    }

    /// The start of the attempt that follows a sleep from now on, if a rule needs it. The first attempt
    /// starts with the run.
    #[inline]
    pub(crate) fn attempt_start(
        &self,
        sleep: Duration,
        policy: &Policy,
        clock: &dyn Clock,
    ) -> AttemptStart {
        if policy.reset_after == nanos::NONE {
            AttemptStart::Unknown
        } else if self.attempt() == 1 {
            AttemptStart::WITH_THE_RUN
        } else {
            self.start_after(sleep, clock)
        }
    }

    // Not inlined: few runs need this, which keeps it out of the other call sites.
    #[inline(never)]
    fn start_after(&self, sleep: Duration, clock: &dyn Clock) -> AttemptStart {
        let elapsed = nanos::from_duration(self.elapsed(clock));
        AttemptStart::after(elapsed.saturating_add(nanos::from_duration(sleep)))
    }

    /// The snapshot for an attempt that begins now. The first one begins with the run.
    pub(crate) fn snapshot_now(&self, policy: &Policy, clock: &dyn Clock) -> Attempt {
        if self.attempt() == 1 {
            self.snapshot(policy, Duration::ZERO)
        } else {
            self.snapshot(policy, self.elapsed(clock))
        }
    }

    /// The snapshot for an attempt at this time since the start of the run.
    pub(crate) fn snapshot(&self, policy: &Policy, elapsed: Duration) -> Attempt {
        Attempt {
            number: self.attempt(),
            elapsed,
            remaining: nanos::limit(policy.deadline)
                .map(|deadline| deadline.saturating_sub(elapsed)),
        }
    }

    /// The state of the current wait. `None` before a failure, where there is no wait.
    #[inline]
    pub(crate) const fn wait(&mut self) -> Option<&mut WaitState> {
        match &mut self.phase {
            Phase::Failing(failing) => Some(&mut failing.wait),
            Phase::Fresh | Phase::FreshSince(_) => None,
        }
    }

    /// Whether an attempt has failed.
    #[inline]
    pub(crate) const fn has_failed(&self) -> bool {
        matches!(self.phase, Phase::Failing(_))
    }

    /// Says that the wait is over and the attempt begins, if somebody has paid for it.
    #[inline]
    pub(crate) const fn begin_attempt(&mut self) {
        if let (true, Some(wait)) = (self.is_waiting(), self.wait()) {
            *wait = WaitState::Over;
        }
    }

    /// Whether a retry was granted and its attempt has not begun.
    #[inline]
    pub(crate) const fn is_waiting(&self) -> bool {
        matches!(
            self.phase,
            Phase::Failing(Failing {
                wait: WaitState::UnderWay | WaitState::Yields,
                ..
            })
        )
    }

    /// What the last retry took from the budget.
    pub(crate) const fn paid(&self) -> Option<Charge> {
        match self.phase {
            Phase::Failing(failing) => failing.paid,
            Phase::Fresh | Phase::FreshSince(_) => None,
        }
    }
}

impl Default for Driver {
    fn default() -> Self {
        Self::new()
    }
}

/// Drivers are equal if they have the same attempt and seed.
impl PartialEq for Driver {
    fn eq(&self, other: &Self) -> bool {
        (self.attempt(), self.seed()) == (other.attempt(), other.seed())
    }
}

impl Eq for Driver {}
