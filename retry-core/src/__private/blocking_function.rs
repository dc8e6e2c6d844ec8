use super::{ALL, Plan, on};
use crate::{
    driver::Attempt,
    outcome::{IntoVerdict, Judge, Outcome},
    retry::{Blocking, Options, Retry, retry, run_blocking},
    time::{BlockingWait, DefaultTimer},
};

/// A timer for the waits between outcomes of type `R`.
//
// `BlockingWait` with a parameter: without one, the compiler would check the bound here already, and
// fail where no timer is compiled in.
pub trait WaitsFor<R>: BlockingWait {}

#[diagnostic::do_not_recommend]
impl<R, T: BlockingWait> WaitsFor<R> for T {}

/// Runs a blocking function. The bound on `F` tells the compiler that the body runs more than once,
/// so that a parameter moved away is an error at the user's own expression.
//
// The bounds are all that the compiler proves in each function. That options made of these parts will
// do is proved here, once.
pub fn call<R, F>(body: F, plan: &'static Plan) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    DefaultTimer: WaitsFor<R>,
{
    run_blocking(body, Options::new(plan, ALL))
}

/// Runs a blocking function with `on`.
pub fn call_on<R, F, G, V>(body: F, plan: &'static Plan, judge: G) -> R
where
    R: Outcome,
    F: FnMut() -> R,
    G: FnMut(&R::Error) -> V,
    V: IntoVerdict,
    DefaultTimer: WaitsFor<R>,
{
    run_blocking(body, Options::new(plan, on::<R, G, V>(judge)))
}

/// Runs a blocking function whose body asks for the attempt.
pub fn call_with<R, F, J>(body: F, plan: &'static Plan, judge: J) -> R
where
    R: Outcome,
    F: FnMut(Attempt) -> R,
    J: Judge<R>,
    DefaultTimer: WaitsFor<R>,
{
    run_blocking(body, Options::new(plan, judge))
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
