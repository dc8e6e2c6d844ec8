use core::{future::Future, ops::ControlFlow, time::Duration};

use crate::{
    Attempt, Event, Outcome, Policy, Step, StopReason, TimedOut, Verdict,
    attempt_timeout::Limit,
    config::{AsPolicy, Config, MaybeSchedule},
    event::Next,
    hooks::{Hook, Hooks, Name},
    judge::Judge,
    progress::{Decision, Progress, Times},
    report::Ending,
    time::{AsyncWait, BlockingWait, Clock},
};

/// A run under way: its configuration and its progress. The blocking loop, the future and the
/// attribute's loop each hold one and differ only in how they call and sleep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Engine<C> {
    pub(crate) config: C,
    pub(crate) progress: Progress,
}

/// Marks the loop that holds up the thread.
#[derive(Debug)]
pub enum Thread {}

/// Marks the loop that awaits.
#[derive(Debug)]
pub enum Task {}

/// The clock that the loop `W` reads: a thread that sleeps for real has its own.
pub trait ClockFor<W> {
    /// The clock.
    fn clock(&self) -> &dyn Clock;
}

#[diagnostic::do_not_recommend]
impl<T: BlockingWait> ClockFor<Thread> for T {
    fn clock(&self) -> &dyn Clock {
        BlockingWait::clock(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsyncWait> ClockFor<Task> for T {
    fn clock(&self) -> &dyn Clock {
        AsyncWait::clock(self)
    }
}

/// What every loop needs of a configuration, for outcomes of type `R`.
pub trait Setup<R: Outcome, W> {
    /// What the run hands back.
    type Output;
    /// The policy in force.
    fn policy(&self) -> &Policy;
    /// The clock of this loop.
    fn clock(&self) -> &dyn Clock;
    /// Whether anything that was given tells or limits the time.
    fn is_timed(&self) -> bool;
    /// The time limit of an attempt that begins now.
    fn limit(&self, progress: &Progress) -> Option<Duration>;
    /// The verdict on an outcome.
    fn judge(&mut self, outcome: &R) -> Verdict;
    /// The end of a run whose outcome was accepted.
    fn accept(&mut self, progress: &Progress, is_timed: bool, outcome: R) -> Self::Output;
    /// What follows an outcome that was not.
    fn refuse(
        &mut self,
        progress: &mut Progress,
        failure: Refused<R>,
    ) -> ControlFlow<Self::Output, Duration>;
}

/// An outcome that was not accepted.
#[derive(Debug)]
pub struct Refused<R> {
    outcome: R,
    verdict: Verdict,
    is_timed: bool,
    began: u64,
}

/// What the async loops need beside it.
pub trait AsyncSetup<R: Outcome>: Setup<R, Task> {
    /// The future of a wait.
    type Sleep: Future;
    /// The future beside each attempt, that cuts it at its timeout.
    type Guard: Future<Output = TimedOut>;
    /// A wait.
    fn sleep(&mut self, delay: Duration) -> Self::Sleep;
    /// A guard for an attempt that begins now.
    fn guard(&mut self, progress: &Progress) -> Self::Guard;
    /// The outcome of an attempt that was cut.
    fn timed_out(&mut self, timed_out: TimedOut) -> R;
}

impl<C> Engine<C> {
    pub(crate) const fn new(config: C) -> Self {
        Self {
            config,
            progress: Progress::NEW,
        }
    }

    /// Starts the run's clock, if anything asks for the time.
    pub(crate) fn begin<R: Outcome, W>(&mut self, takes_attempt: bool)
    where
        C: Setup<R, W>,
    {
        self.progress = Progress::begin(self.config.clock(), self.is_timed::<R, W>(takes_attempt));
    }

    pub(crate) fn is_timed<R: Outcome, W>(&self, takes_attempt: bool) -> bool
    where
        C: Setup<R, W>,
    {
        takes_attempt || self.config.is_timed()
    }

    /// The reading of the clock as an attempt begins, where a rule asks for it.
    pub(crate) fn began<R: Outcome, W>(&self) -> u64
    where
        C: Setup<R, W>,
    {
        self.progress
            .began(self.config.policy(), self.config.clock())
    }

    /// The snapshot for an attempt that begins now.
    pub(crate) fn attempt<R: Outcome, W>(&self) -> Attempt
    where
        C: Setup<R, W>,
    {
        let mut attempt = self
            .progress
            .snapshot(self.config.policy(), self.config.clock());
        attempt.remaining = self.config.limit(&self.progress).or(attempt.remaining);
        attempt
    }

    /// Judges an outcome: the end of the run, or the wait before the next attempt.
    ///
    /// It takes the outcome by value, so that nothing of a failed attempt lives through the wait.
    pub(crate) fn settle<R: Outcome, W>(
        &mut self,
        outcome: R,
        began: u64,
        takes_attempt: bool,
    ) -> ControlFlow<C::Output, Duration>
    where
        C: Setup<R, W>,
    {
        let verdict = self.config.judge(&outcome);
        let is_timed = self.is_timed::<R, W>(takes_attempt);
        if verdict == Verdict::Accept {
            return ControlFlow::Break(self.config.accept(&self.progress, is_timed, outcome));
        }
        self.config.refuse(
            &mut self.progress,
            Refused {
                outcome,
                verdict,
                is_timed,
                began,
            },
        )
    }
}

impl<R, W, P, J, S, A, B, N, T, L, O> Setup<R, W> for Config<P, J, S, Hooks<A, B, N>, T, L, O>
where
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    S: MaybeSchedule,
    A: Hook<R>,
    B: Hook<R>,
    N: Name,
    T: ClockFor<W>,
    L: Limit<R::Error>,
    O: Ending<R>,
{
    type Output = O::Output;

    fn policy(&self) -> &Policy {
        self.policy.as_policy()
    }

    fn clock(&self) -> &dyn Clock {
        self.timer.clock()
    }

    fn is_timed(&self) -> bool {
        A::GIVEN || B::GIVEN || O::TELLS_TIME || self.policy.as_policy().needs_clock()
    }

    fn limit(&self, progress: &Progress) -> Option<Duration> {
        if !L::GIVEN {
            return None;
        }
        let policy = self.policy.as_policy();
        self.limit
            .limit(progress.remaining(policy, self.timer.clock()))
    }

    fn judge(&mut self, outcome: &R) -> Verdict {
        self.judge.judge(outcome)
    }

    fn accept(&mut self, progress: &Progress, is_timed: bool, outcome: R) -> O::Output {
        let elapsed = if O::TELLS_TIME && is_timed {
            progress.elapsed(self.timer.clock())
        } else {
            Duration::ZERO
        };
        self.ending
            .end(outcome, progress.attempt(), elapsed, StopReason::Accepted)
    }

    #[cold]
    fn refuse(
        &mut self,
        progress: &mut Progress,
        refused: Refused<R>,
    ) -> ControlFlow<O::Output, Duration> {
        let Refused {
            outcome,
            verdict,
            is_timed,
            began,
        } = refused;
        let times = Times {
            clock: self.timer.clock(),
            is_timed,
            began,
        };
        let decision = progress.decide(
            self.policy.as_policy(),
            verdict,
            times,
            self.schedule.schedule(),
        );
        let Decision {
            step,
            failed,
            elapsed,
            restarted,
        } = decision;
        if restarted {
            self.ending.restart();
        }
        let event = |next| Event {
            name: self.hooks.name.name(),
            attempt: failed,
            outcome: &outcome,
            elapsed,
            next,
        };
        match step {
            Step::Wait(delay) => {
                self.ending.waits(delay);
                self.hooks.on_retry.call(&event(Next::Retry { delay }));
                ControlFlow::Continue(progress.slept(delay))
            }
            Step::Stop(reason) => {
                self.hooks.on_stop.call(&event(Next::Stop { reason }));
                let outcome = self.judge.exhausted(outcome);
                ControlFlow::Break(self.ending.end(outcome, failed, elapsed, reason))
            }
        }
    }
}

impl<R, P, J, S, A, B, N, T, L, O> AsyncSetup<R> for Config<P, J, S, Hooks<A, B, N>, T, L, O>
where
    R: Outcome,
    L: Limit<R::Error>,
    T: AsyncWait,
    Self: Setup<R, Task>,
{
    type Sleep = T::Sleep;
    type Guard = L::Guard<T::Sleep>;

    fn sleep(&mut self, delay: Duration) -> T::Sleep {
        self.timer.sleep(delay)
    }

    fn guard(&mut self, progress: &Progress) -> L::Guard<T::Sleep> {
        let limit = Setup::<R, Task>::limit(self, progress);
        L::guard(limit, |limit| self.timer.timeout(limit))
    }

    fn timed_out(&mut self, timed_out: TimedOut) -> R {
        R::from_error(self.limit.error(timed_out))
    }
}
