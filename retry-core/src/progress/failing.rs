use core::num::NonZeroU64;

use super::{Decision, moved, reading};
use crate::{
    Jitter, Policy, Schedule, StopReason, Verdict,
    began::Began,
    driver,
    policy::following,
    rehearsal::Rehearsal,
    time::{Clock, Moment},
};

/// The state of the [`Driver`](crate::Driver) and what goes with it, once an attempt has failed.
#[derive(Clone, Copy, Debug)]
pub struct Failing {
    seed: Option<NonZeroU64>,
    pub(super) start: u64,
    pub(super) attempt: u32,
    /// Set if a test's guard takes the waits out of this run.
    pub(super) rehearsal: Option<Rehearsal>,
    /// Whether anything asks for the time, so that the clock was read at the start.
    pub(super) is_timed: bool,
    /// See [`Progress::yields`](super::Progress::yields).
    pub(super) yields: bool,
}

impl Failing {
    /// The state as the first attempt of a run fails that started then.
    pub(super) fn since(start: Moment) -> Self {
        Self {
            start: moved(start.nanos()),
            is_timed: true,
            ..Self::untimed()
        }
    }

    /// The state as the first attempt fails, where nobody asks for the time.
    pub(super) fn untimed() -> Self {
        #[cfg(feature = "std")]
        let rehearsal = crate::testing::rehearsal();
        #[cfg(not(feature = "std"))]
        let rehearsal = None;
        Self {
            seed: None,
            start: moved(0),
            attempt: 1,
            rehearsal,
            is_timed: false,
            yields: false,
        }
    }

    pub(super) fn decide(
        &mut self,
        policy: &Policy,
        verdict: Verdict,
        clock: &dyn Clock,
        began: Began,
        mut schedule: Option<&mut dyn Schedule>,
    ) -> Decision {
        let (mut elapsed, mut restarted) = (None, false);
        if self.is_timed {
            let now = reading(clock);
            let began = began
                .since_start()
                .map_or(now, |time| self.start.saturating_add(time));
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
            is_rehearsed: self.rehearsal.is_some(),
        }
    }

    /// See [`Progress::usual_wait`](super::Progress::usual_wait).
    #[inline]
    pub(super) fn usual_wait(&mut self, policy: &Policy, clock: &dyn Clock) -> Option<u64> {
        if self.is_timed || self.rehearsal.is_some() {
            return None;
        }
        // The seed that the jitter draws with, if that is known and if it does.
        let seed = match policy.jitter {
            Jitter::None => Some(0),
            Jitter::Full => policy.seed.or(self.seed.map(NonZeroU64::get)),
            _ => None,
        };
        match seed {
            // Here the rules call nothing, so that the compiler keeps all in registers.
            Some(seed) if policy.backoff.doubles() => {
                let seed = || seed;
                let wait = driver::decide(policy, self.attempt, Verdict::Retry, None, seed, None);
                let wait = wait.ok()?;
                self.attempt = following(self.attempt);
                Some(wait)
            }
            _ => self.usual_step(policy, clock),
        }
    }

    #[cold]
    #[inline(never)]
    fn usual_step(&mut self, policy: &Policy, clock: &dyn Clock) -> Option<u64> {
        self.step(policy, Verdict::Retry, None, clock, None).ok()
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
}

#[cold]
#[inline(never)]
fn draw_seed(clock: &dyn Clock) -> NonZeroU64 {
    NonZeroU64::new(clock.entropy()).unwrap_or(NonZeroU64::MIN)
}
