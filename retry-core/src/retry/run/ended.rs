use core::time::Duration;

use super::Run;
use crate::{
    driver::{AttemptStart, StopReason},
    outcome::{Outcome, Verdict},
    retry::{
        Pause,
        after_attempt::FailedAttempt,
        grant::Grant,
        hand_driven::{HandDriven, StartOptions},
    },
    time::Clock,
};

/// What follows an attempt, for the loop by hand and for the adapters.
impl<T: Clock, C: StartOptions> Run<T, C> {
    /// Decides what follows an attempt: a wait in nanoseconds, or the end of the run.
    pub(crate) fn ended<R>(
        &mut self,
        outcome: &R,
        verdict: Verdict,
        can_repeat: impl FnOnce() -> bool,
    ) -> Result<u64, StopReason>
    where
        R: Outcome,
        C: HandDriven<R>,
    {
        if verdict == Verdict::Accept {
            self.accept_with(|options, driver, clock, elapsed| {
                options.accepted(driver, clock, outcome, elapsed);
            });
            return Err(StopReason::Accepted);
        }
        let now = self.clock.read();
        let policy = self.options.policy();
        let elapsed = self.driver.failed_after(policy, now, self.began);
        let failed = FailedAttempt {
            outcome,
            verdict: &verdict,
            elapsed,
            was_cut: false,
        };
        let next = self
            .options
            .failed(&mut self.driver, &self.clock, &failed, can_repeat);
        match next {
            // A loop does not say when its next attempt begins: assume right after the pause.
            Ok(wait) => self.began = self.start_after(self.driver.sleep_for(wait)),
            Err(reason) => self.stop_reason = Some(reason),
        }
        next
    }

    pub(super) fn start_after(&self, sleep: Duration) -> AttemptStart {
        self.driver
            .attempt_start(sleep, self.options.policy(), &self.clock)
    }

    /// The pause for a wait, in nanoseconds, before the next attempt.
    pub(crate) fn pause_for(&self, wait: u64) -> Pause<T, C::Budget>
    where
        T: Clone,
    {
        Pause {
            delay: self.driver.sleep_for(wait),
            timer: self.clock.timer.clone(),
            grant: self.grant(),
        }
    }

    /// The retry that was granted last.
    pub(crate) fn grant(&self) -> Grant<C::Budget> {
        self.options.grant(self.driver.paid())
    }
}
