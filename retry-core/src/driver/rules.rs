use core::{num::NonZeroU64, time::Duration};

use super::{Driver, Held, Schedule, StopReason, Terms, hint, run_mode::RunMode};
use crate::{
    limits::{Budget, Charge},
    outcome::Verdict,
    policy::{Policy, nanos, next_number, random},
    time::{Clock, WaitState},
};

impl Driver {
    /// Decides what follows a failed attempt: a wait in nanoseconds, after which the next attempt is
    /// counted, or the end of the run. All loops call it.
    ///
    /// `elapsed` comes from [`Driver::failed_at`], or is 0 if nothing needs the time. The clock gives the
    /// seed, at most once between two resets, and the time of the budget.
    #[inline]
    pub(crate) fn decide(
        &mut self,
        policy: &Policy,
        verdict: &Verdict,
        elapsed: u64,
        clock: &dyn Clock,
        terms: Terms<'_>,
    ) -> Result<u64, StopReason> {
        match terms.budget {
            None => self.grant(policy, verdict, elapsed, clock, terms.schedule),
            Some(budget) => {
                // Stored here, so that runs without a budget need not store them.
                let mut terms = terms;
                self.grant_paid(budget, policy, verdict, elapsed, clock, &mut terms)
            }
        }
    }

    /// The same while a breaker lets no attempt through: its time is the shortest wait.
    //
    // Apart from `decide`, which would no longer be inlined.
    #[cold]
    #[inline(never)]
    pub(crate) fn decide_held(
        &mut self,
        held: Held,
        policy: &Policy,
        verdict: &Verdict,
        elapsed: u64,
        clock: &dyn Clock,
        mut terms: Terms<'_>,
    ) -> Result<u64, StopReason> {
        if held.was_refused {
            self.refund(terms.budget);
        }
        let floored = &held.verdict(verdict);
        // Exact hints are those of the callee. Runs that wait for a breaker would all come at the same moment.
        let mut spreading = *policy;
        spreading.exact_hints &= !held.prevails_over(verdict);
        let next = match terms.budget {
            None => self.grant(&spreading, floored, elapsed, clock, terms.schedule),
            Some(budget) => {
                let now = clock.nanos();
                if self.attempt() == 1 && !held.was_refused {
                    budget.deposit(now);
                }
                self.grant_at(now, budget, &spreading, floored, elapsed, clock, &mut terms)
            }
        };
        let retry_after = nanos::from_duration(held.retry_after);
        next.map_err(|reason| {
            held.reason(reason, verdict, ends_in_time(policy, elapsed, retry_after))
        })
    }

    /// Gives back what an attempt took from the budget that is not made.
    fn refund(&mut self, budget: Option<&Budget>) {
        if let (Some(budget), Some(charge)) = (budget, self.failing().paid.take()) {
            budget.give_back(charge);
        }
    }

    /// The rules but for the last one, the budget.
    //
    // Not generic and not inlined: one copy for all call sites, off the success path. The verdict is a
    // reference because a copy costs every retry instructions.
    #[cold]
    #[inline(never)]
    fn grant(
        &mut self,
        policy: &Policy,
        verdict: &Verdict,
        elapsed: u64,
        clock: &dyn Clock,
        schedule: Option<Schedule<'_>>,
    ) -> Result<u64, StopReason> {
        let failing = self.failing();
        if !failing.mode.is_usual() {
            return self.grant_in_mode(policy, verdict, elapsed, clock, schedule);
        }
        let attempt = failing.attempt;
        let seed = || {
            let draw = || NonZeroU64::new(clock.entropy()).unwrap_or(NonZeroU64::MIN);
            failing.seed.get_or_insert_with(draw).get()
        };
        let wait = rules(policy, attempt, verdict, elapsed, seed, schedule)?;
        failing.attempt = next_number(attempt);
        Ok(wait)
    }

    /// The same for a nested run, which makes one attempt, and for a run without waits, whose attempts are
    /// limited and whose waits count as elapsed.
    #[cold]
    fn grant_in_mode(
        &mut self,
        policy: &Policy,
        verdict: &Verdict,
        elapsed: u64,
        clock: &dyn Clock,
        schedule: Option<Schedule<'_>>,
    ) -> Result<u64, StopReason> {
        let mode = self.failing().mode;
        if mode.is_nested() {
            retried(verdict)?;
            return Err(StopReason::Nested);
        }
        self.failing().mode = RunMode::USUAL;
        let wait = self.grant(&mode.limit(policy), verdict, elapsed, clock, schedule);
        let failing = self.failing();
        failing.mode = mode;
        failing.start = failing.start.saturating_sub(wait.unwrap_or(0));
        if let Ok(wait) = wait {
            mode.record_wait(wait);
        }
        wait
    }

    /// The same with the last rule: a retry that the others grant is paid for.
    #[cold]
    #[inline(never)]
    fn grant_paid(
        &mut self,
        budget: &Budget,
        policy: &Policy,
        verdict: &Verdict,
        elapsed: u64,
        clock: &dyn Clock,
        terms: &mut Terms<'_>,
    ) -> Result<u64, StopReason> {
        let now = clock.nanos();
        if self.attempt() == 1 {
            budget.deposit(now);
        }
        self.grant_at(now, budget, policy, verdict, elapsed, clock, terms)
    }

