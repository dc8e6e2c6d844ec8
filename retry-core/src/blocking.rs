use core::ops::ControlFlow;

use crate::{
    Outcome, Retry, Verdict,
    began::Began,
    configure::Configure,
    engine::{BlockingSetup, Engine, Thread},
    operation::{Async, Blocking, Operation},
    report::Ending,
};

/// What a run with the configuration `C` hands back for outcomes of type `R`.
//
// Not an associated type of `Called`: a method whose return type depends on a bound that does not
// hold is, to the compiler, no method at all, and the bound's own message is never seen.
pub(crate) type Ended<C, R> = <<C as Configure>::Ending as Ending<R>>::Output;

/// An operation that blocks: its run ends in [`Retry::call`].
#[diagnostic::on_unimplemented(
    message = "this operation is async: end the chain with `.await`",
    label = "async: `.await` instead of `.call()`"
)]
pub trait Called<Op, C>: Sized
where
    Op: Operation<Self>,
    C: Configure<Ending: Ending<Op::Outcome>>,
{
    /// The loop.
    fn call(op: Op, config: C) -> Ended<C, Op::Outcome>;
}

impl<A, Op, R, C> Called<Op, C> for Blocking<A>
where
    Op: Operation<Self, Returned = R, Outcome = R>,
    R: Outcome,
    C: Configure<Ending: Ending<R>> + BlockingSetup<R, Output = Ended<C, R>>,
{
    fn call(op: Op, config: C) -> Ended<C, R> {
        run(op, config)
    }
}

/// The blocking loop. Its first attempt stands here, for the compiler to put it in the caller; what
/// follows a failure does not, so that a success pays for none of it.
#[inline]
pub(crate) fn run<A, Op, R, C>(mut op: Op, config: C) -> C::Output
where
    Op: Operation<Blocking<A>, Returned = R>,
    R: Outcome,
    C: BlockingSetup<R>,
{
    let mut engine = Engine::new(config);
    engine.begin::<R, Thread>(Op::TAKES_ATTEMPT);
    let outcome = op.run(|| engine.attempt::<R, Thread>());
    match engine.config.judge(&outcome) {
        Verdict::Accept => engine.config.accept(&engine.progress, outcome),
        verdict => run_on(engine, outcome, verdict, op),
    }
}

/// The blocking loop after the first failure. It takes the run by value, so that the caller need
/// have nothing of it in memory before; all else is in [`repeat`], which is the same for every
/// operation, and takes what it has in common with this in the same order, that is, where it is.
#[cold]
#[inline(never)]
fn run_on<A, Op, R, C>(mut engine: Engine<C>, outcome: R, verdict: Verdict, mut op: Op) -> C::Output
where
    Op: Operation<Blocking<A>, Returned = R>,
    R: Outcome,
    C: BlockingSetup<R>,
{
    let mut attempt = |engine: &Engine<C>| op.run(|| engine.attempt::<R, Thread>());
    repeat(&mut engine, outcome, verdict, &mut attempt)
}

#[inline(never)]
fn repeat<R, C>(
    engine: &mut Engine<C>,
    mut outcome: R,
    mut verdict: Verdict,
    attempt: &mut dyn FnMut(&Engine<C>) -> R,
) -> C::Output
where
    R: Outcome,
    C: BlockingSetup<R>,
{
    let mut began = Began::WITH_THE_RUN;
    loop {
        let Engine { config, progress } = &mut *engine;
        match config.refuse(progress, outcome, &verdict, began) {
            ControlFlow::Break(output) => return output,
            ControlFlow::Continue(delay) => config.block(delay),
        }
        began = engine.began::<R, Thread>();
        outcome = attempt(engine);
        verdict = engine.config.judge(&outcome);
        if verdict == Verdict::Accept {
            return engine.config.accept(&engine.progress, outcome);
        }
    }
}

impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
    C: Configure<Ending: Ending<Op::Outcome>>,
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
        M::call(self.op, self.config)
    }
}

/// An operation whose attempts can be cut: an async one.
#[diagnostic::on_unimplemented(
    message = "an attempt timeout needs an async operation: nothing can cut a blocking call",
    label = "this operation is blocking",
    note = "give the blocking call a timeout of its own; `attempt.remaining()` tells what the deadline leaves it"
)]
pub trait Interruptible {}

impl<Fut, A> Interruptible for Async<Fut, A> {}
