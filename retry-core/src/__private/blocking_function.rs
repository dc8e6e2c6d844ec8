use super::Plan;
use crate::{
    driver::Attempt,
    observe::ErrorView,
    outcome::{Judge, Outcome, Unset},
    retry::{Blocking, Configure as _, Operation, Options, Retry, retry, run_blocking},
    time::{BlockingWait, DefaultTimer},
};

/// A timer for blocking functions that have only a plan and a judge, as most do.
//
// Its implementation proves the bounds on `Options` once, in place of each annotated function.
pub trait RunsBlocking<R: Outcome> {
    /// The loop.
    fn run<A, Op, J, V>(op: Op, plan: &'static Plan, judge: J, view: V) -> R
    where
        Op: Operation<Blocking<A>, Returned = R>,
        J: Judge<R>,
        V: ErrorView<R>;
}

#[diagnostic::do_not_recommend]
impl<R: Outcome, T: BlockingWait + Default> RunsBlocking<R> for T {
    #[inline]
    fn run<A, Op, J, V>(op: Op, plan: &'static Plan, judge: J, view: V) -> R
    where
        Op: Operation<Blocking<A>, Returned = R>,
        J: Judge<R>,
        V: ErrorView<R>,
    {
        let options = Options::new(plan, judge).with_timer(T::default());
        run_blocking(op, options.with_error_view(view))
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
    DefaultTimer::run(body, plan, judge, Unset)
}

/// Runs a blocking function whose body uses the attempt.
pub fn call_with<R, F, J>(body: F, plan: &'static Plan, judge: J) -> R
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
    J: Judge<R>,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, judge, Unset)
}

/// Runs a blocking function whose events show its error as the view says.
pub fn call_showing<R, F, J, V>(body: F, plan: &'static Plan, judge: J, view: V) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    J: Judge<R>,
    V: ErrorView<R>,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, judge, view)
}

/// Like [`call_showing`], for a body that uses the attempt.
pub fn call_showing_with<R, F, J, V>(body: F, plan: &'static Plan, judge: J, view: V) -> R
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
    J: Judge<R>,
    V: ErrorView<R>,
    DefaultTimer: RunsBlocking<R>,
{
    DefaultTimer::run(body, plan, judge, view)
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
