use core::{
    future::Future,
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    Attempt, Outcome, TimedOut,
    attempting::Attempting,
    engine::{AsyncSetup, Engine, Task},
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

/// Makes an attempt and waits for the next one, if there is to be one.
pub fn turn<R, Fut, C>(
    run: &mut Loop<R, C>,
    attempt: Fut,
) -> Turn<'_, R, Fut, C::Sleep, C::Guard, C>
where
    R: Outcome,
    Fut: Future<Output = R>,
    C: AsyncSetup<R, Output = R>,
{
    let attempting = Attempting::next(&mut run.engine, |_| attempt);
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
    S: Future,
    G: Future<Output = TimedOut>,
    C: AsyncSetup<R, Output = R, Sleep = S, Guard = G>,
{
    type Output = ControlFlow<R>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<R>> {
        let this = self.project();
        this.attempting.poll(&mut this.run.engine, cx)
    }
}
