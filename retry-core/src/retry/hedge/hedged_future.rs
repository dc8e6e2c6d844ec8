use core::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use super::{
    hedge_state::{HedgeState, Phase},
    hedged::{Hedged, Hedging},
    hedged_options::HedgedOptions,
    slots::Slots,
};
use crate::{
    limits::LendsHedge,
    outcome::{Outcome, TimedOut},
    retry::{
        Async, Operation,
        breaking::MaybeBreaker,
        retry_future::Awaited,
        run_options::EndEarly,
        run_state::{RunGuard, RunState},
    },
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
        let mut this = self.project();
        if this.state.phase == Phase::New {
            if let Some(output) = this.poll_first(cx) {
                this.state.phase = Phase::Over;
                return Poll::Ready(output);
            }
            return this.poll_others(FIRST, cx);
        }
        this.poll_others(0, cx)
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
            slots: Slots::EMPTY,
            alarm: None,
            takes: PhantomData,
        }
    }
}
