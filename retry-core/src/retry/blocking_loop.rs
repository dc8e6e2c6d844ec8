use core::ops::ControlFlow;

use super::{
    Blocking, Operation, Retry,
    options::Configure,
    output_mode::OutputMode,
    run_options::BlockingOptions,
    run_state::{RunGuard, RunState},
};
use crate::{
    driver::AttemptStart,
    outcome::{Outcome, Verdict},
    time::Thread,
};

/// The output of a run with the options `C`, for outcomes of type `R`.
//
// Not an associated type of `Called`: if the return type of `call` depended on that bound, an async
// operation would get "no such method" in place of our message.
pub(crate) type Ended<C, R> = <<C as Configure>::OutputMode as OutputMode<R>>::Output;

/// A blocking operation, whose chain ends in [`Retry::call`].
#[diagnostic::on_unimplemented(
    message = "this operation is async: end the chain with `.await`",
    label = "async: `.await` instead of `.call()`"
)]
pub trait Called<Op, C>: Sized
where
    Op: Operation<Self>,
    C: Configure<OutputMode: OutputMode<Op::Outcome>>,
{
    /// The loop.
    fn call(op: Op, options: C) -> Ended<C, Op::Outcome>;
}

impl<A, Op, R, C> Called<Op, C> for Blocking<A>
where
    Op: Operation<Self, Returned = R, Outcome = R>,
    R: Outcome,
    C: Configure<OutputMode: OutputMode<R>> + BlockingOptions<R, Output = Ended<C, R>>,
{
    fn call(op: Op, options: C) -> Ended<C, R> {
        run_blocking(op, options)
    }
}

/// The blocking loop. Only its first attempt is inlined, so that a success does not pay for the rest.
#[inline]
pub(crate) fn run_blocking<A, Op, R, C>(mut op: Op, options: C) -> C::Output
where
    Op: Operation<Blocking<A>, Returned = R>,
    R: Outcome,
    C: BlockingOptions<R>,
{
    let mut run = RunState::new(options);
    run.begin::<R, Thread, true>(Op::TAKES_ATTEMPT);
    if C::HAS_BREAKER && !run.options.ask_closed() {
        return begin_if_admitted(RunGuard(run), op);
    }
    let (outcome, verdict) =
        attempt::<R, C, false>(&mut run, |run| op.run(|| run.attempt::<R, Thread>()));
    match verdict {
        Verdict::Accept => run.options.accept_first(&run.driver, outcome),
        verdict => continue_after(RunGuard(run), outcome, verdict, op),
    }
}

/// The loop if the breaker is not closed at its start.
#[cold]
#[inline(never)]
fn begin_if_admitted<A, Op, R, C>(mut run: RunGuard<C>, mut op: Op) -> C::Output
where
    Op: Operation<Blocking<A>, Returned = R>,
    R: Outcome,
    C: BlockingOptions<R>,
{
    let first = attempt::<R, C, true>(&mut run.0, |run| op.run(|| run.attempt::<R, Thread>()));
    match first {
        (outcome, Verdict::Accept) => run.0.options.accept_first(&run.0.driver, outcome),
        (outcome, verdict) => continue_after(run, outcome, verdict, op),
    }
}

/// Makes an attempt, with what its policy wants around it, and judges it. Unless it `ASKS` the breaker, that was
/// asked before.
#[inline]
fn attempt<R, C, const ASKS: bool>(
    run: &mut RunState<C>,
    call: impl FnOnce(&RunState<C>) -> R,
) -> (R, Verdict)
where
    R: Outcome,
    C: BlockingOptions<R>,
{
    if C::HAS_BREAKER && ASKS && !run.options.ask() {
        if let Some(refused) = run.options.refused() {
            return refused;
        }
    }
    let outcome = {
        let span = run.span::<R, Thread>();
        run.inside::<R, Thread, _>(&span, call)
    };
    let verdict = run.options.judge(&outcome);
    (outcome, verdict)
}

/// The loop after the first failure. It takes the run by value, so that a success keeps none of it in
/// memory.
#[cold]
#[inline(never)]
fn continue_after<A, Op, R, C>(
    run: RunGuard<C>,
    outcome: R,
    verdict: Verdict,
    mut op: Op,
) -> C::Output
where
    Op: Operation<Blocking<A>, Returned = R>,
    R: Outcome,
    C: BlockingOptions<R>,
{
    let mut call = |run: &RunState<C>| op.run(|| run.attempt::<R, Thread>());
    repeat(run, outcome, verdict, &mut call)
}

/// The rest of the loop, compiled once for all operations with this outcome. The parameters have the
/// order of [`continue_after`], so that they stay in their registers.
#[inline(never)]
fn repeat<R, C>(
    mut run: RunGuard<C>,
    mut outcome: R,
    mut verdict: Verdict,
    call: &mut dyn FnMut(&RunState<C>) -> R,
) -> C::Output
where
    R: Outcome,
    C: BlockingOptions<R>,
{
    let run = &mut run.0;
    let mut began = AttemptStart::WITH_THE_RUN;
    loop {
        let RunState { options, driver } = &mut *run;
        match options.refuse(driver, outcome, &verdict, began) {
            ControlFlow::Break(output) => return output,
            ControlFlow::Continue((delay, kept)) => {
                if let Some(outcome) = options.block(delay, kept) {
                    return options.cancel(driver, outcome);
                }
            }
        }
        driver.begin_attempt();
        began = run.attempt_start::<R, Thread>();
        (outcome, verdict) = attempt::<R, C, true>(run, &mut *call);
        if verdict == Verdict::Accept {
            return run.options.accept(&run.driver, outcome);
        }
    }
}

impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
    C: Configure<OutputMode: OutputMode<Op::Outcome>>,
{
    /// Runs a blocking operation, and sleeps the thread between attempts.
    ///
    /// Returns the last outcome as the operation returned it, or a [`Report`](crate::Report) after
    /// [`report`](Retry::report). In async code it would block the executor's thread: there, make the
    /// operation async and `.await` it.
    pub fn call(self) -> Ended<C, Op::Outcome>
    where
        M: Called<Op, C>,
    {
        M::call(self.op, self.options)
    }
}
