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

use pin_project_lite::pin_project;

use super::{HasPlan, Planned};
use crate::{
    Attempt, Config, Outcome,
    attempt_timeout::Unguarded,
    attempting::Attempting,
    config::AsPolicy,
    engine::{AsyncSetup, Engine, Task},
    extras::Usual,
    judge::Judge,
    time::{AsyncWait, DefaultTimer},
};

/// A run whose attempts the annotated function makes itself, as a builder describes it.
#[derive(Debug)]
pub struct Loop<R, C> {
    engine: Engine<C>,
    outcome: PhantomData<fn() -> R>,
}

impl<R, C: AsyncSetup<R>> Loop<R, C> {
    pub(super) const fn new(engine: Engine<C>) -> Self {
        Self {
            engine,
            outcome: PhantomData,
        }
    }

    /// The attempt about to be made.
    pub fn attempt(&self) -> Attempt {
        self.engine.attempt::<R, Task>()
    }
}

/// Such a run of which plan and judge say all.
//
// A type of its own, to prove here and once that a configuration so made will do: each function proves
// what is asked of judge and timer, and nothing of how they are kept.
#[derive(Debug)]
pub struct PlainLoop<P, J, T = DefaultTimer>(Engine<Config<Planned<P>, J, Usual<T>>>);

impl<P, J> PlainLoop<P, J> {
    pub(super) const fn new(config: Config<Planned<P>, J>) -> Self {
        Self(Engine::new(config))
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
        let Engine { config, progress } = &mut self.0;
        if config.policy.as_policy().needs_clock() {
            progress.begin(config.extras.timer().clock());
        }
    }
}

/// A run whose waits are `S` and whose guards are `G`.
//
// What the named future asks of a configuration, as one bound and three parameters in place of a bound
// and three equations: equations are proved one by one, in every function.
pub trait Turns<R, S, G> {
    /// An attempt that begins now.
    fn attempting<Fut>(&mut self, attempt: Fut) -> Attempting<Fut, S, G>
    where
        Fut: Future<Output = R>;

    /// Polls the attempt, and then the wait that follows it.
    fn poll<Fut>(
        &mut self,
        attempting: Pin<&mut Attempting<Fut, S, G>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>;
}

impl<R, C> Turns<R, C::Sleep, C::Guard> for Loop<R, C>
where
    C: AsyncSetup<R, Output = R>,
{
    #[inline]
    fn attempting<Fut>(&mut self, attempt: Fut) -> Attempting<Fut, C::Sleep, C::Guard>
    where
        Fut: Future<Output = R>,
    {
        Attempting::next(&mut self.engine, |_| attempt)
    }

    #[inline]
    fn poll<Fut>(
        &mut self,
        attempting: Pin<&mut Attempting<Fut, C::Sleep, C::Guard>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>,
    {
        attempting.poll(&mut self.engine, cx)
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
    fn attempting<Fut>(&mut self, attempt: Fut) -> Attempting<Fut, T::Sleep, Unguarded>
    where
        Fut: Future<Output = R>,
    {
        Attempting::next(&mut self.0, |_| attempt)
    }

    #[inline]
    fn poll<Fut>(
        &mut self,
        attempting: Pin<&mut Attempting<Fut, T::Sleep, Unguarded>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>,
    {
        attempting.poll(&mut self.0, cx)
    }
}

/// Makes an attempt and waits for the next one, if there is to be one.
pub fn turn<R, Fut, S, G, L>(run: &mut L, attempt: Fut) -> Turn<'_, R, Fut, S, G, L>
where
    R: Outcome,
    Fut: Future<Output = R>,
    L: Turns<R, S, G>,
{
    let attempting = run.attempting(attempt);
    Turn {
        run,
        attempting,
        outcome: PhantomData,
    }
}

pin_project! {
    /// One turn of an annotated function's loop.
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Turn<'a, R, Fut, S, G, L> {
        run: &'a mut L,
        #[pin]
        attempting: Attempting<Fut, S, G>,
        outcome: PhantomData<fn() -> R>,
    }
}

impl<R, Fut, S, G, L> Future for Turn<'_, R, Fut, S, G, L>
where
    Fut: Future<Output = R>,
    L: Turns<R, S, G>,
{
    type Output = ControlFlow<R>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<R>> {
        let this = self.project();
        this.run.poll(this.attempting, cx)
    }
}