    /// The same once the first failure has paid its share.
    #[inline]
    #[allow(
        clippy::too_many_arguments,
        reason = "in one struct they would be stored for each retry"
    )]
    fn grant_at(
        &mut self,
        now: u64,
        budget: &Budget,
        policy: &Policy,
        verdict: &Verdict,
        elapsed: u64,
        clock: &dyn Clock,
        terms: &mut Terms<'_>,
    ) -> Result<u64, StopReason> {
        let schedule = terms.schedule.take();
        let wait = self.grant(policy, verdict, elapsed, clock, schedule)?;
        let charge = match verdict {
            Verdict::Throttled(_) => Charge::Throttled,
            _ if terms.was_cut => Charge::TimedOut,
            _ => Charge::Retry,
        };
        if !budget.withdraw(charge, now) {
            self.revoke(None);
            return Err(StopReason::Budget);
        }
        let failing = self.failing();
        failing.paid = Some(charge);
        failing.wait = WaitState::UnderWay;
        Ok(wait)
    }

    /// Takes back a retry that was granted and is not made. The budget gets back what it took.
    #[cold]
    #[inline(never)]
    pub(crate) fn revoke(&mut self, budget: Option<&Budget>) {
        self.refund(budget);
        let failing = self.failing();
        failing.attempt -= 1;
        failing.wait = WaitState::Over;
        failing.mode.take_wait_back();
    }

    /// Whether this wait, which was decided before something that takes time, no longer ends before the
    /// deadline.
    pub(crate) fn is_too_late(&self, policy: &Policy, clock: &dyn Clock, wait: u64) -> bool {
        // A wait that a test removes counts as elapsed already.
        let sleep = nanos::from_duration(self.sleep_for(wait));
        policy.deadline != nanos::NONE && {
            let elapsed = nanos::from_duration(self.elapsed(clock));
            !ends_in_time(policy, elapsed, sleep)
        }
    }
}

/// The rules, in order: how long to wait before the next attempt, or why there is none. Times are
/// nanoseconds.
#[inline]
fn rules(
    policy: &Policy,
    attempt: u32,
    verdict: &Verdict,
    elapsed: u64,
    draw_seed: impl FnOnce() -> u64,
    schedule: Option<Schedule<'_>>,
) -> Result<u64, StopReason> {
    let unusual = match verdict {
        Verdict::Retry => None,
        verdict => Some(retried(verdict)?),
    };
    if policy.is_last(attempt) {
        return Err(StopReason::Attempts);
    }
    let seed = || policy.seed.unwrap_or_else(draw_seed);
    let wait = match (unusual, schedule) {
        (None, None) => policy.delay(attempt, seed),
        (None, Some(schedule)) => by_schedule(policy, attempt, schedule, seed)?,
        (Some(verdict), schedule) => by_verdict(policy, attempt, verdict, elapsed, schedule, seed)?,
    };
    if policy.deadline != nanos::NONE && !ends_in_time(policy, elapsed, wait) {
        return Err(StopReason::Deadline);
    }
    Ok(wait)
}

/// The verdict, or the end of the run if it is not to retry.
#[cold]
#[inline(never)]
pub(super) fn retried(verdict: &Verdict) -> Result<&Verdict, StopReason> {
    match verdict {
        Verdict::Accept => Err(StopReason::Accepted),
        Verdict::Stop => Err(StopReason::NotRetryable),
        Verdict::Retry | Verdict::RetryAfter(_) | Verdict::Throttled(_) => Ok(verdict),
    }
}

/// The wait after every verdict but a plain retry: with a hint, or with the backoff of its class.
#[cold]
#[inline(never)]
#[allow(
    clippy::redundant_closure,
    reason = "with `seed` itself there would be two calls of one function, which is then not inlined for a plain retry"
)]
fn by_verdict(
    policy: &Policy,
    attempt: u32,
    verdict: &Verdict,
    elapsed: u64,
    schedule: Option<Schedule<'_>>,
    seed: impl FnOnce() -> u64,
) -> Result<u64, StopReason> {
    let policy = match verdict {
        Verdict::Throttled(_) => &policy.throttled(),
        _ => policy,
    };
    match (verdict.hint(), schedule) {
        (None, None) => Ok(policy.delay(attempt, || seed())),
        (None, Some(schedule)) => by_schedule(policy, attempt, schedule, seed),
        (Some(hint), schedule) => by_hint(policy, attempt, hint, elapsed, schedule, seed),
    }
}

/// Whether the wait ends before the deadline; a wait that ends exactly at it does not.
#[cold]
#[inline(never)]
pub(super) fn ends_in_time(policy: &Policy, elapsed: u64, wait: u64) -> bool {
    policy.time_left(elapsed).is_none_or(|left| wait < left)
}

#[cold]
#[inline(never)]
fn by_schedule(
    policy: &Policy,
    attempt: u32,
    schedule: Schedule<'_>,
    seed: impl FnOnce() -> u64,
) -> Result<u64, StopReason> {
    let nominal = next_delay(policy, schedule)?;
    let cap = policy.backoff.explicit_max_delay();
    Ok(policy.jitter.spread(nominal, cap, attempt, seed))
}

#[cold]
#[inline(never)]
fn by_hint(
    policy: &Policy,
    attempt: u32,
    hint: Duration,
    elapsed: u64,
    schedule: Option<Schedule<'_>>,
    seed: impl FnOnce() -> u64,
) -> Result<u64, StopReason> {
    let nominal = match schedule {
        Some(schedule) => next_delay(policy, schedule)?,
        None => policy.backoff.nominal(attempt),
    };
    let draw = |low, high| random::draw(seed(), attempt, low, high);
    hint::wait(
        policy,
        nanos::from_duration(hint),
        nominal,
        policy.time_left(elapsed),
        draw,
    )
}

/// The next delay of a schedule. Only an explicit `max_delay` caps it, not the default.
fn next_delay(policy: &Policy, schedule: Schedule<'_>) -> Result<u64, StopReason> {
    let delay = schedule.next().ok_or(StopReason::ScheduleEnded)?;
    Ok(nanos::from_duration(delay).min(policy.backoff.explicit_max_delay()))
}
