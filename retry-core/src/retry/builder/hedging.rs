use core::marker::PhantomData;

use super::Retry;
use crate::{
    limits::LendsHedge,
    retry::{
        Operation,
        hedge::{Hedgeable, Hedged, Hedging, TakesHedge},
    },
};

impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
{
    /// Starts a further attempt while the first is still out, and takes the first that is accepted. For async
    /// operations that may run twice at the same time. [`Hedge`](crate::Hedge) says after which delay, and a
    /// `Duration` is a delay too.
    ///
    /// The attempts are those of the run: `attempts(3)`, the default, allows two hedges, and no run makes more
    /// than five attempts. What happens, and what follows:
    ///
    /// | | |
    /// |---|---|
    /// | the last attempt has been out for the delay | the next one starts, and the delay begins anew |
    /// | an outcome is accepted | it is the result; the attempts that are out are dropped at once |
    /// | a failure that is not retried | the same |
    /// | a failure that is retried | the next attempt starts at once, and the delay begins anew; the backoff plays no role |
    /// | a failure with a hint of `d` | the next attempt starts in `d` from now; the latest hint counts |
    /// | a hint above `max_retry_after` | no further attempt starts; those that are out go on |
    /// | the budget is empty, the deadline is reached, all attempts were made | the same; if none is out, the run ends with that reason and the last outcome |
    ///
    /// Each further attempt takes one retry from the budget. An attempt timeout cuts each attempt by itself. A
    /// [`reset_after`](crate::Policy::reset_after) has no effect, and a [`schedule`](Self::schedule) is refused.
    /// `on_retry` is called before each further attempt; see [`Event::is_hedge`](crate::Event::is_hedge).
    ///
    /// The future has room for five attempts. It spawns nothing and allocates nothing, and dropping it drops them
    /// all.
    ///
    /// # Tests
    ///
    /// The delay is no wait of the run. Under [`testing::no_waits`](crate::testing::no_waits) it passes in real
    /// time, as attempt timeouts do, so an operation that is ready at once is not hedged. On a
    /// [`ManualClock`](crate::testing::ManualClock) the test moves it:
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use core::{future::pending, time::Duration};
    /// use retry_core::{Attempt, Hedge, retry, testing::ManualClock};
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let clock = ManualClock::new();
    /// let run = retry(|attempt: Attempt| async move {
    ///     if attempt.number() == 1 {
    ///         pending::<()>().await; // never ready
    ///     }
    ///     Ok::<_, &str>("second")
    /// })
    /// .hedge(Hedge::after(Duration::from_millis(50)))
    /// .timer(&clock)
    /// .report();
    ///
    /// // The run is polled first, and waits for the clock.
    /// let test = async { clock.advance(Duration::from_millis(50)) };
    /// let (report, ()) = tokio::join!(run.into_future(), test);
    /// assert_eq!(report.outcome, Ok("second"));
    /// assert_eq!((report.winner(), report.dropped()), (Some(2), 1));
    /// # } main() }
    /// ```
    pub fn hedge<H>(self, hedge: H) -> Retry<Hedged<M>, Hedging<Op, H>, C>
    where
        M: Hedgeable,
        C: TakesHedge,
        H: LendsHedge,
    {
        Retry {
            op: Hedging::new(self.op, hedge),
            options: self.options,
            marker: PhantomData,
        }
    }
}
