use super::Retry;
use crate::{
    breaker::{BreakerOpen, FromBreakerOpen},
    outcome::Outcome,
    retry::{
        Operation,
        breaking::{Breaking, LendsBreaker},
        options::Configure,
    },
};

/// The conversion of a refusal into the error of `R`.
//
// A pointer, as for timeouts: a type of its own would repeat the bound, and the compiler its message.
type ByFrom<R> = fn(BreakerOpen) -> <R as Outcome>::Error;
/// `C`, with a breaker whose refusals `F` makes errors of.
type WithBreaker<C, B, F> = <C as Configure>::WithBreaker<Breaking<B, F, true>>;

/// What stops the calls of something that is down.
impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
    C: Configure,
{
    /// Asks a [`Breaker`](crate::Breaker) before each attempt, and tells it how each ended: anything that lends
    /// one, such as a `static` by reference or an `Arc`.
    ///
    /// An attempt that it refuses is not made, but counts as one, so that a run always ends. Its outcome is the
    /// operation's error made from [`BreakerOpen`], or `None`. The run waits until the breaker takes attempts
    /// again, if the attempts, the deadline and [`max_retry_after`](Self::max_retry_after) allow it. Else it
    /// stops with [`StopReason::BreakerOpen`](crate::StopReason::BreakerOpen), after a failed attempt at once
    /// and with its outcome.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use core::time::Duration;
    /// use retry_core::{Breaker, Jitter, retry, testing::ManualClock};
    /// use std::io;
    ///
    /// static DATABASE: Breaker = Breaker::consecutive(2);
    ///
    /// let clock = ManualClock::new();
    /// let mut calls = 0;
    /// let result = retry(|| { calls += 1; if calls < 3 { Err(io::Error::other("down")) } else { Ok(calls) } })
    ///     .jitter(Jitter::None)
    ///     .timer(&clock)
    ///     .breaker(&DATABASE)
    ///     .call();
    /// // The second failure opened it for 5 s, and the third attempt was the probe.
    /// assert_eq!(result.unwrap(), 3);
    /// assert_eq!(clock.waits(), [100, 5000].map(Duration::from_millis));
    /// # }
    /// ```
    pub fn breaker<B, K>(self, breaker: B) -> Retry<M, Op, WithBreaker<C, B, ByFrom<Op::Outcome>>>
    where
        B: LendsBreaker,
        <Op::Outcome as Outcome>::Error: FromBreakerOpen<K>,
    {
        let make: ByFrom<Op::Outcome> = FromBreakerOpen::from_breaker_open;
        self.breaker_or(breaker, make)
    }

    /// Like [`breaker`](Self::breaker), for errors that are not `From<BreakerOpen>`, such as those of other
    /// crates.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use retry_core::{Breaker, retry};
    ///
    /// static DATABASE: Breaker = Breaker::consecutive(5);
    /// DATABASE.isolate();
    ///
    /// let result = retry(|| Ok::<u32, String>(1)).breaker_or(&DATABASE, |open| open.to_string()).call();
    /// assert_eq!(result, Err("circuit breaker is isolated".to_owned()));
    /// # }
    /// ```
    pub fn breaker_or<B, F>(self, breaker: B, make: F) -> Retry<M, Op, WithBreaker<C, B, F>>
    where
        B: LendsBreaker,
        F: FnMut(BreakerOpen) -> <Op::Outcome as Outcome>::Error,
    {
        self.with(|options| options.with_breaker(Breaking::new(breaker, make)))
    }
}
