use core::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use super::{
    Async, Operation, Retry,
    attempt_or_wait::AttemptOrWait,
    run_options::{AsyncOptions, EndEarly},
    run_state::{RunGuard, RunState},
};
use crate::{
    observe::AttemptSpan,
    outcome::{Outcome, TimedOut},
    time::Task,
};

pin_project! {
    /// The future of an async run, which `retry(op).await` awaits. It spawns nothing and allocates
    /// nothing. Dropping it drops the current attempt or wait at once.
    //
    // Each field is a bare type parameter: with a projection such as `C::Sleep`, `tokio::spawn` of
    // borrowed captures fails ("expected async block, found async block").
    #[must_use = "futures do nothing unless awaited"]
    pub struct RetryFuture<A, Op, Fut, S, G, C: EndEarly> {
        op: Op,
        run: RunGuard<C>,
        #[pin]
        state: AttemptOrWait<Fut, S, G>,
        takes: PhantomData<fn(A)>,
    }
}

impl<A, Op, Fut, S, G, C> Future for RetryFuture<A, Op, Fut, S, G, C>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    S: Future,
    C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    G: Future<Output = TimedOut>,
{
    type Output = C::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Output> {
        if self.run.0.options.policy().wants.is_anything() || self.as_mut().meets_open_breaker() {
            self.poll_in_full(cx)
        } else {
            self.poll_as::<false>(cx)
        }
    }
}

impl<A, Op, Fut, S, G, C> RetryFuture<A, Op, Fut, S, G, C>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    S: Future,
    C: AsyncOptions<Fut::Output, Sleep = S, Guard = G>,
    G: Future<Output = TimedOut>,
{
    /// Whether the run has not begun, and its breaker is not closed.
    #[inline]
    fn meets_open_breaker(self: Pin<&mut Self>) -> bool {
        let this = self.project();
        C::HAS_BREAKER
            && matches!(*this.state, AttemptOrWait::New)
            && !this.run.0.options.ask_closed()
    }

    // Not inlined: most policies want neither a clock nor marks, and most breakers are closed, which keeps this out
    // of the other call sites.
    #[inline(never)]
    fn poll_in_full(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Output> {
        self.poll_as::<true>(cx)
    }

    /// `IN_FULL` unless the policy wants nothing and the breaker has admitted the first attempt.
    #[inline]
    fn poll_as<const IN_FULL: bool>(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<C::Output> {
        let this = self.as_mut().project();
        let (op, run, mut state) = (this.op, &mut this.run.0, this.state);
        if let AttemptOrWait::New = *state {
            run.begin::<Fut::Output, Task, IN_FULL>(Op::TAKES_ATTEMPT);
            state.set(AttemptOrWait::first::<C, IN_FULL>(run, |run, span| {
                Self::make::<IN_FULL>(op, run, span)
            }));
        }
        loop {
            if let ControlFlow::Break(output) =
                ready!(state.as_mut().poll_as::<C, IN_FULL>(run, cx))
            {
                return Poll::Ready(output);
            }
            state.set(AttemptOrWait::next(run, |run, span| {
                Self::make::<IN_FULL>(op, run, span)
            }));
            // With a breaker, only the first attempt is worth code of its own.
            if C::HAS_BREAKER && !IN_FULL {
                return self.poll_in_full(cx);
            }
        }
    }

    /// Calls the operation.
    #[inline]
    fn make<const IN_FULL: bool>(op: &mut Op, run: &RunState<C>, span: &AttemptSpan) -> Fut {
        run.marked::<Fut::Output, Task, IN_FULL, _>(span, |run| {
            op.run(|| run.attempt::<Fut::Output, Task>())
        })
    }
}

impl<A, Op, Fut, S, G, C: EndEarly> fmt::Debug for RetryFuture<A, Op, Fut, S, G, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            AttemptOrWait::New => "new",
            AttemptOrWait::Attempt { .. } => "attempt",
            AttemptOrWait::NotMade => "attempt not made",
            AttemptOrWait::Wait { .. } => "wait",
            AttemptOrWait::Over => "over",
        };
        f.debug_struct("RetryFuture")
            .field("attempt", &self.run.0.driver.attempt())
            .field("state", &state)
            .finish_non_exhaustive()
    }
}

/// An async operation, which can be awaited with the options `C`.
#[diagnostic::on_unimplemented(
    message = "this operation is blocking: end the chain with `.call()`",
    label = "blocking: `.call()` instead of `.await`"
)]
pub trait Awaited<Op, C>: Sized {
    /// What the run returns.
    type Output;
    /// The future of the run.
    type Future: Future<Output = Self::Output>;
    /// Makes it.
    fn future(op: Op, options: C) -> Self::Future;
}

impl<A, Fut, Op, C> Awaited<Op, C> for Async<Fut, A>
where
    Op: Operation<Self, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    C: AsyncOptions<Fut::Output>,
{
    type Output = C::Output;
    type Future = RetryFuture<A, Op, Fut, C::Sleep, C::Guard, C>;

    fn future(op: Op, options: C) -> Self::Future {
        RetryFuture {
            op,
            run: RunGuard(RunState::new(options)),
            state: AttemptOrWait::New,
            takes: PhantomData,
        }
    }
}

impl<M, Op, C> IntoFuture for Retry<M, Op, C>
where
    M: Awaited<Op, C>,
{
    type Output = M::Output;
    type IntoFuture = M::Future;

    fn into_future(self) -> M::Future {
        M::future(self.op, self.options)
    }
}
