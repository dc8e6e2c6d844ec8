use core::{future::Future, ops::ControlFlow, time::Duration};

use crate::{
    Attempt, Event, Outcome, Policy, StopReason, TimedOut, Verdict,
    began::Began,
    config::{AsPolicy, Config},
    event::Next,
    extras::{AsyncExtra, BlockingExtra, Extra},
    judge::Judge,
    nanos,
    progress::{Decision, Progress, slept},
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
//
// `R` is not asked to be an outcome here but where a run begins: asked twice, the compiler would
// also say twice that it is none.
pub trait Setup<R, W> {
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
    fn accept(&mut self, progress: &Progress, outcome: R) -> Self::Output;
    /// What follows an outcome that was not, of an attempt that began then.
    fn refuse(
        &mut self,
        progress: &mut Progress,
        outcome: R,
        verdict: &Verdict,
        began: Began,
    ) -> ControlFlow<Self::Output, Duration>;
}

/// What the blocking loop needs beside it.
pub trait BlockingSetup<R>: Setup<R, Thread> {
    /// A wait.
    fn block(&mut self, delay: Duration);
}

/// What the async loops need beside it.
pub trait AsyncSetup<R>: Setup<R, Task> {
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
    /// A run that has not begun.
    pub(crate) const fn new(config: C) -> Self {
        Self {
            config,
            progress: Progress::new(),
        }
    }

    /// Starts the run's clock, if anything asks for the time.
    pub(crate) fn begin<R, W>(&mut self, takes_attempt: bool)
    where
        C: Setup<R, W>,
    {
        if takes_attempt || self.config.is_timed() {
            self.start_clock();
        }
    }

    // Not inlined: few runs read the clock, and those that do not shall not carry the code for it.
    #[inline(never)]
    fn start_clock<R, W>(&mut self)
    where
        C: Setup<R, W>,
    {
        self.progress.begin(self.config.clock());
    }

    /// When an attempt that begins now begins, where a rule asks for it.
    pub(crate) fn began<R, W>(&self) -> Began
    where
        C: Setup<R, W>,
    {
        self.progress
            .began(self.config.policy(), self.config.clock())
    }

    /// The snapshot for an attempt that begins now.
    pub(crate) fn attempt<R, W>(&self) -> Attempt
    where
        C: Setup<R, W>,
    {
        let mut attempt = self
            .progress
            .snapshot(self.config.policy(), self.config.clock());
        attempt.remaining = self.config.limit(&self.progress).or(attempt.remaining);
        attempt
    }
}

impl<R, W, P, J, X> Setup<R, W> for Config<P, J, X>
where
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    X: Extra<R, W>,
{
    type Output = X::Output;

    fn policy(&self) -> &Policy {
        self.policy.as_policy()
    }

    fn clock(&self) -> &dyn Clock {
        self.extras.clock()
    }

    fn is_timed(&self) -> bool {
        X::TELLS_TIME || self.policy.as_policy().needs_clock()
    }

    fn limit(&self, progress: &Progress) -> Option<Duration> {
        let Self { policy, extras, .. } = self;
        extras.limit(|| progress.remaining(policy.as_policy(), extras.clock()))
    }

    fn judge(&mut self, outcome: &R) -> Verdict {
        self.judge.judge(outcome)
    }

    fn accept(&mut self, progress: &Progress, outcome: R) -> X::Output {
        let elapsed = || progress.elapsed(self.extras.clock());
        self.extras
            .end(outcome, progress.attempt(), elapsed, StopReason::Accepted)
    }

    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "as `Progress::decide` is, and for the same reason"
    )]
    fn refuse(
        &mut self,
        progress: &mut Progress,
        outcome: R,
        verdict: &Verdict,
        began: Began,
    ) -> ControlFlow<X::Output, Duration> {
        let Self {
            policy,
            judge,
            extras,
        } = self;
        let (clock, schedule) = extras.sources();
        let Decision {
            step,
            failed,
            elapsed,
            restarted,
            is_rehearsed,
        } = progress.decide(policy.as_policy(), verdict, clock, began, schedule);
        if restarted {
            extras.restarts();
        }
        let name = extras.name().or(policy.name());
        let event = |next| Event {
            name,
            attempt: failed,
            outcome: &outcome,
            elapsed,
            next,
        };
        match step {
            Ok(wait) => {
                extras.waits(wait, &event(Next::Retry { wait }));
                ControlFlow::Continue(slept(wait, is_rehearsed))
            }
            Err(reason) => {
                extras.stops(&event(Next::Stop { reason }));
                let outcome = judge.exhausted(outcome);
                let elapsed = || nanos::to_duration(elapsed);
                ControlFlow::Break(extras.end(outcome, failed, elapsed, reason))
            }
        }
    }
}

// Its bounds are those of `Setup`, spelt out: `Self: Setup` would have them proved twice.
impl<R, P, J, X> BlockingSetup<R> for Config<P, J, X>
where
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    X: BlockingExtra<R>,
{
    fn block(&mut self, delay: Duration) {
        self.extras.block(delay);
    }
}

impl<R, P, J, X> AsyncSetup<R> for Config<P, J, X>
where
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    X: AsyncExtra<R>,
{
    type Sleep = X::Sleep;
    type Guard = X::Guard;

    fn sleep(&mut self, delay: Duration) -> X::Sleep {
        self.extras.sleep(delay)
    }

    fn guard(&mut self, progress: &Progress) -> X::Guard {
        let limit = Setup::<R, Task>::limit(self, progress);
        self.extras.guard(limit)
    }

    fn timed_out(&mut self, timed_out: TimedOut) -> R {
        self.extras.timed_out(timed_out)
    }
}
