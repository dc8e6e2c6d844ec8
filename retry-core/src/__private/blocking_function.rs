use super::{ALL, Plan, on};
use crate::{
    driver::Attempt,
    outcome::{IntoVerdict, Judge, Outcome},
    retry::{Blocking, Configure as _, Operation, Options, Retry, retry, run_blocking},
    time::{BlockingWait, DefaultTimer},
};

/// A timer that can run a blocking function with a plan and a judge alone, as most have.
//
// That options made of these parts will do is proved in its implementation, once, and not in each
// annotated function.
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

/// Runs a blocking function. The bound on `F` tells the compiler that the body runs more than once,
/// so that a parameter moved away is an error at the user's own expression.
pub fn call<R, F>(body: F, plan: &'static Plan) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, ALL)
}

/// Runs a blocking function with `on`.
pub fn call_on<R, F, G, V>(body: F, plan: &'static Plan, judge: G) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    G: FnMut(&R::Error) -> V,
    V: IntoVerdict,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, on::<R, G, V>(judge))
}

/// Runs a blocking function whose body asks for the attempt.
pub fn call_with<R, F, J>(body: F, plan: &'static Plan, judge: J) -> R
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
    J: Judge<R>,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, judge)
}

/// The builder for a blocking function about which more is said.
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

/// Like [`blocking`], for a body that asks for the attempt.
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
