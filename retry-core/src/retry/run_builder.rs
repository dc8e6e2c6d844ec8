use core::time::Duration;

#[cfg(target_has_atomic = "64")]
use super::breaking::{Breaking, LendsBreaker};
use super::{
    Event, Run,
    budgeted::{Budgeted, LendsBudget},
    hand_driven::{LoopClosure, StartOptions},
    hook::Closure,
    options::Configure,
    schedule::OwnSchedule,
};
#[cfg(feature = "tracing")]
use crate::observe::Shown;
#[cfg(target_has_atomic = "64")]
use crate::outcome::Unset;

/// What a loop by hand has besides its policy. Set it before the first attempt.
impl<T, C: Configure + StartOptions> Run<T, C> {
    /// The name of the run, for hooks, events and metrics.
    pub fn name(self, name: &'static str) -> Run<T, C::WithName<&'static str>> {
        self.with(|options| options.with_name(name))
    }

    /// Shows the error in the events of feature `tracing`, as [`Retry::show_error`](crate::Retry::show_error)
    /// does. Each error that a pause is asked for then implements `Display`.
    ///
    /// ```
    /// # use retry_core::Policy;
    /// let mut run = Policy::new().attempts(1).start().name("read").show_error();
    /// // The event has `error=busy`.
    /// assert!(run.pause("busy").is_err());
    /// ```
    #[cfg(feature = "tracing")]
    pub fn show_error(self) -> Run<T, C::WithErrorView<Shown>> {
        self.with(|options| options.with_error_view(Shown))
    }

    /// Replaces the backoff with an iterator over nominal delays, whose end ends the run, as
    /// [`Retry::schedule`](crate::Retry::schedule) does.
    pub fn schedule<I>(self, delays: I) -> Run<T, C::WithSchedule<OwnSchedule<I::IntoIter>>>
    where
        I: IntoIterator<Item = Duration>,
    {
        self.with(|options| options.with_schedule(OwnSchedule(delays.into_iter())))
    }

    /// The [budget](crate::Budget) that pays for the retries: anything that lends one and can be cloned, such as a
    /// reference or an `Arc`. Tell it of a success with [`accept`](Run::accept).
    pub fn budget<B>(self, budget: B) -> Run<T, C::WithBudget<Budgeted<B>>>
    where
        B: LendsBudget + Clone,
    {
        self.with(|options| options.with_budget(Budgeted(budget)))
    }

    /// The [breaker](crate::Breaker) that each attempt is to [`ask`](Run::ask): anything that lends one, such as
    /// a reference or an `Arc`.
    #[cfg(target_has_atomic = "64")]
    pub fn breaker<B>(self, breaker: B) -> Run<T, C::WithBreaker<Breaking<B, Unset>>>
    where
        B: LendsBreaker,
    {
        self.with(|options| options.with_breaker(Breaking::new(breaker, Unset)))
    }

    /// Called before each pause. Name the type of the event: `Event<'_, Result<(), MyError>>`.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use retry_core::{Event, Policy};
    ///
    /// let mut log = Vec::new();
    /// let mut run = Policy::new()
    ///     .attempts(2)
    ///     .start()
    ///     .on_retry(|event: &Event<'_, Result<(), &str>>| log.push(event.attempt()));
    /// assert!(run.pause("busy").is_ok());
    /// assert!(run.pause("busy").is_err());
    /// # drop(run);
    /// assert_eq!(log, [1]);
    /// # }
    /// ```
    pub fn on_retry<E, F>(self, hook: F) -> Run<T, C::WithOnRetry<Closure<F>>>
    where
        F: FnMut(&Event<'_, Result<(), E>>),
    {
        self.with(|options| options.with_on_retry(Closure(hook)))
    }

    /// Called once if the run gives up.
    pub fn on_stop<E, F>(self, hook: F) -> Run<T, C::WithOnStop<Closure<F>>>
    where
        F: FnMut(&Event<'_, Result<(), E>>),
    {
        self.with(|options| options.with_on_stop(Closure(hook)))
    }

    /// Called once at the end: when the run gives up, and when [`accept`](Run::accept) says that it
    /// succeeded. Its event then has the value `()`.
    pub fn on_end<E, F>(self, hook: F) -> Run<T, C::WithOnEnd<LoopClosure<F, E>>>
    where
        F: FnMut(&Event<'_, Result<(), E>>),
    {
        self.with(|options| options.with_on_end(LoopClosure::new(hook)))
    }
}
