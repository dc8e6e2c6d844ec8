#[cfg(feature = "std")]
use core::borrow::Borrow;
#[cfg(feature = "tracing")]
use core::fmt::Display;
use core::time::Duration;

use super::Retry;
#[cfg(feature = "std")]
use crate::{
    limits::CancelToken,
    retry::{cancellation::CancelledBy, typestate::Wakeable},
    time::SleepWith,
};
#[cfg(feature = "tracing")]
use crate::{observe::Shown, outcome::Outcome};
use crate::{
    retry::{
        Event, Operation,
        budgeted::{Budgeted, LendsBudget},
        hook::Closure,
        options::Configure,
        schedule::OwnSchedule,
        typestate::TakesSchedule,
    },
    time::{Clock, CustomTimer},
};

/// Timers and hooks.
impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
    C: Configure,
{
    /// Replaces the backoff with any iterator over nominal delays, whose end ends the run.
    ///
    /// Jitter applies to its delays, and only an explicit `max_delay` caps them. A wait for a hint uses
    /// up one delay. A reset does not restart the schedule.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::retry;
    /// let mut calls = 0;
    /// let result = retry(|| { calls += 1; Err::<(), _>("busy") })
    ///     .unlimited()
    ///     .schedule([1, 1, 2].map(Duration::from_millis))
    ///     .call();
    /// assert_eq!(calls, 4);
    /// # }
    /// ```
    pub fn schedule<I>(self, delays: I) -> Retry<M, Op, C::WithSchedule<OwnSchedule<I::IntoIter>>>
    where
        M: TakesSchedule,
        I: IntoIterator<Item = Duration>,
    {
        self.with(|options| options.with_schedule(OwnSchedule(delays.into_iter())))
    }

    /// Replaces clock and sleep; see [`time`](crate::time).
    pub fn timer<U: Clock>(self, timer: U) -> Retry<M, Op, C::WithTimer<CustomTimer<U>>> {
        self.with(|options| options.with_timer(CustomTimer(timer)))
    }

    /// Replaces the sleep and keeps the default clock: a closure that blocks, or returns any future.
    ///
    /// With [`attempt_timeout`](Self::attempt_timeout) this sleep also measures the attempts: each gets a
    /// second sleep, and is cut when that ends. A sleep that returns at once cuts every attempt that is not
    /// ready when it is first polled.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use retry_core::retry;
    /// let mut waits = Vec::new();
    /// let _ = retry(|| Err::<(), _>("busy")).sleep_with(|delay| waits.push(delay)).call();
    /// assert_eq!(waits.len(), 2);
    /// # }
    /// ```
    #[cfg(feature = "std")]
    pub fn sleep_with<F, X>(self, sleep: F) -> Retry<M, Op, C::WithTimer<SleepWith<F, X>>>
    where
        F: FnMut(Duration) -> X,
    {
        self.with(|options| options.with_timer(SleepWith::new(sleep)))
    }

    /// Called before each wait. It cannot change the run.
    pub fn on_retry<F>(self, hook: F) -> Retry<M, Op, C::WithOnRetry<Closure<F>>>
    where
        F: FnMut(&Event<'_, Op::Outcome>),
    {
        self.with(|options| options.with_on_retry(Closure(hook)))
    }

    /// Called once if the run stops without an accepted outcome. It cannot change the run.
    pub fn on_stop<F>(self, hook: F) -> Retry<M, Op, C::WithOnStop<Closure<F>>>
    where
        F: FnMut(&Event<'_, Op::Outcome>),
    {
        self.with(|options| options.with_on_stop(Closure(hook)))
    }

    /// Called once at every end, after a success too, and after [`on_stop`](Self::on_stop). It cannot change
    /// the run.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::retry;
    /// let mut calls = 0;
    /// let result = retry(|| { calls += 1; if calls < 3 { Err("busy") } else { Ok(calls) } })
    ///     .backoff(Duration::ZERO)
    ///     .on_end(|event| assert!(event.recovered() && event.attempt() == 3))
    ///     .call();
    /// assert_eq!(result, Ok(3));
    /// # }
    /// ```
    pub fn on_end<F>(self, hook: F) -> Retry<M, Op, C::WithOnEnd<Closure<F>>>
    where
        F: FnMut(&Event<'_, Op::Outcome>),
    {
        self.with(|options| options.with_on_end(Closure(hook)))
    }

    /// The [budget](crate::Budget) that pays for the retries: anything that lends one, such as a `static` by
    /// reference or an `Arc`. It replaces that of the policy.
    ///
    /// A retry that is granted and not made gives back what it took: because the future is dropped or the run
    /// cancelled during the wait, or because a hook before it takes until the deadline or panics.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration;
    /// use retry_core::{Budget, StopReason, retry};
    ///
    /// static BUDGET: Budget = Budget::grpc();
    ///
    /// let mut calls = 0;
    /// let report = retry(|| { calls += 1; Err::<(), _>("busy") })
    ///     .unlimited()
    ///     .backoff(Duration::ZERO)
    ///     .budget(&BUDGET)
    ///     .report()
    ///     .call();
    /// // gRPC retries while more than half of its ten tokens are left.
    /// assert_eq!((calls, report.stop), (5, StopReason::Budget));
    /// # }
    /// ```
    pub fn budget<B>(self, budget: B) -> Retry<M, Op, C::WithBudget<Budgeted<B>>>
    where
        B: LendsBudget,
    {
        self.with(|options| options.with_budget(Budgeted(budget)))
    }

    /// Ends a blocking run when the [token](CancelToken) is cancelled: a thread that sleeps wakes at once, and
    /// no further attempt is made. The run returns its last outcome, with
    /// [`StopReason::Cancelled`](crate::StopReason::Cancelled).
    ///
    /// Takes anything that lends a token, such as a `static` by reference or an `Arc`. The outcome of an
    /// attempt then lives until the wait after it ends. A [`timer`](Self::timer) of your own is asked before
    /// and after its sleep, see [`BlockingTimer::block_or`](crate::time::BlockingTimer::block_or).
    #[cfg(feature = "std")]
    pub fn cancel_on<B>(self, token: B) -> Retry<M, Op, C::WithCancellation<CancelledBy<B>>>
    where
        M: Wakeable,
        B: Borrow<CancelToken>,
    {
        self.with(|options| options.with_cancellation(CancelledBy(token)))
    }

    /// The name of the run, for hooks, events and metrics: the field `retry.name` and the label `name`. Name
    /// what is called, not whom it is called for: each name makes a time series of its own.
    pub fn name(self, name: &'static str) -> Retry<M, Op, C::WithName<&'static str>> {
        self.with(|options| options.with_name(name))
    }

    /// Shows the error in the events of feature `tracing`, as the field `error`, which by default have only the
    /// name of its type, `error.type`. Make sure that its text contains nothing secret.
    ///
    /// The attribute does so by itself if the error implements `Display`.
    ///
    /// ```
    /// # use retry_core::retry;
    /// let result = retry(|| "42".parse::<u32>()).name("read number").show_error().call();
    /// assert_eq!(result, Ok(42));
    /// ```
    #[cfg(feature = "tracing")]
    pub fn show_error(self) -> Retry<M, Op, C::WithErrorView<Shown>>
    where
        <Op::Outcome as Outcome>::Error: Display,
    {
        self.with(|options| options.with_error_view(Shown))
    }
}
