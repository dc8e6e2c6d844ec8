use core::{future::Future, marker::PhantomData};

use crate::{driver::Attempt, outcome::Outcome};

/// What can be retried: a closure that takes nothing or the [`Attempt`], and returns an [`Outcome`] or
/// a future of one. The compiler infers the marker `M`: [`Blocking`] or [`Async`].
#[diagnostic::on_unimplemented(
    message = "this cannot be retried: it must be a closure that returns a `Result` or an `Option`, or a future of one",
    label = "not an operation that can be retried",
    note = "an operation that takes the attempt names the type: `|attempt: Attempt| ..`",
    note = "an async closure that changes what it captures cannot be called again: use `#[retry]`, or the loop of `Policy::start`"
)]
pub trait Operation<M> {
    /// What the call returns: the outcome, or a future of it.
    type Returned;
    /// The outcome of an attempt.
    type Outcome: Outcome;
    /// Whether it takes the attempt, which needs the clock.
    const TAKES_ATTEMPT: bool;
    /// One call.
    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> Self::Returned;
}

/// Marks an operation that blocks. `A` is what it takes.
#[derive(Debug)]
pub struct Blocking<A = ()>(PhantomData<fn(A)>);

/// Marks an operation that returns a future. `A` is what it takes.
#[derive(Debug)]
pub struct Async<Fut, A = ()>(PhantomData<fn(A) -> Fut>);

impl<F, R> Operation<Blocking> for F
where
    F: FnMut() -> R,
    R: Outcome,
{
    type Returned = R;
    type Outcome = R;
    const TAKES_ATTEMPT: bool = false;

    fn run(&mut self, _: impl FnOnce() -> Attempt) -> R {
        self()
    }
}

impl<F, R> Operation<Blocking<Attempt>> for F
where
    F: FnMut(Attempt) -> R,
    R: Outcome,
{
    type Returned = R;
    type Outcome = R;
    const TAKES_ATTEMPT: bool = true;

    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> R {
        self(attempt())
    }
}

impl<F, Fut> Operation<Async<Fut>> for F
where
    F: FnMut() -> Fut,
    Fut: Future,
    Fut::Output: Outcome,
{
    type Returned = Fut;
    type Outcome = Fut::Output;
    const TAKES_ATTEMPT: bool = false;

    fn run(&mut self, _: impl FnOnce() -> Attempt) -> Fut {
        self()
    }
}

impl<F, Fut> Operation<Async<Fut, Attempt>> for F
where
    F: FnMut(Attempt) -> Fut,
    Fut: Future,
    Fut::Output: Outcome,
{
    type Returned = Fut;
    type Outcome = Fut::Output;
    const TAKES_ATTEMPT: bool = true;

    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> Fut {
        self(attempt())
    }
}
