use core::marker::PhantomData;

use crate::{
    driver::Attempt,
    retry::{Async, Operation},
};

/// Marks an operation of which several attempts may be out. `M` marks it without the hedge.
#[derive(Debug)]
pub struct Hedged<M>(PhantomData<fn() -> M>);

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
impl<Op, H, M> Operation<Hedged<M>> for Hedging<Op, H>
where
    Op: Operation<M>,
{
    type Returned = Op::Returned;
    type Outcome = Op::Outcome;
    const TAKES_ATTEMPT: bool = Op::TAKES_ATTEMPT;

    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> Op::Returned {
        self.op.run(attempt)
    }
}

/// An operation that can be hedged: an async one, once.
#[diagnostic::on_unimplemented(
    message = "only an async operation is hedged, and only once: a blocking call cannot be dropped while another is out",
    label = "this operation is blocking, or has a hedge already"
)]
pub trait Hedgeable {}

impl<Fut, A> Hedgeable for Async<Fut, A> {}
