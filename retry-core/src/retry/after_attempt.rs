use core::mem;

use super::{
    Event,
    budgeted::MaybeBudget,
    hook::{Hook, Name},
    maybe_breaker::MaybeBreaker,
    options::Options,
    policy_source::AsPolicy,
    schedule::MaybeSchedule,
};
use crate::{
    driver::{Driver, Facts, Race, StopReason, Terms},
    limits::Budget,
    observe::{self, ErrorFacts, ErrorView},
    outcome::{Outcome, Verdict},
    policy::Policy,
    time::Clock,
};

/// What every loop does after an attempt: it tells the breaker, asks the rules, pays or tells the budget, calls the hooks, and
/// tells what observes the run. It borrows what it needs of the options.
pub(crate) struct AfterAttempt<'a, P, S, OnRetry, OnStop, OnEnd, N, G, T, V, Q> {
    pub(crate) policy: &'a P,
    pub(crate) schedule: &'a mut S,
    pub(crate) on_retry: &'a mut OnRetry,
    pub(crate) on_stop: &'a mut OnStop,
    pub(crate) on_end: &'a mut OnEnd,
    pub(crate) name: &'a N,
    pub(crate) budget: &'a G,
    pub(crate) error_view: &'a V,
    pub(crate) timer: &'a T,
    pub(crate) breaker: &'a mut Q,
}

/// An attempt whose outcome was not accepted.
#[derive(Debug)]
pub struct FailedAttempt<'a, R> {
    pub(crate) outcome: &'a R,
    pub(crate) verdict: &'a Verdict,
    /// The time since the start of the run in nanoseconds, or 0 if nothing needs it.
    pub(crate) elapsed: u64,
    /// Whether it was cut at its timeout.
    pub(crate) was_cut: bool,
}

impl<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
    Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
{
    /// The options that matter after an attempt.
    #[inline]
    pub(super) fn after_attempt(
        &mut self,
    ) -> AfterAttempt<'_, P, S, OnRetry, OnStop, OnEnd, N, G, T, V, Q> {
        AfterAttempt {
            policy: &self.policy,
            schedule: &mut self.schedule,
            on_retry: &mut self.on_retry,
            on_stop: &mut self.on_stop,
            on_end: &mut self.on_end,
            name: &self.name,
            budget: &self.budget,
            error_view: &self.error_view,
            timer: &self.timer,
            breaker: &mut self.breaker,
        }
    }
}

impl<P, S, OnRetry, OnStop, OnEnd, N, G, T, V, Q>
    AfterAttempt<'_, P, S, OnRetry, OnStop, OnEnd, N, G, T, V, Q>
