use core::{
    future::Future,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{
    TimedOut, Verdict,
    attempt_timeout::Guarded,
    engine::{AsyncSetup, Engine, Task},
    time::poll_wait,
};

pin_project! {
    /// An attempt, and then the wait that follows it, in one place: both async loops poll one of
    /// these after the other.
    #[project = AttemptingProjection]
    #[derive(Debug)]
    pub(crate) enum Attempting<Fut, S, G> {
        // Before the first attempt.
        New,
        Attempt {
            // In here, not in the engine: it takes no room beside a sleep, which is the larger.
            began: u64,
            #[pin]
            attempt: Guarded<Fut, G>,
        },
        Wait { #[pin] sleep: S },
        Over,
    }
}

impl<Fut, S, G> Attempting<Fut, S, G>
where
    Fut: Future,
    S: Future,
    G: Future<Output = TimedOut>,
{
    /// An attempt that begins now, before its future is made.
    pub(crate) fn begin<C>(engine: &mut Engine<C>, make: impl FnOnce(&Engine<C>) -> Fut) -> Self
    where
        C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    {
        let began = engine.began::<Fut::Output, Task>();
        let guard = engine.config.guard(&engine.progress);
        let attempt = make(engine);
        Self::Attempt {
            began,
            attempt: Guarded { attempt, guard },
        }
    }

    /// Ready when the run is over, with what it comes to, and when it is time for the next attempt.
    pub(crate) fn poll<C>(
        mut self: Pin<&mut Self>,
        engine: &mut Engine<C>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<C::Output>>
    where
        C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    {
        if let AttemptingProjection::Attempt { began, attempt } = self.as_mut().project() {
            let began = *began;
            let ended = ready!(attempt.poll(cx));
            // The attempt is over: its future goes before its outcome is made and judged.
            self.set(Self::Over);
            let outcome = match ended {
                Ok(outcome) => outcome,
                Err(timed_out) => engine.config.timed_out(timed_out),
            };
            match engine.config.judge(&outcome) {
                Verdict::Accept => {
                    let output = engine.config.accept(&engine.progress, outcome);
                    return Poll::Ready(ControlFlow::Break(output));
                }
                verdict => {
                    let Engine { config, progress } = &mut *engine;
                    match config.refuse(progress, outcome, verdict, began) {
                        ControlFlow::Break(output) => {
                            return Poll::Ready(ControlFlow::Break(output));
                        }
                        ControlFlow::Continue(delay) => {
                            progress.yields = delay.is_zero();
                            let sleep = config.sleep(delay);
                            self.set(Self::Wait { sleep });
                        }
                    }
                }
            }
        }
        let AttemptingProjection::Wait { sleep } = self.as_mut().project() else {
            panic!("a finished run was polled again")
        };
        ready!(poll_wait(&mut engine.progress.yields, sleep, cx));
        self.set(Self::Over);
        Poll::Ready(ControlFlow::Continue(()))
    }
}
