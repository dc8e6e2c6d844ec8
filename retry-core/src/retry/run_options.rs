use core::{future::Future, ops::ControlFlow, time::Duration};

use super::{
    after_attempt::FailedAttempt,
    budgeted::MaybeBudget,
    cancellation::Cancellation,
    hook::{Hook, Name},
    limit::Limit,
    maybe_breaker::{MaybeBreaker, RefusedAs},
    options::Options,
    output_mode::OutputMode,
    policy_source::AsPolicy,
    schedule::MaybeSchedule,
};
use crate::{
    driver::{AttemptStart, Driver, StopReason, no_waits},
    observe::{self, ErrorView},
    outcome::{Judge, Outcome, TimedOut, Unset, Verdict},
    policy::{Policy, nanos},
    time::{AsyncWait, BlockingWait, Clock, ClockFor, Task, Thread},
};

/// What the loop `W` asks of its options, for outcomes of type `R`.
//
// No bound `R: Outcome` here: the start of a run has it, and the compiler would report it twice.
pub trait RunOptions<R, W>: EndEarly {
    /// What the run returns.
    type Output;
    /// What a wait keeps of the outcome before it.
    type Kept;
    /// Whether a hook or a report gets the time.
    const REPORTS_TIME: bool;
    /// Whether a breaker may refuse an attempt.
    const HAS_BREAKER: bool;
    /// The policy in force.
    fn policy(&self) -> &Policy;
    /// The name of the run.
    fn name(&self) -> Option<&'static str>;
    /// The clock of this loop.
    fn clock(&self) -> &dyn Clock;
    /// Whether anything but the operation needs the time.
    #[inline]
    fn needs_clock(&self) -> bool {
        Self::REPORTS_TIME || self.policy().needs_clock()
    }
    /// The time limit of an attempt, given the time until the deadline.
    fn limit(&self, remaining: impl FnOnce() -> Option<Duration>) -> Option<Duration>;
    /// Whether the next attempt may be made because the breaker is closed.
    fn ask_closed(&mut self) -> bool;
    /// Asks the breaker, before an attempt, and returns whether the attempt may be made.
    fn ask(&mut self) -> bool;
    /// The outcome and the verdict in place of an attempt that the breaker refused, if it did.
    fn refused(&mut self) -> Option<(R, Verdict)>;
    /// The verdict on the outcome of an attempt that was made.
    fn judge(&mut self, outcome: &R) -> Verdict;
    /// Ends a run whose first outcome was accepted.
    fn accept_first(&mut self, driver: &Driver, outcome: R) -> Self::Output;
    /// Ends a run whose outcome was accepted.
    #[inline]
    fn accept(&mut self, driver: &Driver, outcome: R) -> Self::Output {
        if driver.has_failed() {
            self.accept_watched(driver, outcome)
        } else {
            self.accept_first(driver, outcome)
        }
    }
    /// Ends a run with an accepted outcome that somebody hears of, or after a failure.
    fn accept_watched(&mut self, driver: &Driver, outcome: R) -> Self::Output;
    /// Ends the run, or returns how long to sleep, after an outcome that was not accepted.
    fn refuse(
        &mut self,
        driver: &mut Driver,
        outcome: R,
        verdict: &Verdict,
        began: AttemptStart,
    ) -> ControlFlow<Self::Output, (Duration, Self::Kept)>;
}

/// What must happen when a run ends before its loop does, as in a future that is dropped.
pub trait EndEarly {
    /// Whether an attempt holds a place at a breaker.
    fn holds_place(&self) -> bool;
    /// Frees that place, gives back what the retry took that was granted and is not made, and ends the record of
    /// the run.
    fn end_early(&mut self, driver: &mut Driver);
}

/// What the blocking loop asks as well.
pub trait BlockingOptions<R>: RunOptions<R, Thread> {
    /// Waits. Returns the outcome before the wait if it was cancelled.
    fn block(&mut self, delay: Duration, kept: Self::Kept) -> Option<R>;
    /// Ends a run whose wait was cancelled.
    fn cancel(&mut self, driver: &mut Driver, outcome: R) -> Self::Output;
}

