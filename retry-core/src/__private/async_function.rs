use core::marker::PhantomData;

use super::{
    HasPlan, Planned,
    async_loop::{Begin, Loop, PlainLoop},
};
use crate::{
    driver::Attempt,
    outcome::{Outcome, Unset},
    retry::{
        AsyncOptions, Interruptible, Operation, Options, Retry, RunState, TakesSchedule, retry,
    },
    time::Task,
};

/// The operation of an annotated async function, for its builder.
#[derive(Debug)]
pub struct Body<R>(PhantomData<fn() -> R>);

/// Marks an operation whose loop is in the annotated function.
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

#[diagnostic::do_not_recommend]
impl TakesSchedule for Driven {}

/// Begins the run of an async function.
//
// No bound on the outcome: `turn` has it, and the compiler would report it twice.
#[must_use]
pub fn begin<P, J>(_: P, judge: J) -> PlainLoop<P, J>
where
    P: HasPlan,
    PlainLoop<P, J>: Begin,
{
    PlainLoop::begun(judge, Unset)
}

/// Begins the run of an async function whose events show its error as the view says.
pub fn begin_showing<P, J, V>(_: P, judge: J, view: V) -> PlainLoop<P, J, V>
where
    P: HasPlan,
    PlainLoop<P, J, V>: Begin,
{
    PlainLoop::begun(judge, view)
}

/// The builder for an async function with more keys than `on`.
pub fn declared<R, P, J>(_: P, judge: J) -> Retry<Driven, Body<R>, Options<Planned<P>, J>>
where
    R: Outcome,
    P: HasPlan,
{
    retry(Body(PhantomData)).with(|_| Options::new(Planned::NEW, judge))
}

/// Begins the run of a builder. `takes_attempt`: whether the body uses the [`Attempt`].
pub fn begin_as<R, C>(run: Retry<Driven, Body<R>, C>, takes_attempt: bool) -> Loop<R, C>
where
    C: AsyncOptions<R>,
{
    let mut run = RunState::new(run.options);
    run.begin::<R, Task, true>(takes_attempt);
    Loop::new(run)
}
