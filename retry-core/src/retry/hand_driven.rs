use core::{fmt, marker::PhantomData};

#[cfg(target_has_atomic = "64")]
use super::breaking::{Breaking, LendsBreaker};
use super::{
    Event,
    after_attempt::FailedAttempt,
    budgeted::MaybeBudget,
    grant::Grant,
    hook::{Hook, Name},
    maybe_breaker::MaybeBreaker,
    options::Options,
    policy_source::AsPolicy,
    schedule::MaybeSchedule,
};
#[cfg(target_has_atomic = "64")]
use crate::breaker::BreakerOpen;
use crate::{
    driver::{Driver, StopReason},
    limits::Charge,
    observe::ErrorView,
    outcome::{Outcome, Unset},
    policy::Policy,
    time::Clock,
};

/// The options of a loop by hand.
pub trait StartOptions {
    /// The budget, which each pause also holds, to give back what its retry took.
    type Budget: MaybeBudget;
    /// The policy in force.
    fn policy(&self) -> &Policy;
    /// The retry before a pause.
    fn grant(&self, charge: Option<Charge>) -> Grant<Self::Budget>;
}

/// The options of a loop that keeps the value of its success to itself.
pub trait AcceptOptions: StartOptions {
    /// What follows a success. `elapsed` is in nanoseconds.
    fn accept(&mut self, driver: &Driver, clock: &dyn Clock, elapsed: u64);
}

/// The options of a loop by hand with a breaker.
#[cfg(target_has_atomic = "64")]
#[diagnostic::on_unimplemented(
    message = "this run has no circuit breaker to ask",
    note = "give it one before: `.start().breaker(&BREAKER)`"
)]
pub trait AskOptions: StartOptions {
    /// Asks whether the next attempt may be made.
    ///
    /// # Errors
    ///
    /// Why not.
    fn ask(&mut self, clock: &dyn Clock) -> Result<(), BreakerOpen>;
}

/// The options of a loop by hand whose hooks take outcomes of type `R`.
#[diagnostic::on_unimplemented(
    message = "the hooks of this run do not take this error, or its events cannot show it",
    note = "after `.show_error()`, the error implements `Display`",
    note = "name the error in the closure: `|event: &Event<'_, Result<(), MyError>>| ..`"
)]
pub trait HandDriven<R>: StartOptions {
    /// What follows a failed attempt: a wait in nanoseconds. `can_repeat` is asked once the rules have
    /// granted a retry.
    ///
    /// # Errors
    ///
    /// Why the run ends.
    fn failed(
        &mut self,
        driver: &mut Driver,
        clock: &dyn Clock,
        failed: &FailedAttempt<'_, R>,
        can_repeat: impl FnOnce() -> bool,
    ) -> Result<u64, StopReason>;
    /// What follows an attempt whose outcome is accepted. `elapsed` is in nanoseconds.
    fn accepted(&mut self, driver: &Driver, clock: &dyn Clock, outcome: &R, elapsed: u64);
}

/// The hook at every end of a loop by hand, or none.
pub trait LoopEnd: Hook<Self::Outcome> {
    /// The outcome that its events have.
    type Outcome: Outcome;
    /// That of a success, whose value stays with the loop.
    const ACCEPTED: Self::Outcome;
}

impl LoopEnd for Unset {
    type Outcome = Result<(), ()>;
    const ACCEPTED: Result<(), ()> = Ok(());
}

/// A closure as the hook at every end of a loop by hand. With the type of its errors, which a success does
/// not tell.
pub struct LoopClosure<F, E> {
    hook: F,
    error: PhantomData<fn(E)>,
}

impl<F, E> LoopClosure<F, E> {
    pub(super) const fn new(hook: F) -> Self {
        Self {
            hook,
            error: PhantomData,
        }
    }
}

impl<F, E> fmt::Debug for LoopClosure<F, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopClosure").finish_non_exhaustive()
    }
}

impl<F: FnMut(&Event<'_, Result<(), E>>), E> Hook<Result<(), E>> for LoopClosure<F, E> {
    const IS_SET: bool = true;

    fn call(&mut self, event: &Event<'_, Result<(), E>>) {
        (self.hook)(event);
    }
}

impl<F: FnMut(&Event<'_, Result<(), E>>), E> LoopEnd for LoopClosure<F, E> {
    type Outcome = Result<(), E>;
    const ACCEPTED: Result<(), E> = Ok(());
}

impl<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q> StartOptions
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
where
    P: AsPolicy,
    G: MaybeBudget + Clone,
{
    type Budget = G;

    fn policy(&self) -> &Policy {
        self.policy.as_policy()
    }

    fn grant(&self, charge: Option<Charge>) -> Grant<G> {
        Grant::new(self.budget.clone(), self.policy.as_policy().budget, charge)
    }
}

#[cfg(target_has_atomic = "64")]
impl<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, B, F> AskOptions
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Breaking<B, F>>
where
    Self: StartOptions,
    B: LendsBreaker,
{
    fn ask(&mut self, clock: &dyn Clock) -> Result<(), BreakerOpen> {
        self.breaker.admit(clock)
    }
}

impl<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q> AcceptOptions
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
where
    Self: StartOptions,
    P: AsPolicy,
    S: MaybeSchedule,
    OnEnd: LoopEnd,
    N: Name,
    G: MaybeBudget,
    Q: MaybeBreaker,
{
    fn accept(&mut self, driver: &Driver, clock: &dyn Clock, elapsed: u64) {
        self.after_attempt()
            .accepted(driver, clock, &OnEnd::ACCEPTED, elapsed);
    }
}

impl<R, P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q> HandDriven<R>
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
where
    Self: StartOptions,
    R: Outcome,
    P: AsPolicy,
    S: MaybeSchedule,
    OnRetry: Hook<R>,
    OnStop: Hook<R>,
    OnEnd: Hook<R>,
    N: Name,
    G: MaybeBudget,
    V: ErrorView<R>,
    Q: MaybeBreaker,
{
    fn failed(
        &mut self,
        driver: &mut Driver,
        clock: &dyn Clock,
        failed: &FailedAttempt<'_, R>,
        can_repeat: impl FnOnce() -> bool,
    ) -> Result<u64, StopReason> {
        self.after_attempt()
            .failed(driver, clock, failed, can_repeat)
    }

    fn accepted(&mut self, driver: &Driver, clock: &dyn Clock, outcome: &R, elapsed: u64) {
        self.after_attempt()
            .accepted(driver, clock, outcome, elapsed);
    }
}
