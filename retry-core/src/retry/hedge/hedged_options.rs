use core::time::Duration;

use super::further_attempt::FurtherAttempt;
use crate::{
    driver::{AttemptStart, Driver, Race, StopReason},
    limits::Charge,
    observe::{self, ErrorView},
    outcome::{Judge, Outcome, Unset, Verdict},
    policy::nanos,
    retry::{
        budgeted::MaybeBudget,
        hook::{Hook, Name},
        limit::Limit,
        maybe_breaker::{MaybeBreaker, PerAttempt, RefusedAs},
        options::Options,
        output_mode::OutputMode,
        policy_source::AsPolicy,
        run_options::{AsyncOptions, RunOptions},
    },
    time::{AsyncWait, Task},
};

/// What the future of a hedged run asks of its options.
#[diagnostic::on_unimplemented(
    message = "these options do not go with `.hedge(..)`",
    note = "a hedged run makes its attempts when the hedge says so: leave out `.schedule(..)`"
)]
pub trait HedgedOptions<R>: AsyncOptions<R> {
    /// The breaker of a single attempt, several of which may be out.
    type Breaker: MaybeBreaker;
    /// The breaker of an attempt that begins.
    fn breaker(&self) -> Self::Breaker;
    /// The outcome in place of an attempt that its breaker refused.
    fn refused_by(&self, breaker: &mut Self::Breaker) -> R;
    /// The future of the delay before a hedge, or of a wait while other attempts are out.
    fn alarm(&mut self, delay: Duration) -> Self::Sleep;
    /// A guard for an attempt with this limit, next to which others may be out.
    fn guard_beside_others(&mut self, limit: Option<Duration>) -> Self::Guard;
    /// Whether a further attempt is made, and after which wait. At most `at_most` are.
    ///
    /// # Errors
    ///
    /// Why there is none.
    fn further(
        &mut self,
        driver: &mut Driver,
        at_most: u32,
        further: &FurtherAttempt<'_, R>,
    ) -> Result<Duration, StopReason>;
    /// Takes back a further attempt that was granted and is not made.
    fn revoke(&self, driver: &mut Driver);
    /// Ends a run whose last attempt has failed, or with a failure that is not retried.
    fn fail_race(
        &mut self,
        driver: &mut Driver,
        outcome: R,
        verdict: &Verdict,
        reason: StopReason,
        race: Race,
    ) -> Self::Output;
    /// Ends a run with an accepted outcome, after hedges or failures. `paid` is what its last attempt took from
    /// the budget.
    fn win_race(
        &mut self,
        driver: &Driver,
        outcome: R,
        race: Race,
        paid: Option<Charge>,
    ) -> Self::Output;
}

/// Options that go with a hedge: those without a schedule.
#[diagnostic::on_unimplemented(
    message = "`.schedule(..)` and `.hedge(..)` do not go together: a hedge says when attempts start",
    label = "this operation has a schedule",
    note = "leave out one of the two"
)]
pub trait TakesHedge {}

impl<P, J, V, A, B, E, N, G, K, T, L, O, Q> TakesHedge
    for Options<P, J, V, Unset, A, B, E, N, G, K, T, L, O, Q>
{
}

impl<R, P, J, V, OnRetry, OnStop, OnEnd, N, G, T, L, O, Q> HedgedOptions<R>
    for Options<P, J, V, Unset, OnRetry, OnStop, OnEnd, N, G, Unset, T, L, O, Q>
where
    Self: AsyncOptions<R, Sleep = T::Sleep, Guard = L::Guard<T::Sleep>, Output = O::Output>,
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    OnRetry: Hook<R>,
    OnStop: Hook<R>,
    OnEnd: Hook<R>,
    N: Name,
    G: MaybeBudget,
    T: AsyncWait,
    L: Limit<R::Error>,
    O: OutputMode<R>,
    V: ErrorView<R>,
    Q: RefusedAs<R::Error> + PerAttempt<Breaker: RefusedAs<R::Error>>,
{
    type Breaker = Q::Breaker;

    fn breaker(&self) -> Q::Breaker {
        self.breaker.breaker()
    }

    fn refused_by(&self, breaker: &mut Q::Breaker) -> R {
        R::from_error(breaker.error())
    }

    fn alarm(&mut self, delay: Duration) -> T::Sleep {
        self.timer.alarm(delay)
    }

    fn guard_beside_others(&mut self, limit: Option<Duration>) -> Self::Guard {
        L::guard(limit, |limit| self.timer.alarm(limit))
    }

    fn further(
        &mut self,
        driver: &mut Driver,
        at_most: u32,
        further: &FurtherAttempt<'_, R>,
    ) -> Result<Duration, StopReason> {
        let needs_clock = RunOptions::<R, Task>::needs_clock(self);
        let after = self.after_attempt();
        let clock = after.timer.clock();
        let hedged = after.policy().hedged(at_most);
        let elapsed = if needs_clock {
            driver.failed_now(&hedged, clock, AttemptStart::Unknown)
        } else {
            0
        };
        let wait = after.further(driver, clock, &hedged, elapsed, further)?;
        if !further.race.is_on() {
            // Otherwise the run does not wait for it: it has attempts out.
            self.output.add_wait(driver.attempt() - 1, wait);
        }
        Ok(driver.sleep_for(wait))
    }

    fn revoke(&self, driver: &mut Driver) {
        let budget = self.budget.budget().or(self.policy.as_policy().budget);
        driver.revoke(budget);
        observe::budget(budget);
    }

    fn fail_race(
        &mut self,
        driver: &mut Driver,
        outcome: R,
        verdict: &Verdict,
        reason: StopReason,
        race: Race,
    ) -> O::Output {
        let needs_clock = RunOptions::<R, Task>::needs_clock(self);
        let after = self.after_attempt();
        let elapsed = if needs_clock {
            driver.elapsed(after.timer.clock())
        } else {
            Duration::ZERO
        };
        let nanos = nanos::from_duration(elapsed);
        after.race_failed(driver, nanos, &outcome, verdict, reason, race);
        let outcome = self.judge.exhausted(outcome);
        let attempts = driver.attempt();
        self.output
            .end_race(outcome, attempts, elapsed, reason, race)
    }

    fn win_race(
        &mut self,
        driver: &Driver,
        outcome: R,
        race: Race,
        paid: Option<Charge>,
    ) -> O::Output {
        let needs_clock = RunOptions::<R, Task>::needs_clock(self);
        let after = self.after_attempt();
        let clock = after.timer.clock();
        let elapsed = if needs_clock {
            driver.elapsed(clock)
        } else {
            Duration::ZERO
        };
        let nanos = nanos::from_duration(elapsed);
        after.race_won(driver, clock, nanos, &outcome, race, paid);
        let (attempts, stop) = (driver.attempt(), StopReason::Accepted);
        self.output.end_race(outcome, attempts, elapsed, stop, race)
    }
}