where
    P: AsPolicy,
    S: MaybeSchedule,
    N: Name,
    G: MaybeBudget,
    Q: MaybeBreaker,
{
    /// What follows a failed attempt: a wait in nanoseconds, or the end of the run.
    ///
    /// `can_repeat` says whether the operation can run again. It is asked once the rules have granted a
    /// retry: a request may be copied for it.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "otherwise it is not inlined, since it calls a cold function, and each retry pays a frame"
    )]
    pub(crate) fn failed<R>(
        self,
        driver: &mut Driver,
        clock: &dyn Clock,
        failed: &FailedAttempt<'_, R>,
        can_repeat: impl FnOnce() -> bool,
    ) -> Result<u64, StopReason>
    where
        R: Outcome,
        OnRetry: Hook<R>,
        OnStop: Hook<R>,
        OnEnd: Hook<R>,
        V: ErrorView<R>,
    {
        let FailedAttempt {
            outcome,
            verdict,
            elapsed,
            was_cut,
        } = *failed;
        let policy = self.policy.as_policy();
        let budget = self.budget.budget().or(policy.budget);
        let held = self.breaker.failed(verdict, clock);
        let terms = Terms {
            schedule: self.schedule.schedule(),
            budget,
            was_cut,
        };
        let mut next = match held {
            None => driver.decide(policy, verdict, elapsed, clock, terms),
            Some(held) => driver.decide_held(held, policy, verdict, elapsed, clock, terms),
        };
        let attempt = driver.failed_attempt(&next);
        // Made where it is needed, which in most runs is nowhere.
        let facts = |next| Facts {
            name: self.name.name().or(self.policy.name()),
            attempt,
            elapsed,
            hint: verdict.hint(),
            next,
            race: Race::default(),
        };
        if let Ok(wait) = next {
            let granted = Granted { driver, budget };
            if can_repeat() {
                let facts = facts(next);
                let outcome = Some(outcome);
                self.on_retry.call(&Event { facts, outcome });
                // The hook may have taken long.
                if OnRetry::IS_SET && granted.driver.is_too_late(policy, clock, wait) {
                    next = Err(StopReason::Deadline);
                } else {
                    granted.keep();
                }
            } else {
                next = Err(StopReason::NotReplayable);
            }
            if let Some(held) = held {
                next = next.map_err(|reason| held.reason_of_limits(reason));
            }
        }
        if next.is_err() {
            driver.record_end(|| facts(next));
            let facts = facts(next);
            let event = Event {
                facts,
                outcome: Some(outcome),
            };
            self.on_stop.call(&event);
            self.on_end.call(&event);
        }
        observe::budget(budget);
        observe::tell(policy, &facts(next), || {
            self.error_view.view(outcome).or_type_of(outcome)
        });
        next
    }

    /// What follows an accepted outcome. `elapsed` is in nanoseconds.
    pub(crate) fn accepted<R>(self, driver: &Driver, clock: &dyn Clock, outcome: &R, elapsed: u64)
    where
        R: Outcome,
        OnEnd: Hook<R>,
    {
        self.breaker.accepted(clock);
        if let Some(budget) = self.budget() {
            observe::watch(budget, || budget.accepted(driver.paid(), || clock.nanos()));
        }
        let facts = self.facts(driver.attempt(), elapsed, StopReason::Accepted);
        driver.record_end(|| facts);
        let outcome = Some(outcome);
        self.on_end.call(&Event { facts, outcome });
        observe::tell(self.policy.as_policy(), &facts, ErrorFacts::default);
    }

    /// What follows a wait that was cancelled, after an attempt with this outcome.
    pub(crate) fn cancelled<R>(self, driver: &mut Driver, outcome: &R, elapsed: u64)
    where
        R: Outcome,
        OnStop: Hook<R>,
        OnEnd: Hook<R>,
        V: ErrorView<R>,
    {
        driver.revoke(self.budget());
        observe::budget(self.budget());
        let facts = self.facts(driver.attempt(), elapsed, StopReason::Cancelled);
        driver.record_end(|| facts);
        let event = Event {
            facts,
            outcome: Some(outcome),
        };
        self.on_stop.call(&event);
        self.on_end.call(&event);
        observe::tell(self.policy(), &facts, || {
            self.error_view.view(outcome).or_type_of(outcome)
        });
    }

    pub(super) fn policy(&self) -> &Policy {
        self.policy.as_policy()
    }

    fn facts(&self, attempt: u32, elapsed: u64, reason: StopReason) -> Facts {
        Facts {
            name: self.name.name().or(self.policy.name()),
            attempt,
            elapsed,
            hint: None,
            next: Err(reason),
            race: Race::default(),
        }
    }

    fn budget(&self) -> Option<&Budget> {
        self.budget.budget().or(self.policy.as_policy().budget)
    }
}

/// A retry that the rules have granted. If it is dropped, also because a hook panics, the retry is not made
/// and the budget gets back what it took.
pub(super) struct Granted<'a> {
    pub(super) driver: &'a mut Driver,
    pub(super) budget: Option<&'a Budget>,
}

impl Granted<'_> {
    pub(super) fn keep(self) {
        mem::forget(self);
    }
}

impl Drop for Granted<'_> {
    fn drop(&mut self) {
        self.driver.revoke(self.budget);
    }
}
