use core::time::Duration;

use crate::{
    Policy, Schedule, StopReason, Verdict, jitter, nanos,
    policy::{following, numbered},
};

/// The state machine behind every way to retry: told what an attempt came to, it answers "wait this
/// long" or "stop, because".
///
/// It does no I/O, reads no clock, draws no random number and holds no value of the user's. The
/// blocking loop, the future, the attribute and [`Run`](crate::Run) only carry out what it says. Use
/// it directly to build one more such shell, or to keep a run's state outside of the process: the
/// state is [`attempt`](Driver::attempt) and [`seed`](Driver::seed), and [`Driver::resume`] takes
/// them back.
///
/// The order of the checks: reset, verdict, attempts left, delay (schedule's end, hint's limit),
/// deadline. The first "no" stops the run, with its reason.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Driver {
    attempt: u32,
    seed: Option<u64>,
}

/// What the driver is told of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Failure {
    verdict: Verdict,
    elapsed: u64,
    ran: u64,
}

/// What the driver answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Step {
    /// Wait this long, then make the next attempt.
    Wait(Duration),
    /// Make no further attempt.
    Stop(StopReason),
}

impl Failure {
    /// A failure with this verdict, for a policy that has neither deadline nor reset.
    pub const fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            elapsed: 0,
            ran: 0,
        }
    }

    /// The time from the start of the first attempt to now, for the deadline.
    pub const fn elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = nanos::from_duration(elapsed);
        self
    }

    /// How long the failed attempt ran, for the reset.
    pub const fn ran(mut self, ran: Duration) -> Self {
        self.ran = nanos::from_duration(ran);
        self
    }
}

impl Default for Driver {
    fn default() -> Self {
        Self::new()
    }
}

impl Driver {
    /// A run that is about to make its first attempt.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attempt: 1,
            seed: None,
        }
    }

    /// A run that is about to make (or in the middle of) this attempt, counted from 1, with the seed
    /// that it has drawn, if it has.
    #[must_use]
    pub const fn resume(attempt: u32, seed: Option<u64>) -> Self {
        Self {
            attempt: numbered(attempt),
            seed,
        }
    }

    /// The attempt under way, counted from 1.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The seed of the run's jitter: `None` until a delay is drawn, and where the policy has its own.
    #[must_use]
    pub const fn seed(&self) -> Option<u64> {
        self.seed
    }

    /// Decides what follows a failed attempt.
    ///
    /// `draw_seed` is called at most once in a run, and only where a delay is random; `schedule`
    /// replaces the policy's backoff.
    pub fn step(
        &mut self,
        policy: &Policy,
        failure: Failure,
        draw_seed: &mut dyn FnMut() -> u64,
        mut schedule: Option<&mut dyn Schedule>,
    ) -> Step {
        let Failure {
            verdict,
            elapsed,
            ran,
        } = failure;
        if policy.resets(ran) {
            // With a fresh seed too: the delays of the run before are not waited again.
            *self = Self::new();
            if let Some(schedule) = &mut schedule {
                schedule.restart();
            }
        }
        let seed = || *self.seed.get_or_insert_with(draw_seed);
        match decide(policy, self.attempt, verdict, Some(elapsed), seed, schedule) {
            Ok(wait) => {
                self.attempt = following(self.attempt);
                Step::Wait(nanos::to_duration(wait))
            }
            Err(reason) => Step::Stop(reason),
        }
    }
}

/// The rules, once the reset is done: how many nanoseconds to wait before the next attempt, or why
/// there is none. [`Driver::step`] and the runs of this crate keep the state around it, each in the
/// form that suits it.
///
/// `elapsed` is `None` where nothing asks for the time; then the policy has no deadline.
#[inline(always)]
#[allow(
    clippy::inline_always,
    reason = "compiled once with all rules and once without those that ask for the time or a schedule"
)]
pub(crate) fn decide(
    policy: &Policy,
    attempt: u32,
    verdict: Verdict,
    elapsed: Option<u64>,
    draw_seed: impl FnOnce() -> u64,
    schedule: Option<&mut dyn Schedule>,
) -> Result<u64, StopReason> {
    match verdict {
        Verdict::Accept => return Err(StopReason::Accepted),
        Verdict::Stop => return Err(StopReason::NotRetryable),
        Verdict::Retry | Verdict::RetryAfter(_) | Verdict::Throttled(_) => {}
    }
    if policy.is_last(attempt) {
        return Err(StopReason::Attempts);
    }

    let backoff = &policy.backoff;
    let (nominal, cap, is_own) = match schedule {
        None => (backoff.nominal(attempt), backoff.cap, false),
        Some(schedule) => match schedule.next_delay() {
            // Only a cap that was given applies to a schedule of the user's own.
            Some(delay) => {
                let cap = backoff.given_cap();
                (nanos::from_duration(delay).min(cap), cap, true)
            }
            None => return Err(StopReason::ScheduleEnded),
        },
    };
    let hint = verdict.hint().map(nanos::from_duration);
    match hint {
        Some(asked) if asked > policy.max_retry_after => {
            return Err(StopReason::HintTooLong {
                asked: nanos::to_duration(asked),
                limit: nanos::to_duration(policy.max_retry_after),
            });
        }
        _ => {}
    }

    let longest = match elapsed {
        None => u64::MAX,
        Some(elapsed) => policy.longest_wait(elapsed).ok_or(StopReason::Deadline)?,
    };
    let jitter = policy.jitter;
    let seed = || policy.seed.unwrap_or_else(draw_seed);
    let wait = match hint {
        None if !jitter.draws(nominal) => nominal,
        None if is_own => jitter.spread(nominal, cap, attempt, seed()),
        None => jitter.delay(nominal, backoff, attempt, seed()),
        Some(hint) if policy.exact_hints => hint,
        Some(hint) if !jitter.is_random() => hint.max(nominal),
        Some(hint) => match above(hint, nominal, longest) {
            0 => hint,
            draw => jitter::drawn(seed(), attempt, hint, hint.saturating_add(draw)),
        },
    };
    if wait > longest {
        return Err(StopReason::Deadline);
    }
    Ok(wait)
}

/// What is drawn from above a hint, which is a floor: up to a tenth of it or the nominal delay,
/// whichever is more, so that a fleet that was told the same second does not return in the same
/// second. The draw, not the hint, gives way to `longest`.
fn above(hint: u64, nominal: u64, longest: u64) -> u64 {
    nominal.max(hint / 10).min(longest.saturating_sub(hint))
}