/// What the async loops ask as well.
pub trait AsyncOptions<R>: RunOptions<R, Task, Kept = ()> {
    /// The future of a wait.
    type Sleep: Future;
    /// The future that is polled with each attempt and cuts it at its timeout.
    type Guard: Future<Output = TimedOut>;
    /// Whether attempts have a timeout.
    const IS_LIMITED: bool;
    /// Makes the future of a wait.
    fn sleep(&mut self, delay: Duration) -> Self::Sleep;
    /// A guard for an attempt with this limit.
    fn guard(&mut self, limit: Option<Duration>) -> Self::Guard;
    /// The outcome of an attempt that was cut.
    fn timed_out(&mut self, timed_out: TimedOut) -> R;
}

impl<P: AsPolicy, J, V, S, A, B, E, N, G: MaybeBudget, K, T, L, O, Q: MaybeBreaker> EndEarly
    for Options<P, J, V, S, A, B, E, N, G, K, T, L, O, Q>
{
    #[inline]
    fn holds_place(&self) -> bool {
        self.breaker.holds_place()
    }

    fn end_early(&mut self, driver: &mut Driver) {
        self.breaker.release();
        let budget = self.budget.budget().or(self.policy.as_policy().budget);
        driver.end_early(budget);
        observe::budget(budget);
    }
}

impl<R, W, P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q> RunOptions<R, W>
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
where
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    S: MaybeSchedule,
    OnRetry: Hook<R>,
    OnStop: Hook<R>,
    OnEnd: Hook<R>,
    N: Name,
    G: MaybeBudget,
    K: Cancellation,
    T: ClockFor<W>,
    L: Limit<R::Error>,
    O: OutputMode<R>,
    V: ErrorView<R>,
    Q: RefusedAs<R::Error>,
{
    type Output = O::Output;
    type Kept = K::Kept<R>;
    const HAS_BREAKER: bool = Q::IS_SET;
    const REPORTS_TIME: bool = OnRetry::IS_SET || OnStop::IS_SET || OnEnd::IS_SET || O::NEEDS_CLOCK;

    fn policy(&self) -> &Policy {
        self.policy.as_policy()
    }

    fn name(&self) -> Option<&'static str> {
        self.name.name().or(self.policy.name())
    }

    fn clock(&self) -> &dyn Clock {
        self.timer.clock()
    }

    fn limit(&self, remaining: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
        if L::IS_SET {
            no_waits::limit_attempt(self.limit.limit(remaining()))
        } else {
            None
        }
    }

    #[inline]
    fn ask_closed(&mut self) -> bool {
        self.breaker.ask_closed()
    }

    #[inline]
    fn ask(&mut self) -> bool {
        self.breaker.ask(self.timer.clock())
    }

    #[inline]
    fn refused(&mut self) -> Option<(R, Verdict)> {
        let verdict = self.breaker.refusal()?;
        Some((R::from_error(self.breaker.error()), verdict))
    }

    #[inline]
    fn judge(&mut self, outcome: &R) -> Verdict {
        self.judge.judge(outcome)
    }

    #[inline]
    fn accept_first(&mut self, driver: &Driver, outcome: R) -> O::Output {
        let policy = self.policy.as_policy();
        if OnEnd::IS_SET || O::NEEDS_CLOCK || policy.observation.records_duration() {
            return RunOptions::<R, W>::accept_watched(self, driver, outcome);
        }
        self.breaker.accepted(self.timer.clock());
        if let Some(budget) = self.budget.budget().or(policy.budget) {
            // The clock and not `self`: a reference to the options would keep them in memory.
            let clock = self.timer.clock();
            observe::watch(budget, || budget.accepted(None, move || clock.nanos()));
        }
        let stop = StopReason::Accepted;
        self.output.end(outcome, 1, Duration::ZERO, stop)
    }

    #[inline(never)]
    fn accept_watched(&mut self, driver: &Driver, outcome: R) -> O::Output {
        let after = self.after_attempt();
        let clock = after.timer.clock();
        let records_duration = after.policy().observation.records_duration();
        let elapsed = if OnEnd::IS_SET || O::NEEDS_CLOCK || records_duration {
            driver.elapsed(clock)
        } else {
            Duration::ZERO
        };
        after.accepted(driver, clock, &outcome, nanos::from_duration(elapsed));
        let stop = StopReason::Accepted;
        self.output.end(outcome, driver.attempt(), elapsed, stop)
    }

    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "otherwise it is not inlined, since it calls a cold function, and each retry pays a frame"
    )]
    fn refuse(
        &mut self,
        driver: &mut Driver,
        outcome: R,
        verdict: &Verdict,
        began: AttemptStart,
    ) -> ControlFlow<O::Output, (Duration, K::Kept<R>)> {
        let needs_clock = RunOptions::<R, W>::needs_clock(self);
        let after = self.after_attempt();
        let clock = after.timer.clock();
        let elapsed = if needs_clock {
            driver.failed_now(after.policy(), clock, began)
        } else {
            0
        };
        let failed = FailedAttempt {
            outcome: &outcome,
            verdict,
            elapsed,
            was_cut: L::IS_SET && began == AttemptStart::Cut,
        };
        let next = after.failed(driver, clock, &failed, || true);
        let attempt = driver.failed_attempt(&next);
        match next {
            Ok(wait) => {
                self.output.add_wait(attempt, wait);
                ControlFlow::Continue((driver.sleep_for(wait), K::keep(outcome)))
            }
            Err(reason) => {
                let outcome = self.judge.exhausted(outcome);
                let elapsed = nanos::to_duration(elapsed);
                ControlFlow::Break(self.output.end(outcome, attempt, elapsed, reason))
            }
        }
    }
}

