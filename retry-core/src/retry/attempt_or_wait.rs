use core::{
    future::Future,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use super::{guard::Guarded, run_options::AsyncOptions, run_state::RunState};
use crate::{
    driver::{AttemptStart, Driver},
    outcome::{TimedOut, Verdict},
    time::{Task, poll_wait},
};

pin_project! {
    /// An attempt, and then the wait that follows it, in one place: both async loops poll one of
    /// these after the other.
    #[project = AttemptOrWaitProjection]
    #[project_replace = AttemptOrWaitOwned]
    #[derive(Debug)]
    pub(crate) enum AttemptOrWait<Fut, S, G> {
        // Before the first attempt.
        New,
        Attempt {
            // Here, not in the run: it takes no room next to a sleep, which is larger.
            began: AttemptStart,
            #[pin]
            attempt: Guarded<Fut, G>,
        },
        Wait { #[pin] sleep: S },
        Over,
    }
}

impl<Fut, S, G> AttemptOrWait<Fut, S, G>
where
    Fut: Future,
    S: Future,
    G: Future<Output = TimedOut>,
{
    /// The first attempt: it begins with the run.
    #[inline]
    pub(crate) fn first<C>(run: &mut RunState<C>, make: impl FnOnce(&RunState<C>) -> Fut) -> Self
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        Self::begin(AttemptStart::WITH_THE_RUN, run, make)
    }

    /// An attempt after the first, that begins now.
    #[inline]
    pub(crate) fn next<C>(run: &mut RunState<C>, make: impl FnOnce(&RunState<C>) -> Fut) -> Self
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        Self::begin(run.attempt_start::<Fut::Output, Task>(), run, make)
    }

    #[inline]
    fn begin<C>(
        began: AttemptStart,
        run: &mut RunState<C>,
        make: impl FnOnce(&RunState<C>) -> Fut,
    ) -> Self
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        let limit = run.limit::<Fut::Output, Task>();
        let guard = run.options.guard(limit);
        let attempt = make(run);
        Self::Attempt {
            began,
            attempt: Guarded { attempt, guard },
        }
    }

    /// Ready with the output when the run is over, and without when it is time for the next attempt.
    #[inline]
    pub(crate) fn poll<C>(
        mut self: Pin<&mut Self>,
        run: &mut RunState<C>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<C::Output>>
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        if let AttemptOrWaitProjection::Attempt { attempt, .. } = self.as_mut().project() {
            let ended = ready!(attempt.poll(cx));
            // To the compiler, polling may have changed all that is pinned. Told that this is still an
            // attempt, it need not ask again which variant it drops.
            let Self::Attempt { began, .. } = *self else {
                unreachable!("polling an attempt makes nothing else of it")
            };
            // The future of the attempt is dropped before its outcome is made and judged. Replaced,
            // not set: `set` would also carry the code that drops a sleep.
            self.as_mut().project_replace(Self::Over);
            let outcome = match ended {
                Ok(outcome) => outcome,
                Err(timed_out) => run.options.timed_out(timed_out),
            };
            let verdict = run.options.judge(&outcome);
            if verdict == Verdict::Accept {
                let output = run.options.accept(&run.driver, outcome);
                return Poll::Ready(ControlFlow::Break(output));
            }
            if let Some(output) = self.as_mut().refuse(run, outcome, verdict, began) {
                return Poll::Ready(ControlFlow::Break(output));
            }
        }
        self.poll_wait(&mut run.driver, cx)
            .map(ControlFlow::Continue)
    }

    /// What follows an attempt whose outcome was not accepted: the end with this output, or a wait.
    /// Apart from `poll`, so that an attempt that succeeds pays for none of it.
    #[cold]
    #[inline(never)]
    fn refuse<C>(
        mut self: Pin<&mut Self>,
        run: &mut RunState<C>,
        outcome: Fut::Output,
        verdict: Verdict,
        began: AttemptStart,
    ) -> Option<C::Output>
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        let RunState { options, driver } = run;
        let delay = match options.refuse(driver, outcome, &verdict, began) {
            ControlFlow::Continue(delay) => delay,
            ControlFlow::Break(output) => return Some(output),
        };
        if let Some(yields) = driver.yields() {
            *yields = delay.is_zero();
        }
        let sleep = options.sleep(delay);
        self.set(Self::Wait { sleep });
        None
    }

    /// Polls the wait: ready when it is time for the next attempt.
    #[inline]
    fn poll_wait(mut self: Pin<&mut Self>, driver: &mut Driver, cx: &mut Context<'_>) -> Poll<()> {
        let state = self.as_mut().project();
        let (AttemptOrWaitProjection::Wait { sleep }, Some(yields)) = (state, driver.yields())
        else {
            panic!("a finished run was polled again")
        };
        ready!(poll_wait(yields, sleep, cx));
        self.set(Self::Over);
        Poll::Ready(())
    }
}
