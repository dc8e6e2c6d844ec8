use super::Plan;
use crate::{
    driver::Attempt,
    outcome::{Judge, Outcome},
    retry::{Blocking, Configure as _, Operation, Options, Retry, retry, run_blocking},
    time::{BlockingWait, DefaultTimer},
};

/// A timer for blocking functions that have only a plan and a judge, as most do.
//
// Its implementation proves the bounds on `Options` once, in place of each annotated function.
pub trait RunsBlocking<R: Outcome> {
    /// The loop.
    fn run<A, Op, J>(op: Op, plan: &'static Plan, judge: J) -> R
    where
        Op: Operation<Blocking<A>, Returned = R>,
        J: Judge<R>;
}

#[diagnostic::do_not_recommend]
impl<R: Outcome, T: BlockingWait + Default> RunsBlocking<R> for T {
    #[inline]
    fn run<A, Op, J>(op: Op, plan: &'static Plan, judge: J) -> R
    where
        Op: Operation<Blocking<A>, Returned = R>,
        J: Judge<R>,
    {
        run_blocking(op, Options::new(plan, judge).with_timer(T::default()))
    }
}

/// Runs a blocking function. The bound `FnMut` is in the signature, so that moving a parameter is an
/// error at the user's own expression.
pub fn call<R, F, J>(body: F, plan: &'static Plan, judge: J) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    J: Judge<R>,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, judge)
}

/// Runs a blocking function whose body uses the attempt.
pub fn call_with<R, F, J>(body: F, plan: &'static Plan, judge: J) -> R
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
    J: Judge<R>,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, judge)
}

/// The builder for a blocking function with more keys than `on`.
pub fn blocking<R, F, J>(
    body: F,
    plan: &'static Plan,
    judge: J,
) -> Retry<Blocking, F, Options<&'static Plan, J>>
where
    R: Outcome,
    F: FnMut() -> R,
{
    retry(body).with(|_| Options::new(plan, judge))
}

/// Like [`blocking`], for a body that uses the attempt.
pub fn blocking_with<R, F, J>(
    body: F,
    plan: &'static Plan,
    judge: J,
) -> Retry<Blocking<Attempt>, F, Options<&'static Plan, J>>
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
{
    retry(body).with(|_| Options::new(plan, judge))
}
