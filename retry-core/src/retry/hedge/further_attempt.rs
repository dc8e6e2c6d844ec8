use crate::{
    driver::{Driver, Facts, Held, Race, StopReason, Terms},
    limits::{Budget, Charge},
    observe::{self, ErrorFacts, ErrorView},
    outcome::{Outcome, Verdict},
    policy::Policy,
    retry::{
        Event,
        after_attempt::{AfterAttempt, Granted},
        budgeted::MaybeBudget,
        hook::{Hook, Name},
        policy_source::AsPolicy,
    },
    time::Clock,
};

/// Why a hedged run asks for a further attempt, or ends: an attempt has failed, or the delay of the hedge is over.
#[derive(Debug)]
pub struct FurtherAttempt<'a, R> {
    /// The outcome that failed.
    pub(crate) outcome: Option<&'a R>,
    /// A plain retry if the delay is over.
    pub(crate) verdict: &'a Verdict,
    /// Whether the attempt was cut at its timeout.
    pub(crate) was_cut: bool,
    /// Whether a breaker lets no attempt through now.
    pub(crate) held: Option<Held>,
    /// The attempt that failed, or the last that began.
    pub(crate) attempt: u32,
    /// The attempts that are out.
    pub(crate) race: Race,
    /// Why an earlier one was refused.
    pub(crate) refused: Option<StopReason>,
}

/// What a hedged run does in place of [`AfterAttempt::failed`] and [`AfterAttempt::accepted`].
impl<P, S, OnRetry, OnStop, OnEnd, N, G, T, V, Q>
    AfterAttempt<'_, P, S, OnRetry, OnStop, OnEnd, N, G, T, V, Q>
where
    P: AsPolicy,
    N: Name,
    G: MaybeBudget,
{
    /// Whether a further attempt is made, and after which wait in nanoseconds. `hedged` is the policy of the
    /// hedged run. If there is none and others are out, nobody hears of it: the run goes on.
    pub(crate) fn further<R>(
        self,
        driver: &mut Driver,
        clock: &dyn Clock,
        hedged: &Policy,
        elapsed: u64,
        further: &FurtherAttempt<'_, R>,
    ) -> Result<u64, StopReason>
    where
        R: Outcome,
        OnRetry: Hook<R>,
        V: ErrorView<R>,
    {
        let budget = self.budget.budget().or(hedged.budget);
        let terms = Terms {
            schedule: None,
            budget,
            was_cut: further.was_cut,
        };
        let verdict = further.verdict;
        let wait = match (further.refused, further.held) {
            (Some(reason), _) => Driver::decide_refused(verdict, reason),
            (None, Some(held)) => driver.decide_held(held, hedged, verdict, elapsed, clock, terms),
            (None, None) => driver.decide(hedged, verdict, elapsed, clock, terms),
        }?;
        let granted = Granted { driver, budget };
        let facts = Facts {
            name: self.name.name().or(self.policy.name()),
            attempt: further.attempt,
            elapsed,
            hint: verdict.hint(),
            next: Ok(wait),
            race: further.race,
        };
        self.on_retry.call(&Event {
            facts,
            outcome: further.outcome,
        });
        // The hook may have taken long.
        if OnRetry::IS_SET && granted.driver.is_too_late(hedged, clock, wait) {
            let reason = StopReason::Deadline;
            return Err(further
                .held
                .map_or(reason, |held| held.reason_of_limits(reason)));
        }
        granted.keep();
        observe::budget(budget);
        observe::tell(hedged, &facts, || match further.outcome {
            Some(outcome) => self.error_view.view(outcome).or_type_of(outcome),
            None => ErrorFacts::default(),
        });
        Ok(wait)
    }

    /// What follows the end of a hedged run that has failed.
    pub(crate) fn race_failed<R>(
        self,
        driver: &Driver,
        elapsed: u64,
        outcome: &R,
        verdict: &Verdict,
        reason: StopReason,
        race: Race,
    ) where
        R: Outcome,
        OnStop: Hook<R>,
        OnEnd: Hook<R>,
        V: ErrorView<R>,
    {
        let facts = Facts {
            name: self.name.name().or(self.policy.name()),
            attempt: driver.attempt(),
            elapsed,
            hint: verdict.hint(),
            next: Err(reason),
            race,
        };
        driver.record_end(|| facts);
        let event = Event {
            facts,
            outcome: Some(outcome),
        };
        self.on_stop.call(&event);
        self.on_end.call(&event);
        observe::budget(self.budget_in_force());
        observe::tell(self.policy.as_policy(), &facts, || {
            self.error_view.view(outcome).or_type_of(outcome)
        });
    }

    /// What follows the accepted outcome of a run that was hedged or has failed attempts.
    pub(crate) fn race_won<R>(
        self,
        driver: &Driver,
        clock: &dyn Clock,
        elapsed: u64,
        outcome: &R,
        race: Race,
        paid: Option<Charge>,
    ) where
        R: Outcome,
        OnEnd: Hook<R>,
    {
        if let Some(budget) = self.budget_in_force() {
            observe::watch(budget, || {
                budget.accepted_after(paid, true, || clock.nanos());
            });
        }
        let facts = Facts {
            name: self.name.name().or(self.policy.name()),
            attempt: driver.attempt(),
            elapsed,
            hint: None,
            next: Err(StopReason::Accepted),
            race,
        };
        driver.record_end(|| facts);
        self.on_end.call(&Event {
            facts,
            outcome: Some(outcome),
        });
        observe::tell(self.policy.as_policy(), &facts, ErrorFacts::default);
    }

    fn budget_in_force(&self) -> Option<&Budget> {
        self.budget.budget().or(self.policy.as_policy().budget)
    }
}
