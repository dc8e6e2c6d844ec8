#![allow(
    private_interfaces,
    reason = "messages name the bound `Turns`; the expansion calls neither of its functions"
)]

use core::{
    future::Future,
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll},
};

use super::{HasPlan, Planned};
use crate::{
    driver::Attempt,
    outcome::{Judge, Outcome, Unset},
    retry::{AsPolicy, AsyncOptions, AttemptOrWait, Options, Plain, RunState, Unguarded},
    time::{AsyncWait, DefaultTimer, Task},
};

/// A run whose attempts the annotated function makes itself, as a builder describes it.
#[derive(Debug)]
pub struct Loop<R, C> {
    run: RunState<C>,
    outcome: PhantomData<fn() -> R>,
}

impl<R, C: AsyncOptions<R>> Loop<R, C> {
    pub(super) const fn new(run: RunState<C>) -> Self {
        Self {
            run,
            outcome: PhantomData,
        }
    }

    /// The attempt about to be made.
    pub fn attempt(&self) -> Attempt {
        self.run.attempt::<R, Task>()
    }
}

/// Such a run with a plan and a judge alone, as most annotated functions have.
//
// A type of its own, so that it is proved here, once, that options made of these parts will do. Each
// function proves only what is asked of its judge and its timer, which halves the time of its check.
#[derive(Debug)]
pub struct PlainLoop<P, J, T = DefaultTimer> {
    run: RunState<PlainOptions<P, J, T>>,
}

type PlainOptions<P, J, T> = Options<Planned<P>, J, Unset, Unset, Unset, Unset, T, Unset, Plain>;

impl<P: HasPlan, J> PlainLoop<P, J> {
    pub(super) fn begun(judge: J) -> Self
    where
        Self: Begin,
    {
        let mut run = Self {
            run: RunState::new(Options::new(Planned::NEW, judge)),
        };
        run.begin();
        run
    }
}

/// A run that can begin before anything is known of its outcome.
pub trait Begin {
    /// Starts the clock, if anything asks for the time.
    fn begin(&mut self);
}

impl<P: HasPlan, J, T: AsyncWait> Begin for PlainLoop<P, J, T> {
    #[inline]
    fn begin(&mut self) {
        let RunState { options, driver } = &mut self.run;
        if options.policy.as_policy().needs_clock() {
            driver.begin(options.timer.clock());
        }
    }
}

/// A run whose waits are `S` and whose guards are `G`.
//
// One bound with three parameters in place of a bound and three equations: equations are proved one
// by one, in every function.
pub trait Turns<R, S, G> {
    /// An attempt that begins now.
    fn start<Fut>(&mut self, attempt: Fut) -> AttemptOrWait<Fut, S, G>
    where
        Fut: Future<Output = R>;

    /// Polls the attempt, and then the wait that follows it.
    fn poll<Fut>(
        &mut self,
        state: Pin<&mut AttemptOrWait<Fut, S, G>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>;
}

impl<R, C> Turns<R, C::Sleep, C::Guard> for Loop<R, C>
where
    C: AsyncOptions<R, Output = R>,
{
    #[inline]
    fn start<Fut>(&mut self, attempt: Fut) -> AttemptOrWait<Fut, C::Sleep, C::Guard>
    where
        Fut: Future<Output = R>,
    {
        AttemptOrWait::next(&mut self.run, |_| attempt)
    }

    #[inline]
    fn poll<Fut>(
        &mut self,
        state: Pin<&mut AttemptOrWait<Fut, C::Sleep, C::Guard>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>,
    {
        state.poll(&mut self.run, cx)
    }
}

impl<R, P, J, T> Turns<R, T::Sleep, Unguarded> for PlainLoop<P, J, T>
where
    R: Outcome,
    P: HasPlan,
    J: Judge<R>,
    T: AsyncWait,
{
    #[inline]
    fn start<Fut>(&mut self, attempt: Fut) -> AttemptOrWait<Fut, T::Sleep, Unguarded>
    where
        Fut: Future<Output = R>,
    {
        AttemptOrWait::next(&mut self.run, |_| attempt)
    }

    #[inline]
    fn poll<Fut>(
        &mut self,
        state: Pin<&mut AttemptOrWait<Fut, T::Sleep, Unguarded>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>,
    {
        state.poll(&mut self.run, cx)
    }
}
