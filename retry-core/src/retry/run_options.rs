use core::{future::Future, ops::ControlFlow, time::Duration};

use super::{
    Event,
    hook::{Hook, Name},
    limit::Limit,
    options::Options,
    output_mode::OutputMode,
    policy_source::AsPolicy,
    schedule::MaybeSchedule,
};
use crate::{
    driver::{AttemptStart, Driver, StopReason},
    outcome::{Judge, Outcome, TimedOut, Verdict},
    policy::{Policy, nanos},
    time::{AsyncWait, BlockingWait, Clock, ClockFor, Task, Thread},
};

/// What the loop `W` asks of its options, for outcomes of type `R`.
//
// No bound `R: Outcome` here: the start of a run has it, and the compiler would report it twice.
pub trait RunOptions<R, W> {
    /// What the run returns.
    type Output;
    /// Whether a hook or a report gets the time.
    const REPORTS_TIME: bool;
    /// The policy in force.
    fn policy(&self) -> &Policy;
    /// The clock of this loop.
    fn clock(&self) -> &dyn Clock;
    /// Whether anything but the operation needs the time.
    fn needs_clock(&self) -> bool {
        Self::REPORTS_TIME || self.policy().needs_clock()
    }
    /// The time limit of an attempt, given the time until the deadline.
    fn limit(&self, remaining: impl FnOnce() -> Option<Duration>) -> Option<Duration>;
    /// The verdict on an outcome.
    fn judge(&mut self, outcome: &R) -> Verdict;
    /// Ends a run whose outcome was accepted.
    fn accept(&mut self, driver: &Driver, outcome: R) -> Self::Output;
    /// Ends the run, or returns how long to sleep, after an outcome that was not accepted.
    fn refuse(
        &mut self,
        driver: &mut Driver,
        outcome: R,
        verdict: &Verdict,
        began: AttemptStart,
    ) -> ControlFlow<Self::Output, Duration>;
}

/// What the blocking loop asks as well.
pub trait BlockingOptions<R>: RunOptions<R, Thread> {
    /// Waits.
    fn block(&mut self, delay: Duration);
}

/// What the async loops ask as well.
pub trait AsyncOptions<R>: RunOptions<R, Task> {
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

impl<R, W, P, J, S, OnRetry, OnStop, N, T, L, O> RunOptions<R, W>
    for Options<P, J, S, OnRetry, OnStop, N, T, L, O>
where
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    S: MaybeSchedule,
    OnRetry: Hook<R>,
    OnStop: Hook<R>,
    N: Name,
    T: ClockFor<W>,
    L: Limit<R::Error>,
    O: OutputMode<R>,
{
    type Output = O::Output;
    const REPORTS_TIME: bool = OnRetry::IS_SET || OnStop::IS_SET || O::NEEDS_CLOCK;

    fn policy(&self) -> &Policy {
        self.policy.as_policy()
    }

    fn clock(&self) -> &dyn Clock {
        self.timer.clock()
    }

    fn limit(&self, remaining: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
        if L::IS_SET {
            self.limit.limit(remaining())
        } else {
            None
        }
    }

    fn judge(&mut self, outcome: &R) -> Verdict {
        self.judge.judge(outcome)
    }

    fn accept(&mut self, driver: &Driver, outcome: R) -> O::Output {
        let elapsed = if O::NEEDS_CLOCK {
            driver.elapsed(self.timer.clock())
        } else {
            Duration::ZERO
        };
        self.output
            .end(outcome, driver.attempt(), elapsed, StopReason::Accepted)
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
    ) -> ControlFlow<O::Output, Duration> {
        let clock = self.timer.clock();
        let policy = self.policy.as_policy();
        let elapsed = if RunOptions::<R, W>::needs_clock(self) {
            driver.failed_now(policy, clock, began).0
        } else {
            0
        };
        let mut seed = || clock.entropy();
        let mut next = driver.decide(
            policy,
            verdict,
            elapsed,
            &mut seed,
            self.schedule.schedule(),
        );
        let attempt = driver.failed_attempt(&next);
        let name = self.name.name().or(self.policy.name());
        let event = |next| Event {
            name,
            attempt,
            outcome: &outcome,
            elapsed,
            next,
        };
        if let Ok(wait) = next {
            self.on_retry.call(&event(next));
            // The hook may have taken long.
            if OnRetry::IS_SET && driver.is_too_late(policy, clock, wait) {
                next = Err(StopReason::Deadline);
            }
        }
        match next {
            Ok(wait) => {
                self.output.add_wait(attempt, wait);
                ControlFlow::Continue(driver.sleep_for(wait))
            }
            Err(reason) => {
                self.on_stop.call(&event(next));
                let outcome = self.judge.exhausted(outcome);
                let elapsed = nanos::to_duration(elapsed);
                ControlFlow::Break(self.output.end(outcome, attempt, elapsed, reason))
            }
        }
    }
}

impl<R, P, J, S, OnRetry, OnStop, N, T, L, O> BlockingOptions<R>
    for Options<P, J, S, OnRetry, OnStop, N, T, L, O>
where
    Self: RunOptions<R, Thread>,
    T: BlockingWait,
{
    fn block(&mut self, delay: Duration) {
        self.timer.block(delay);
    }
}

impl<R, P, J, S, OnRetry, OnStop, N, T, L, O> AsyncOptions<R>
    for Options<P, J, S, OnRetry, OnStop, N, T, L, O>
where
    Self: RunOptions<R, Task>,
    R: Outcome,
    T: AsyncWait,
    L: Limit<R::Error>,
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
        R::from_error(self.limit.error(timed_out))
    }
}
