//! What the expansion of the attribute calls. Not for users: it changes without notice.
//!
//! A blocking function becomes a closure given to [`retry()`](crate::retry()). An async one becomes a
//! loop in the function itself, since a future made by a closure could not borrow mutably; the loop
//! asks a [`Loop`] what to do. Both are configured through the same builder.

use core::{
    future::{Future, Ready, ready},
    marker::PhantomData,
    ops::ControlFlow,
    time::Duration,
};

use crate::{
    Attempt, Blocking, Config, Operation, Outcome, Pausing, Policy, Retry, TimedOut, Verdict,
    attempt_timeout::Guarded,
    blocking::Interruptible,
    config::AsPolicy,
    configure::Configure,
    engine::{AsyncSetup, Engine, Task},
    hooks::Called,
};

/// Stands for the operation of an annotated async function in its builder.
#[derive(Debug)]
pub struct Declared<R>(PhantomData<fn() -> R>);

/// Marks an operation that is driven by the function it is the body of.
#[derive(Debug)]
pub enum Driven {}

impl<R: Outcome> Operation<Driven> for Declared<R> {
    type Returned = R;
    type Outcome = R;
    const TAKES_ATTEMPT: bool = false;

    fn run(&mut self, _: impl FnOnce() -> Attempt) -> R {
        unreachable!("the annotated function makes the attempts itself")
    }
}

impl Interruptible for Driven {}

/// The builder for an async function that returns `R`.
pub fn declared<R: Outcome>() -> Retry<Driven, Declared<R>, Config> {
    crate::retry(Declared(PhantomData))
}

impl<M, Op, C: Configure> Retry<M, Op, C> {
    /// A policy that a function returns, which takes no room in a future.
    #[doc(hidden)]
    pub fn __policy<F>(self, policy: F) -> Retry<M, Op, C::WithPolicy<Called<F>>>
    where
        F: Fn() -> &'static Policy,
    {
        self.with(|config| config.with_policy(Called(policy)))
    }

    /// The name of the function, which takes no room in a future.
    #[doc(hidden)]
    pub fn __name<F>(self, name: F) -> Retry<M, Op, C::WithName<Called<F>>>
    where
        F: Fn() -> &'static str,
    {
        self.with(|config| config.with_name(Called(name)))
    }
}

impl<R, C> Retry<Driven, Declared<R>, C>
where
    R: Outcome,
    C: AsyncSetup<R>,
{
    /// Begins the run. `TELLS` is whether the body asks for the [`Attempt`].
    #[doc(hidden)]
    pub fn __begin<const TELLS: bool>(self) -> Loop<R, C, TELLS> {
        let mut engine = Engine::new(self.config);
        engine.begin::<R, Task>(TELLS);
        Loop {
            engine,
            outcome: PhantomData,
        }
    }
}

/// A run whose attempts the annotated function makes itself.
#[derive(Debug)]
pub struct Loop<R, C, const TELLS: bool> {
    engine: Engine<C>,
    outcome: PhantomData<fn() -> R>,
}

impl<R, C, const TELLS: bool> Loop<R, C, TELLS>
where
    R: Outcome,
    C: AsyncSetup<R>,
{
    /// The attempt about to be made.
    pub fn attempt(&self) -> Attempt {
        self.engine.attempt::<R, Task>()
    }

    /// The reading of the clock as an attempt begins, where a rule asks for it.
    pub fn began(&self) -> u64 {
        self.engine.began::<R, Task>()
    }

    /// Puts the attempt beside its timeout.
    pub fn guard<Fut: Future<Output = R>>(&mut self, attempt: Fut) -> Guarded<Fut, C::Guard> {
        let guard = self.engine.config.guard(&self.engine.progress);
        Guarded { attempt, guard }
    }

    /// The end of the run, or the wait before the next attempt.
    pub fn settle(
        &mut self,
        outcome: Result<R, TimedOut>,
        began: u64,
    ) -> ControlFlow<C::Output, Duration> {
        let outcome = outcome.unwrap_or_else(|timed_out| self.engine.config.timed_out(timed_out));
        self.engine.settle::<R, Task>(outcome, began, TELLS)
    }

    /// The wait.
    pub fn sleep(&mut self, delay: Duration) -> C::Sleep {
        self.engine.config.sleep(delay)
    }
}

/// Before a wait of zero, gives way to the executor once. Apart from the wait, so that the function's
/// future holds no flag beside the sleep, its largest part.
pub fn yields(delay: Duration) -> Pausing<Ready<()>> {
    Pausing::new(delay, ready(()))
}

/// A value that is never made: it gives the block around it the declared type.
#[must_use]
pub fn never<R>() -> R {
    unreachable!("the branch around it is never taken")
}

/// Takes ownership, so that the block around it captures by value.
pub fn own<T>(_: T) {}

/// A copy of a policy that is given by value or by reference: it borrows nothing of what the body
/// changes.
pub fn copy(policy: impl AsPolicy) -> Policy {
    *policy.as_policy()
}

/// The fresh copy of a parameter for one attempt.
pub fn fresh<T: Fresh>(value: &T) -> T {
    value.fresh()
}

/// What each attempt can get a fresh copy of.
#[diagnostic::on_unimplemented(
    message = "each attempt gets a fresh copy of this parameter, and `{Self}` has no `Clone`",
    label = "`{Self}` is not `Clone`",
    note = "a parameter that is `mut` or listed in `clone(..)` is copied for each attempt; take it by reference, or derive `Clone`"
)]
pub trait Fresh {
    /// The copy.
    fn fresh(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Fresh for T {
    fn fresh(&self) -> T {
        self.clone()
    }
}

/// The builder for a blocking function. Its bound tells the compiler that the body runs more than
/// once, so that a parameter moved away is an error at the user's own expression.
pub fn blocking<R, F>(op: F) -> Retry<Blocking, F, Config>
where
    R: Outcome,
    F: FnMut() -> R,
{
    crate::retry(op)
}

/// Like [`blocking`], for a body that asks for the attempt.
pub fn blocking_with<R, F>(op: F) -> Retry<Blocking<Attempt>, F, Config>
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
{
    crate::retry(op)
}

/// What a field named by `#[retry(after = field)]` may hold.
#[diagnostic::on_unimplemented(
    message = "the delay of `#[retry(after = ..)]` is a `Duration` or an `Option<Duration>`, not `{Self}`",
    label = "expected `Duration` or `Option<Duration>`"
)]
pub trait Hint: Copy {
    /// Retry, and not earlier than this.
    fn verdict(self) -> Verdict;
}

impl Hint for Duration {
    fn verdict(self) -> Verdict {
        Verdict::retry_after(self)
    }
}

impl Hint for Option<Duration> {
    fn verdict(self) -> Verdict {
        Verdict::retry_after(self)
    }
}
