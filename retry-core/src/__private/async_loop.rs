#![allow(
    private_interfaces,
    reason = "messages name the bound `Turns`, but the expansion does not call its functions"
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
    observe::ErrorView,
    outcome::{Judge, Outcome, Unset},
    retry::{
        AsPolicy, AsyncOptions, AttemptOrWait, Configure as _, EndEarly, Options, Plain, RunGuard,
        RunState, Unguarded,
    },
    time::{AsyncWait, DefaultTimer, Task},
};

/// The run of an annotated function whose options come from a builder.
#[derive(Debug)]
pub struct Loop<R, C: EndEarly> {
    run: RunGuard<C>,
    outcome: PhantomData<fn() -> R>,
}

impl<R, C: AsyncOptions<R>> Loop<R, C> {
    pub(super) const fn new(run: RunState<C>) -> Self {
        Self {
            run: RunGuard(run),
            outcome: PhantomData,
        }
    }

    /// The attempt about to be made.
    pub fn attempt(&self) -> Attempt {
        self.run.0.attempt::<R, Task>()
    }
}

/// The run of an annotated function that has only a plan and a judge, as most do.
//
// A type of its own, so that the bounds on `Options` are proved here once. Each function proves only
// those on its judge and its timer, which halves the time to check it.
#[derive(Debug)]
pub struct PlainLoop<P: HasPlan, J, V = Unset, T = DefaultTimer> {
    run: RunGuard<PlainOptions<P, J, V, T>>,
}

type PlainOptions<P, J, V, T> =
    Options<Planned<P>, J, V, Unset, Unset, Unset, Unset, Unset, Unset, Unset, T, Unset, Plain>;

impl<P: HasPlan, J, V> PlainLoop<P, J, V> {
    pub(super) fn begun(judge: J, view: V) -> Self
    where
        Self: Begin,
    {
        let options = Options::new(Planned::NEW, judge);
        let mut run = Self {
            run: RunGuard(RunState::new(options.with_error_view(view))),
        };
        run.begin();
        run
    }
}

/// A run that can begin before its type of outcome is known.
pub trait Begin {
    /// Starts the clock, if anything needs the time.
    fn begin(&mut self);
}

impl<P: HasPlan, J, V, T: AsyncWait> Begin for PlainLoop<P, J, V, T> {
    #[inline]
    fn begin(&mut self) {
        let RunState { options, driver } = &mut self.run.0;
        if options.policy.as_policy().needs_clock() {
            driver.begin_at(options.timer.clock().moment());
        }
    }
}

/// A run whose waits are `S` and whose guards are `G`.
//
// Not associated types: each of them would be one more equation to prove in every function.
pub trait Turns<R, S, G> {
    /// An attempt that begins now.
    fn start<Fut>(&mut self, attempt: Fut) -> AttemptOrWait<Fut, S, G>
    where
        Fut: Future<Output = R>;

    /// Polls the attempt, then the wait after it.
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
        AttemptOrWait::next(&mut self.run.0, |_, _| attempt)
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
        state.poll(&mut self.run.0, cx)
    }
}

impl<R, P, J, V, T> Turns<R, T::Sleep, Unguarded> for PlainLoop<P, J, V, T>
where
    R: Outcome,
    P: HasPlan,
    J: Judge<R>,
    V: ErrorView<R>,
    T: AsyncWait,
{
    #[inline]
    fn start<Fut>(&mut self, attempt: Fut) -> AttemptOrWait<Fut, T::Sleep, Unguarded>
    where
        Fut: Future<Output = R>,
    {
        AttemptOrWait::next(&mut self.run.0, |_, _| attempt)
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
        state.poll(&mut self.run.0, cx)
    }
}
