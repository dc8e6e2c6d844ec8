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
    began::Began,
    engine::{AsyncSetup, Engine, Task},
    progress::Progress,
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
            began: Began,
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
    /// The first attempt: it begins with the run.
    #[inline]
    pub(crate) fn first<C>(engine: &mut Engine<C>, make: impl FnOnce(&Engine<C>) -> Fut) -> Self
    where
        C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    {
        Self::begin(Began::WITH_THE_RUN, engine, make)
    }

    /// An attempt after the first, that begins now.
    #[inline]
    pub(crate) fn next<C>(engine: &mut Engine<C>, make: impl FnOnce(&Engine<C>) -> Fut) -> Self
    where
        C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    {
        Self::begin(engine.began::<Fut::Output, Task>(), engine, make)
    }

    #[inline]
    fn begin<C>(began: Began, engine: &mut Engine<C>, make: impl FnOnce(&Engine<C>) -> Fut) -> Self
    where
        C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    {
        let guard = engine.config.guard(&engine.progress);
        let attempt = make(engine);
        Self::Attempt {
            began,
            attempt: Guarded { attempt, guard },
        }
    }

    /// Ready when the run is over, with what it comes to, and when it is time for the next attempt.
    #[inline]
    pub(crate) fn poll<C>(
        mut self: Pin<&mut Self>,
        engine: &mut Engine<C>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<C::Output>>
    where
        C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    {
        if let AttemptingProjection::Attempt { attempt, .. } = self.as_mut().project() {
            let ended = ready!(attempt.poll(cx));
            // To the compiler, a future that was polled may have changed all that is pinned. Told that
            // this is still the attempt, it drops one here, and asks no more whether it is a sleep.
            let Self::Attempt { began, .. } = *self else {
                unreachable!("polling an attempt makes nothing else of it")
            };
            // The attempt is over: its future goes before its outcome is made and judged.
            self.set(Self::Over);
            let outcome = match ended {
                Ok(outcome) => outcome,
                Err(timed_out) => engine.config.timed_out(timed_out),
            };
            let verdict = engine.config.judge(&outcome);
            if verdict == Verdict::Accept {
                let output = engine.config.accept(&engine.progress, outcome);
                return Poll::Ready(ControlFlow::Break(output));
            }
            if let Some(output) = self.as_mut().refuse(engine, outcome, verdict, began) {
                return Poll::Ready(ControlFlow::Break(output));
            }
        }
        self.poll_wait(&mut engine.progress, cx)
            .map(ControlFlow::Continue)
    }

    /// What follows an attempt whose outcome was not accepted: the end with this output, or a wait.
    /// Apart from `poll`, so that an attempt that succeeds pays for none of it, and call sites share it.
    #[cold]
    #[inline(never)]
    fn refuse<C>(
        mut self: Pin<&mut Self>,
        engine: &mut Engine<C>,
        outcome: Fut::Output,
        verdict: Verdict,
        began: Began,
    ) -> Option<C::Output>
    where
        C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    {
        let Engine { config, progress } = engine;
        let delay = match config.refuse(progress, outcome, &verdict, began) {
            ControlFlow::Continue(delay) => delay,
            ControlFlow::Break(output) => return Some(output),
        };
        if let Some(yields) = progress.yields() {
            *yields = delay.is_zero();
        }
        let sleep = config.sleep(delay);
        self.set(Self::Wait { sleep });
        None
    }

    /// Polls the wait: ready when it is time for the next attempt.
    #[inline]
    fn poll_wait(
        mut self: Pin<&mut Self>,
        progress: &mut Progress,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        let state = self.as_mut().project();
        let (AttemptingProjection::Wait { sleep }, Some(yields)) = (state, progress.yields())
        else {
            panic!("a finished run was polled again")
        };
        ready!(poll_wait(yields, sleep, cx));
        self.set(Self::Over);
        Poll::Ready(())
    }
}