impl<R, P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q> BlockingOptions<R>
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
where
    Self: RunOptions<R, Thread, Kept = K::Kept<R>, Output = O::Output>,
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    S: MaybeSchedule,
    OnStop: Hook<R>,
    OnEnd: Hook<R>,
    N: Name,
    G: MaybeBudget,
    K: Cancellation,
    T: BlockingWait,
    O: OutputMode<R>,
    V: ErrorView<R>,
    Q: MaybeBreaker,
{
    #[inline]
    fn block(&mut self, delay: Duration, kept: K::Kept<R>) -> Option<R> {
        self.cancellation.block(&mut self.timer, delay, kept)
    }

    #[cold]
    #[inline(never)]
    fn cancel(&mut self, driver: &mut Driver, outcome: R) -> O::Output {
        let needs_clock = RunOptions::<R, Thread>::needs_clock(self);
        let after = self.after_attempt();
        let elapsed = if needs_clock {
            driver.elapsed(after.timer.clock())
        } else {
            Duration::ZERO
        };
        after.cancelled(driver, &outcome, nanos::from_duration(elapsed));
        let outcome = self.judge.exhausted(outcome);
        let stop = StopReason::Cancelled;
        self.output.end(outcome, driver.attempt(), elapsed, stop)
    }
}

impl<R, P, J, V, S, OnRetry, OnStop, OnEnd, N, G, T, L, O, Q> AsyncOptions<R>
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, Unset, T, L, O, Q>
where
    Self: RunOptions<R, Task, Kept = ()>,
    R: Outcome,
    T: AsyncWait,
    L: Limit<R::Error>,
    Q: MaybeBreaker,
{
    type Sleep = T::Sleep;
    type Guard = L::Guard<T::Sleep>;
    const IS_LIMITED: bool = L::IS_SET;

    fn sleep(&mut self, delay: Duration) -> T::Sleep {
        self.timer.sleep(delay)
    }

    fn guard(&mut self, limit: Option<Duration>) -> Self::Guard {
        L::guard(limit, |limit| self.timer.timeout(limit))
    }

    fn timed_out(&mut self, timed_out: TimedOut) -> R {
        self.breaker.cut(self.timer.clock());
        R::from_error(self.limit.error(timed_out))
    }
}
