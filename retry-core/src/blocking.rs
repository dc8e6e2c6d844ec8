use core::ops::ControlFlow;

use crate::{
    Outcome, Retry,
    config::{AsPolicy, Config},
    configure::Configure,
    engine::{Engine, Setup, Thread},
    hooks::Hooks,
    operation::{Async, Blocking, Operation},
    report::Ending,
    time::BlockingWait,
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

impl<A, Op, R, P, J, S, G, B, N, T, L, O> Called<Op, Config<P, J, S, Hooks<G, B, N>, T, L, O>>
    for Blocking<A>
where
    Op: Operation<Self, Returned = R, Outcome = R>,
    R: Outcome,
    P: AsPolicy,
    T: BlockingWait,
    O: Ending<R>,
    Config<P, J, S, Hooks<G, B, N>, T, L, O>: Setup<R, Thread, Output = O::Output>,
{
    fn call(mut op: Op, config: Config<P, J, S, Hooks<G, B, N>, T, L, O>) -> O::Output {
        let mut engine = Engine::new(config);
        engine.begin::<R, Thread>(Op::TAKES_ATTEMPT);
        loop {
            let began = engine.began::<R, Thread>();
            let outcome = op.run(|| engine.attempt::<R, Thread>());
            match engine.settle::<R, Thread>(outcome, began, Op::TAKES_ATTEMPT) {
                ControlFlow::Break(output) => return output,
                ControlFlow::Continue(delay) => engine.config.timer.block(delay),
            }
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
