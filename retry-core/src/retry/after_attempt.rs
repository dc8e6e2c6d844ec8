use super::{
    Event,
    budgeted::MaybeBudget,
    hook::{Hook, Name},
    options::Options,
    policy_source::AsPolicy,
    schedule::MaybeSchedule,
};
use crate::{
    driver::{AttemptStart, Driver, Facts, StopReason, Terms},
    limits::Budget,
    observe::{self, ErrorFacts, ErrorView},
    outcome::{Outcome, Verdict},
    policy::Policy,
    time::Clock,
};

/// What every loop does after an attempt: it asks the rules, pays or tells the budget, calls the hooks, and
/// tells what observes the run. It borrows what it needs of the options.
pub(crate) struct AfterAttempt<'a, P, S, OnRetry, OnStop, OnEnd, N, G, T, V> {
    policy: &'a P,
    schedule: &'a mut S,
    on_retry: &'a mut OnRetry,
    on_stop: &'a mut OnStop,
    on_end: &'a mut OnEnd,
    name: &'a N,
    budget: &'a G,
    error_view: &'a V,
    pub(super) timer: &'a T,
}

/// An attempt whose outcome was not accepted.
#[derive(Debug)]
pub struct FailedAttempt<'a, R> {
    pub(crate) outcome: &'a R,
    pub(crate) verdict: &'a Verdict,
    /// The time since the start of the run in nanoseconds, or 0 if nothing needs it.
    pub(crate) elapsed: u64,
    pub(crate) began: AttemptStart,
}

impl<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O>
    Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O>
{
    /// The options that matter after an attempt.
    #[inline]
    pub(super) fn after_attempt(
        &mut self,
    ) -> AfterAttempt<'_, P, S, OnRetry, OnStop, OnEnd, N, G, T, V> {
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
        }
    }
}

impl<P, S, OnRetry, OnStop, OnEnd, N, G, T, V>
    AfterAttempt<'_, P, S, OnRetry, OnStop, OnEnd, N, G, T, V>
where
    P: AsPolicy,
    S: MaybeSchedule,
    N: Name,
    G: MaybeBudget,
{
    /// What follows a failed attempt: a wait in nanoseconds, or the end of the run.
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
    ) -> Result<u64, StopReason>
    where
        R: Outcome,
        OnRetry: Hook<R>,
        OnStop: Hook<R>,
        OnEnd: Hook<R>,
        V: ErrorView<R>,
    {
        let policy = self.policy.as_policy();
        let budget = self.budget.budget();
        let terms = Terms {
            schedule: self.schedule.schedule(),
            budget,
            was_cut: failed.began == AttemptStart::Cut,
        };
        let next = driver.decide(policy, failed.verdict, failed.elapsed, clock, terms);
        let mut facts = Facts {
            name: self.name.name().or(self.policy.name()),
            attempt: driver.failed_attempt(&next),
            elapsed: failed.elapsed,
            hint: failed.verdict.hint(),
            next,
        };
        let outcome = failed.outcome;
        if let Ok(wait) = next {
            self.on_retry.call(&Event { facts, outcome });
            // The hook may have taken long.
            if OnRetry::IS_SET && driver.is_too_late(policy, clock, wait) {
                driver.revoke(budget.or(policy.budget));
                facts.next = Err(StopReason::Deadline);
            }
        }
        if facts.next.is_err() {
            let event = Event { facts, outcome };
            self.on_stop.call(&event);
            self.on_end.call(&event);
        }
        observe::budget(budget.or(policy.budget));
        observe::tell(policy, &facts, || self.error_view.view(outcome));
        facts.next
    }

    /// What follows an accepted outcome. `elapsed` is in nanoseconds.
    pub(crate) fn accepted<R>(self, driver: &Driver, clock: &dyn Clock, outcome: &R, elapsed: u64)
    where
        R: Outcome,
        OnEnd: Hook<R>,
    {
        if let Some(budget) = self.budget() {
            observe::watch(budget, || budget.accepted(driver.paid(), || clock.nanos()));
        }
        let facts = self.facts(driver.attempt(), elapsed, StopReason::Accepted);
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
        let event = Event { facts, outcome };
        self.on_stop.call(&event);
        self.on_end.call(&event);
        observe::tell(self.policy(), &facts, || self.error_view.view(outcome));
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
        }
    }

    fn budget(&self) -> Option<&Budget> {
        self.budget.budget().or(self.policy.as_policy().budget)
    }
}
