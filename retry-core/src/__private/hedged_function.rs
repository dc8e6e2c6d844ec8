use core::future::Future;

use super::{HasPlan, Planned};
use crate::{
    driver::Attempt,
    outcome::Outcome,
    retry::{Async, Options, Retry, retry},
};

/// The builder for an async function that is hedged. The bound `Fn` is in the signature, so that what a body
/// cannot do several times at once is an error at the user's own expression.
pub fn hedged<R, P, F, Fut, J>(
    body: F,
    _: P,
    judge: J,
) -> Retry<Async<Fut>, F, Options<Planned<P>, J>>
where
    R: Outcome,
    P: HasPlan,
    F: Fn() -> Fut,
    Fut: Future<Output = R>,
{
    retry(body).with(|_| Options::new(Planned::NEW, judge))
}

/// Like [`hedged`], for a body that uses the attempt.
pub fn hedged_with<R, P, F, Fut, J>(
    body: F,
    _: P,
    judge: J,
) -> Retry<Async<Fut, Attempt>, F, Options<Planned<P>, J>>
where
    R: Outcome,
    P: HasPlan,
    F: Fn(Attempt) -> Fut,
    Fut: Future<Output = R>,
{
    retry(body).with(|_| Options::new(Planned::NEW, judge))
}
