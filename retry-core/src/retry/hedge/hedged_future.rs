use core::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use super::{
    failed::Failed,
    hedge_state::{HedgeState, Phase},
    hedged::{Hedged, Hedging},
    hedged_options::HedgedOptions,
    slots::Slots,
};
use crate::{
    limits::{LendsHedge, Tracker},
    outcome::{Outcome, TimedOut},
    retry::{
        Async, Operation,
        maybe_breaker::MaybeBreaker,
        retry_future::Awaited,
        run_options::EndEarly,
        run_state::{RunGuard, RunState},
    },
    time::Task,
};

pin_project! {
    /// The future of a hedged run, which `retry(op).hedge(hedge).await` awaits. It spawns nothing and allocates
    /// nothing. Dropping it drops all attempts at once.
    //
    // Each field is a bare type parameter, for the reason that `RetryFuture` gives.
    #[must_use = "futures do nothing unless awaited"]
    #[project = HedgedProjection]
    pub struct HedgedFuture<A, Op, Fut, S, G, H, Q, C: EndEarly> {
        pub(super) op: Op,
        pub(super) hedge: H,
        pub(super) run: RunGuard<C>,
        pub(super) state: HedgeState,
        #[pin]
        pub(super) slots: Slots<Fut, G, Q>,
        // The delay before the next hedge, or the wait that the callee asked for.
        #[pin]
        pub(super) alarm: Option<S>,
        takes: PhantomData<fn(A)>,
    }
}

/// The bit of the first attempt.
const FIRST: u8 = 1;

impl<A, Op, Fut, S, G, H, Q, C> Future for HedgedFuture<A, Op, Fut, S, G, H, Q, C>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    S: Future,
    H: LendsHedge,
    C: HedgedOptions<Fut::Output, Sleep = S, Guard = G, Breaker = Q>,
    G: Future<Output = TimedOut>,
    Q: MaybeBreaker,
{
    type Output = C::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Output> {
        if self.state.phase != Phase::New {
            self.poll_others(0, cx)
        } else if self.run.0.options.policy().wants.is_anything() {
            self.poll_first_with_wants(cx)
        } else {
            self.poll_first::<false>(cx)
        }
    }
}

// Most runs end in `poll_first`. What may follow takes the whole future: with the projection, each run would write a
// pointer to every field.
impl<A, Op, Fut, S, G, H, Q, C> HedgedFuture<A, Op, Fut, S, G, H, Q, C>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    S: Future,
    H: LendsHedge,
    C: HedgedOptions<Fut::Output, Sleep = S, Guard = G, Breaker = Q>,
    G: Future<Output = TimedOut>,
    Q: MaybeBreaker,
{
    // Not inlined, for the reason that `RetryFuture` gives.
    #[inline(never)]
    fn poll_first_with_wants(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Output> {
        self.poll_first::<true>(cx)
    }

    /// Begins the run and polls its first attempt.
    #[inline]
    fn poll_first<const WANTS: bool>(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<C::Output> {
        let mut this = self.as_mut().project();
        // Unless the run goes on: a success at once writes nothing else of the state.
        this.state.phase = Phase::Over;
        let takes_time = Op::TAKES_ATTEMPT || H::Tracker::LEARNS;
        this.run.0.begin::<Fut::Output, Task, WANTS>(takes_time);
        let limit = this.run.0.limit::<Fut::Output, Task>();
        let attempt = this.attempt::<WANTS>(limit);
        let mut first = this.slots.as_mut().first();
        first.set(attempt);
        let Some(ended) = first.poll_and_drop::<C, WANTS>(&this.run.0, cx) else {
            return self.poll_on(cx);
        };
        match this.judge(1, ended) {
            Ok(outcome) => {
                let RunState { options, driver } = &mut this.run.0;
                Poll::Ready(options.accept_first(driver, outcome))
            }
            Err(failed) => self.fail_first(failed, cx),
        }
    }

    /// Goes on while the first attempt is out, which has just been polled.
    #[inline(never)]
    fn poll_on(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Output> {
        let state = self.as_mut().project().state;
        state.phase = Phase::Racing;
        state.race.begin(1);
        self.poll_others(FIRST, cx)
    }

    /// Goes on after a failure of the first attempt.
    #[cold]
    #[inline(never)]
    fn fail_first(
        mut self: Pin<&mut Self>,
        failed: Failed<Fut::Output>,
        cx: &mut Context<'_>,
    ) -> Poll<C::Output> {
        let mut this = self.as_mut().project();
        this.state.phase = Phase::Racing;
        if let Some(output) = this.fail(failed, false) {
            this.state.phase = Phase::Over;
            return Poll::Ready(output);
        }
        self.poll_others(FIRST, cx)
    }

    /// Polls the attempts that are out, but for those in `polled`, and the delay before the next one.
    #[inline(never)]
    fn poll_others(self: Pin<&mut Self>, polled: u8, cx: &mut Context<'_>) -> Poll<C::Output> {
        self.project().poll_others(polled, cx)
    }
}

impl<A, Op, Fut, S, G, H, Q, C: EndEarly> fmt::Debug for HedgedFuture<A, Op, Fut, S, G, H, Q, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedFuture")
            .field("attempt", &self.run.0.driver.attempt())
            .field("out", &self.state.race.count_out())
            .finish_non_exhaustive()
    }
}

impl<A, Fut, Op, H, C> Awaited<Hedging<Op, H>, C> for Hedged<Async<Fut, A>>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    H: LendsHedge,
    C: HedgedOptions<Fut::Output>,
{
    type Output = C::Output;
    type Future = HedgedFuture<A, Op, Fut, C::Sleep, C::Guard, H, C::Breaker, C>;

    fn future(op: Hedging<Op, H>, options: C) -> Self::Future {
        HedgedFuture {
            op: op.op,
            hedge: op.hedge,
            run: RunGuard(RunState::new(options)),
            state: HedgeState::new(),
            slots: Slots::new(),
            alarm: None,
            takes: PhantomData,
        }
    }
}
