use core::{future::Future, marker::PhantomData};

use crate::{
    driver::Attempt,
    outcome::Outcome,
    retry::{Async, Operation},
};

/// Marks an async operation of which several attempts may be out. `A` is what it takes.
#[derive(Debug)]
pub struct Hedged<Fut, A = ()>(PhantomData<fn(A) -> Fut>);

/// An operation and its hedge.
#[derive(Clone, Copy, Debug)]
pub struct Hedging<Op, H> {
    pub(super) op: Op,
    pub(super) hedge: H,
}

impl<Op, H> Hedging<Op, H> {
    pub(in crate::retry) const fn new(op: Op, hedge: H) -> Self {
        Self { op, hedge }
    }
}

#[diagnostic::do_not_recommend]
impl<Op, H, Fut, A> Operation<Hedged<Fut, A>> for Hedging<Op, H>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
{
    type Returned = Fut;
    type Outcome = Fut::Output;
    const TAKES_ATTEMPT: bool = Op::TAKES_ATTEMPT;

    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> Fut {
        self.op.run(attempt)
    }
}

/// An operation that can be hedged: an async one, once.
#[diagnostic::on_unimplemented(
    message = "only an async operation is hedged, and only once: a blocking call cannot be dropped while another is out",
    label = "this operation is blocking, or has a hedge already"
)]
pub trait Hedgeable {
    /// The marker of the hedged operation.
    type Hedged;
}

impl<Fut, A> Hedgeable for Async<Fut, A> {
    type Hedged = Hedged<Fut, A>;
}
