#![allow(
    private_interfaces,
    reason = "the expansion names the bound `Turns`, and calls neither of its functions"
)]

use core::{
    future::Future,
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    Attempt, Config, Outcome,
    attempting::Attempting,
    config::AsPolicy,
    engine::{AsyncSetup, Engine, Task},
    extras::{AsyncExtra, Extra},
    judge::Judge,
    progress::Progress,
};

/// A run whose attempts the annotated function makes itself.
#[derive(Debug)]
pub struct Loop<R, C> {
    engine: Engine<C>,
    outcome: PhantomData<fn() -> R>,
}

impl<R, C> Loop<R, C> {
    pub(super) fn new(config: C, progress: Progress) -> Self {
        Self {
            engine: Engine { config, progress },
            outcome: PhantomData,
        }
    }
}

impl<R, C: AsyncSetup<R>> Loop<R, C> {
    /// The attempt about to be made.
    pub fn attempt(&self) -> Attempt {
        self.engine.attempt::<R, Task>()
    }
}

/// A configuration under which an annotated function's loop turns, with waits that are `S` and guards
/// that are `G`.
//
// What the named future asks of a configuration, as one bound and three parameters in place of a bound
// and three equations: equations are proved one by one, in every function.
pub trait Turns<R, S, G>: Sized {
    /// An attempt that begins now.
    fn attempting<Fut>(engine: &mut Engine<Self>, attempt: Fut) -> Attempting<Fut, S, G>
    where
        Fut: Future<Output = R>;

    /// Polls the attempt, and then the wait that follows it.
    fn poll<Fut>(
        engine: &mut Engine<Self>,
        attempting: Pin<&mut Attempting<Fut, S, G>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>;
}

impl<R, P, J, X> Turns<R, X::Sleep, X::Guard> for Config<P, J, X>
where
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    X: AsyncExtra<R> + Extra<R, Task, Output = R>,
{
    #[inline]
    fn attempting<Fut>(
        engine: &mut Engine<Self>,
        attempt: Fut,
    ) -> Attempting<Fut, X::Sleep, X::Guard>
    where
        Fut: Future<Output = R>,
    {
        Attempting::next(engine, |_| attempt)
    }

    #[inline]
    fn poll<Fut>(
        engine: &mut Engine<Self>,
        attempting: Pin<&mut Attempting<Fut, X::Sleep, X::Guard>>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<R>>
    where
        Fut: Future<Output = R>,
    {
        attempting.poll(engine, cx, ControlFlow::Break, |_| {
            ControlFlow::Break(ControlFlow::Continue(()))
        })
    }
}

/// Makes an attempt and waits for the next one, if there is to be one.
pub fn turn<R, Fut, S, G, C>(run: &mut Loop<R, C>, attempt: Fut) -> Turn<'_, R, Fut, S, G, C>
where
    R: Outcome,
    Fut: Future<Output = R>,
    C: Turns<R, S, G>,
{
    let attempting = C::attempting(&mut run.engine, attempt);
    Turn { run, attempting }
}

pin_project! {
    /// One turn of an annotated function's loop.
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Turn<'a, R, Fut, S, G, C> {
        run: &'a mut Loop<R, C>,
        #[pin]
        attempting: Attempting<Fut, S, G>,
    }
}

impl<R, Fut, S, G, C> Future for Turn<'_, R, Fut, S, G, C>
where
    Fut: Future<Output = R>,
    C: Turns<R, S, G>,
{
    type Output = ControlFlow<R>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<R>> {
        let this = self.project();
        C::poll(&mut this.run.engine, this.attempting, cx)
    }
}
