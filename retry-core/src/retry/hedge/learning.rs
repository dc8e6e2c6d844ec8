//! What a hedge learns from the attempts of a run.

use core::future::Future;

use super::{hedged_future::HedgedProjection, hedged_options::HedgedOptions};
use crate::{
    limits::{LendsHedge, Tracker},
    outcome::{Outcome, TimedOut},
    policy::nanos,
    retry::{Async, Operation, run_state::RunState},
};

impl<A, Op, Fut, S, G, H, Q, C> HedgedProjection<'_, A, Op, Fut, S, G, H, Q, C>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    S: Future,
    H: LendsHedge,
    C: HedgedOptions<Fut::Output, Sleep = S, Guard = G, Breaker = Q>,
    G: Future<Output = TimedOut>,
{
    /// The clock, if the hedge learns.
    pub(super) fn now(run: &RunState<C>) -> u64 {
        if H::Tracker::LEARNS {
            run.options.clock().nanos()
        } else {
            0
        }
    }

    /// Tells the hedge how long an attempt took or, if it was dropped, how long it ran, see
    /// [`Latencies`](crate::hedge::Latencies).
    #[inline]
    pub(super) fn learn(&self, began: Option<u64>, was_dropped: bool) {
        let (true, Some(began)) = (H::Tracker::LEARNS, began) else {
            return;
        };
        let now = Self::now(&self.run.0);
        let ran = now.saturating_sub(began);
        if !was_dropped || ran >= nanos::from_duration(self.state.delay) {
            self.hedge.lend().record(now, ran);
        }
    }

    pub(super) fn learn_from_losers(&mut self) {
        let mut losers = self.state.race.out();
        while losers != 0 {
            let began = self.slots.as_mut().of(losers.trailing_zeros() + 1).began();
            losers &= losers - 1;
            self.learn(began, true);
        }
    }
}
