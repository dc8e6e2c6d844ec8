use core::{
    future::Future,
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
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
pub fn turn<R, Fut, C>(mut run: Loop<R, C>, attempt: Fut) -> Turn<R, Fut, C::Sleep, C::Guard, C>
where
    R: Outcome,
    Fut: Future<Output = R>,
    C: AsyncSetup<R, Output = R>,
{
    let attempting = Attempting::next(&mut run.engine, |_| attempt);
    Turn {
        run: Some(run),
        attempting,
    }
}

pin_project! {
    /// One turn of an annotated function's loop.
    //
    // It owns the run and hands it back: a reference would be one more word in the function's future.
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Turn<R, Fut, S, G, C> {
        run: Option<Loop<R, C>>,
        #[pin]
        attempting: Attempting<Fut, S, G>,
    }
}

impl<R, Fut, S, G, C> Future for Turn<R, Fut, S, G, C>
where
    Fut: Future<Output = R>,
    S: Future,
    G: Future<Output = TimedOut>,
    C: AsyncSetup<R, Output = R, Sleep = S, Guard = G>,
{
    type Output = ControlFlow<R, Loop<R, C>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let run = this.run.as_mut().expect("polled after its end");
        let flow = ready!(this.attempting.poll(&mut run.engine, cx));
        Poll::Ready(match flow {
            ControlFlow::Break(output) => ControlFlow::Break(output),
            ControlFlow::Continue(()) => {
                ControlFlow::Continue(this.run.take().expect("it was just there"))
            }
        })
    }
}
