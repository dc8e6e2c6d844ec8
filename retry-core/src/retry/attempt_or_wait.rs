use core::{
    future::Future,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use pin_project_lite::pin_project;

use super::{guard::Guarded, run_options::AsyncOptions, run_state::RunState};
use crate::{
    driver::{AttemptStart, Driver},
    observe::AttemptSpan,
    outcome::{TimedOut, Verdict},
    time::{Task, WaitState},
};

pin_project! {
    /// An attempt, or the wait after it, in the same memory. Both async loops poll one.
    #[project = AttemptOrWaitProjection]
    #[project_replace = AttemptOrWaitOwned]
    #[derive(Debug)]
    pub(crate) enum AttemptOrWait<Fut, S, G> {
        // Before the first attempt.
        New,
        Attempt {
            // Not in `RunState`: here it needs no room, since a sleep is larger.
            began: AttemptStart,
            #[pin]
            attempt: Guarded<Fut, G>,
            // After the attempt, which is dropped before its span closes.
            span: AttemptSpan,
        },
        // An attempt that is not made: the deadline leaves it nothing, so that it counts as cut, or the breaker
        // refuses it.
        NotMade,
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
    /// The first attempt, which begins with the run. Unless it `ASKS` the breaker, that was asked before.
    #[inline]
    pub(crate) fn first<C, const ASKS: bool>(
        run: &mut RunState<C>,
        make: impl FnOnce(&RunState<C>, &AttemptSpan) -> Fut,
    ) -> Self
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        let limit = run.limit::<Fut::Output, Task>();
        Self::begin::<C, ASKS>(AttemptStart::WITH_THE_RUN, limit, run, make)
    }

    /// An attempt that begins now.
    #[inline]
    pub(crate) fn next<C>(
        run: &mut RunState<C>,
        make: impl FnOnce(&RunState<C>, &AttemptSpan) -> Fut,
    ) -> Self
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        let limit = run.limit::<Fut::Output, Task>();
        if C::IS_LIMITED && run.is_out_of_time::<Fut::Output, Task>(limit) {
            return Self::NotMade;
        }
        let began = run.attempt_start::<Fut::Output, Task>();
        Self::begin::<C, true>(began, limit, run, make)
    }

    #[inline]
    fn begin<C, const ASKS: bool>(
        began: AttemptStart,
        limit: Option<Duration>,
        run: &mut RunState<C>,
        make: impl FnOnce(&RunState<C>, &AttemptSpan) -> Fut,
    ) -> Self
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        if C::HAS_BREAKER && ASKS && !run.options.ask() {
            return Self::NotMade;
        }
        let guard = run.options.guard(limit);
        let span = run.span::<Fut::Output, Task>();
        let attempt = make(run, &span);
        Self::Attempt {
            began,
            attempt: Guarded { attempt, guard },
            span,
        }
    }

    /// Ready with `Break` when the run is over, and with `Continue` when the next attempt is due.
    #[cfg(feature = "macros")]
    #[inline]
    pub(crate) fn poll<C>(
        self: Pin<&mut Self>,
        run: &mut RunState<C>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<C::Output>>
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        if run.options.policy().wants.marks_attempts() {
            self.poll_marked(run, cx)
        } else {
            self.poll_as::<C, false>(run, cx)
        }
    }

    // Not inlined: few policies mark their attempts, which keeps this out of the other call sites.
    #[cfg(feature = "macros")]
    #[cold]
    #[inline(never)]
    fn poll_marked<C>(
        self: Pin<&mut Self>,
        run: &mut RunState<C>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<C::Output>>
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        self.poll_as::<C, true>(run, cx)
    }

    /// The same where it is known whether the policy marks its attempts.
    #[inline]
    pub(super) fn poll_as<C, const MARKED: bool>(
        mut self: Pin<&mut Self>,
        run: &mut RunState<C>,
        cx: &mut Context<'_>,
    ) -> Poll<ControlFlow<C::Output>>
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        if let AttemptOrWaitProjection::Attempt { attempt, span, .. } = self.as_mut().project() {
            let ended = run.marked::<Fut::Output, Task, MARKED, _>(span, |_| attempt.poll(cx));
            let ended = ready!(ended);
            // To the compiler, `poll` may have changed the variant. This tells it that it has not, so
            // that dropping the attempt does not check the variant again.
            let Self::Attempt { began, .. } = *self else {
                unreachable!("polling an attempt makes nothing else of it")
            };
            // Drops the attempt before its outcome is judged. Not `set`, which would also contain the
            // code that drops a sleep.
            self.as_mut().project_replace(Self::Over);
            let (outcome, began) = match ended {
                Ok(outcome) => (outcome, began),
                Err(timed_out) => (run.options.timed_out(timed_out), AttemptStart::Cut),
            };
            let verdict = run.options.judge(&outcome);
            if verdict == Verdict::Accept {
                let output = run.options.accept(&run.driver, outcome);
                return Poll::Ready(ControlFlow::Break(output));
            }
            if let Some(output) = self.as_mut().refuse(run, outcome, verdict, began) {
                return Poll::Ready(ControlFlow::Break(output));
            }
        } else if (C::IS_LIMITED || C::HAS_BREAKER) && matches!(*self, Self::NotMade) {
            if let Some(output) = self.as_mut().end_not_made(run) {
                return Poll::Ready(ControlFlow::Break(output));
            }
        }
        self.poll_wait(&mut run.driver, cx)
            .map(ControlFlow::Continue)
    }

    /// Judges an attempt that was not made.
    #[cold]
    #[inline(never)]
    fn end_not_made<C>(self: Pin<&mut Self>, run: &mut RunState<C>) -> Option<C::Output>
    where
        C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    {
        if let Some((outcome, verdict)) = run.options.refused() {
            return self.refuse(run, outcome, verdict, AttemptStart::Unknown);
        }
        let outcome = run.options.timed_out(TimedOut::new(Duration::ZERO));
        match run.options.judge(&outcome) {
            Verdict::Accept => Some(run.options.accept(&run.driver, outcome)),
            verdict => self.refuse(run, outcome, verdict, AttemptStart::Cut),
        }
    }

    /// Ends the run with an output, or starts the wait, after an outcome that was not accepted. Not
    /// part of `poll`, so that a success does not pay for it.
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
            ControlFlow::Continue((delay, ())) => delay,
            ControlFlow::Break(output) => return Some(output),
        };
        if let Some(wait) = driver.wait() {
            *wait = WaitState::of(delay);
        }
        let sleep = options.sleep(delay);
        self.set(Self::Wait { sleep });
        None
    }

    /// Polls the wait: ready when the next attempt is due.
    #[inline]
    fn poll_wait(mut self: Pin<&mut Self>, driver: &mut Driver, cx: &mut Context<'_>) -> Poll<()> {
        let state = self.as_mut().project();
        let (AttemptOrWaitProjection::Wait { sleep }, Some(wait)) = (state, driver.wait()) else {
            panic!("a finished run was polled again")
        };
        ready!(wait.poll(sleep, cx));
        self.set(Self::Over);
        Poll::Ready(())
    }
}
