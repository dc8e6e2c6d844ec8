//! What `#[retry]` and `retry_block!` expand to.
//!
//! Compiler messages name these functions, so they can be looked up here. They are not for calling
//! by hand, and change without notice.
//!
//! A blocking function becomes a closure given to the blocking loop. An async one becomes a loop in
//! the function itself, since a future made by a closure could not borrow mutably; each turn of it
//! awaits a [`turn()`]. Both are given a [`Plan`] and a judge; whatever else the attribute says is
//! said by the methods of the builder.

use core::marker::PhantomData;

use crate::{
    Attempt, Blocking, Config, IntoVerdict, Operation, Outcome, Policy, Retry,
    blocking::{self, Interruptible},
    config::AsPolicy,
    configure::Configure,
    engine::{AsyncSetup, Engine, Task},
    extras::{BlockingExtra, Usual},
    hooks::{Closure, Unset},
    judge::{Each, Judge, Predicate},
};

mod fresh;
mod hint;
mod plan;
mod turn;

pub use self::{
    fresh::{Fresh, fresh},
    hint::Hint,
    plan::{HasPlan, Plan, Planned, exponential},
    turn::{Begin, Loop, PlainLoop, Turn, Turns, turn},
};

/// The judge of a function that says nothing of errors or values.
pub const ALL: Each<Unset, Unset> = Each::ALL;

/// The judge of a function with `on`.
pub fn on<R, F, V>(judge: F) -> Each<Predicate<F>, Unset>
where
    R: Outcome,
    F: FnMut(&R::Error) -> V,
    V: IntoVerdict,
{
    Each {
        on_error: Predicate(judge),
        on_value: Unset,
    }
}

const fn configured<P, J>(policy: P, judge: J) -> Config<P, J> {
    Config {
        policy,
        judge,
        extras: Usual::NEW,
    }
}

/// Runs a blocking function. The bound on `F` tells the compiler that the body runs more than once,
/// so that a parameter moved away is an error at the user's own expression.
//
// The bounds are all that the compiler proves in each function: that a configuration made of these
// parts will do is proved here, once.
pub fn call<R, F>(body: F, plan: &'static Plan) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    Usual: BlockingExtra<R, Output = R>,
{
    blocking::run(body, configured(plan, ALL))
}

/// Runs a blocking function with `on`.
pub fn call_on<R, F, G, V>(body: F, plan: &'static Plan, judge: G) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    G: FnMut(&R::Error) -> V,
    V: IntoVerdict,
    Usual: BlockingExtra<R, Output = R>,
{
    blocking::run(body, configured(plan, on::<R, G, V>(judge)))
}

/// Runs a blocking function whose body asks for the attempt.
pub fn call_with<R, F, J>(body: F, plan: &'static Plan, judge: J) -> R
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
    J: Judge<R>,
    Usual: BlockingExtra<R, Output = R>,
{
    blocking::run(body, configured(plan, judge))
}

/// The builder for a blocking function about which more is said.
pub fn blocking<R, F, J>(
    body: F,
    plan: &'static Plan,
    judge: J,
) -> Retry<Blocking, F, Config<&'static Plan, J>>
where
    R: Outcome,
    F: FnMut() -> R,
{
    crate::retry(body).with(|_| configured(plan, judge))
}

/// Like [`blocking`], for a body that asks for the attempt.
pub fn blocking_with<R, F, J>(
    body: F,
    plan: &'static Plan,
    judge: J,
) -> Retry<Blocking<Attempt>, F, Config<&'static Plan, J>>
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
{
    crate::retry(body).with(|_| configured(plan, judge))
}

/// Stands for the operation of an annotated async function in its builder.
#[derive(Debug)]
pub struct Body<R>(PhantomData<fn() -> R>);

/// Marks an operation that is driven by the function it is the body of.
#[derive(Debug)]
pub enum Driven {}

#[diagnostic::do_not_recommend]
impl<R: Outcome> Operation<Driven> for Body<R> {
    type Returned = R;
    type Outcome = R;
    const TAKES_ATTEMPT: bool = false;

    fn run(&mut self, _: impl FnOnce() -> Attempt) -> R {
        unreachable!("the annotated function makes the attempts itself")
    }
}

#[diagnostic::do_not_recommend]
impl Interruptible for Driven {}

/// Begins the run of an async function.
//
// It asks nothing of the outcome: [`turn()`] does, and what is asked in two places is refused in two.
#[must_use]
pub fn begin<P>(_: P) -> PlainLoop<P, Each<Unset, Unset>>
where
    P: HasPlan,
    PlainLoop<P, Each<Unset, Unset>>: Begin,
{
    begun(ALL)
}

/// Begins the run of an async function with `on`.
pub fn begin_on<R, P, F, V>(_: P, judge: F) -> PlainLoop<P, Each<Predicate<F>, Unset>>
where
    R: Outcome,
    P: HasPlan,
    F: FnMut(&R::Error) -> V,
    V: IntoVerdict,
    PlainLoop<P, Each<Predicate<F>, Unset>>: Begin,
{
    begun(on::<R, F, V>(judge))
}

fn begun<P, J>(judge: J) -> PlainLoop<P, J>
where
    P: HasPlan,
    PlainLoop<P, J>: Begin,
{
    let mut run = PlainLoop::new(configured(Planned::NEW, judge));
    run.begin();
    run
}

/// The builder for an async function about which more is said.
pub fn declared<R, P, J>(_: P, judge: J) -> Retry<Driven, Body<R>, Config<Planned<P>, J>>
where
    R: Outcome,
    P: HasPlan,
{
    crate::retry(Body(PhantomData)).with(|_| configured(Planned::NEW, judge))
}

/// The policy of the key `policy`, in place of the plan's.
pub fn under<M, Op, C, Q>(run: Retry<M, Op, C>, policy: Q) -> Retry<M, Op, C::WithPolicy<Q>>
where
    C: Configure,
    Q: AsPolicy,
{
    run.with(|config| config.with_policy(policy))
}

/// The name, for a run whose policy is not the plan's. It takes no room in a future.
pub fn named<M, Op, C, F>(run: Retry<M, Op, C>, name: F) -> Retry<M, Op, C::WithName<Closure<F>>>
where
    C: Configure,
    F: Fn() -> &'static str,
{
    run.with(|config| config.with_name(Closure(name)))
}

/// Begins the run that the builder describes. `tells` is whether the body asks for the [`Attempt`].
pub fn begin_as<R, C>(run: Retry<Driven, Body<R>, C>, tells: bool) -> Loop<R, C>
where
    C: AsyncSetup<R>,
{
    let mut engine = Engine::new(run.config);
    engine.begin::<R, Task>(tells);
    Loop::new(engine)
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
