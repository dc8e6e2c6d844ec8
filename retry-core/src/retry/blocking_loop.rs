use core::ops::ControlFlow;

use super::{
    Blocking, Operation, Retry, options::Configure, output_mode::OutputMode,
    run_options::BlockingOptions, run_state::RunState,
};
use crate::{
    driver::AttemptStart,
    outcome::{Outcome, Verdict},
    time::Thread,
};

/// What a run with the options `C` gives for outcomes of type `R`.
//
// Not an associated type of `Called`: a method whose return type depends on a bound that does not
// hold is, to the compiler, no method at all, and the bound's own message is never seen.
pub(crate) type Ended<C, R> = <<C as Configure>::OutputMode as OutputMode<R>>::Output;

/// An operation that blocks: its run ends in [`Retry::call`].
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

/// The blocking loop. Its first attempt is here, for the compiler to inline; what follows a failure
/// is not, so that a success pays for none of it.
#[inline]
pub(crate) fn run_blocking<A, Op, R, C>(mut op: Op, options: C) -> C::Output
where
    Op: Operation<Blocking<A>, Returned = R>,
    R: Outcome,
    C: BlockingOptions<R>,
{
    let mut run = RunState::new(options);
    run.begin::<R, Thread>(Op::TAKES_ATTEMPT);
    let outcome = op.run(|| run.attempt::<R, Thread>());
    match run.options.judge(&outcome) {
        Verdict::Accept => run.options.accept(&run.driver, outcome),
        verdict => continue_after(run, outcome, verdict, op),
    }
}

/// The loop after the first failure. It takes the run by value, so that before a failure the caller
/// keeps none of it in memory.
#[cold]
#[inline(never)]
fn continue_after<A, Op, R, C>(
    mut run: RunState<C>,
    outcome: R,
    verdict: Verdict,
    mut op: Op,
) -> C::Output
where
    Op: Operation<Blocking<A>, Returned = R>,
    R: Outcome,
    C: BlockingOptions<R>,
{
    let mut attempt = |run: &RunState<C>| op.run(|| run.attempt::<R, Thread>());
    repeat(&mut run, outcome, verdict, &mut attempt)
}

/// The rest of the loop, compiled once for all operations with this outcome. Its parameters are in the
/// order of those of [`continue_after`], so that they stay in their registers.
#[inline(never)]
fn repeat<R, C>(
    run: &mut RunState<C>,
    mut outcome: R,
    mut verdict: Verdict,
    attempt: &mut dyn FnMut(&RunState<C>) -> R,
) -> C::Output
where
    R: Outcome,
    C: BlockingOptions<R>,
{
    let mut began = AttemptStart::WITH_THE_RUN;
    loop {
        let RunState { options, driver } = &mut *run;
        match options.refuse(driver, outcome, &verdict, began) {
            ControlFlow::Break(output) => return output,
            ControlFlow::Continue(delay) => options.block(delay),
        }
        began = run.attempt_start::<R, Thread>();
        outcome = attempt(run);
        verdict = run.options.judge(&outcome);
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
    /// Runs a blocking operation: calls it, and again while the verdict is to retry, with the thread
    /// asleep in between.
    ///
    /// It gives the last outcome, as the operation returned it, or a [`Report`](crate::Report) after
    /// [`report`](Retry::report). In async code it would hold up the executor's thread: make the
    /// operation async and `.await` it instead.
    pub fn call(self) -> Ended<C, Op::Outcome>
    where
        M: Called<Op, C>,
    {
        M::call(self.op, self.options)
    }
}
