use core::{fmt, marker::PhantomData};

use super::{call::Call, http_outcome::HttpOutcome};
use crate::{
    http::{
        failure::{AnyError, RaisedFrom},
        response::HttpResponse,
    },
    outcome::{Judge, JudgeError, Verdict},
    retry::{AddPredicate, TakesExhausted},
};

/// The judge of the runs that a [`Call`] makes.
///
/// The markers are inferred: `M` tells what kind of error it judges, and in a pair `(M, N)` the second
/// one tells how an error is made from the last response.
pub struct CallJudge<'p, M> {
    pub(super) call: Call<'p>,
    markers: PhantomData<fn() -> M>,
}

impl<'p, M> CallJudge<'p, M> {
    pub(super) const fn new(call: Call<'p>) -> Self {
        let markers = PhantomData;
        Self { call, markers }
    }
}

/// Judges responses and errors, for [`Call::retry`].
impl<R, E, M, N> Judge<Result<R, E>> for CallJudge<'_, (M, N)>
where
    R: HttpResponse,
    E: AnyError<M> + RaisedFrom<R, N>,
{
    fn judge(&mut self, outcome: &Result<R, E>) -> Verdict {
        outcome.verdict(self.call)
    }

    fn exhausted(&mut self, outcome: Result<R, E>) -> Result<R, E> {
        outcome.and_then(|response| self.call.conclude(response))
    }
}

/// Judges errors, for [`Call::retry_checked`].
impl<E: AnyError<M>, M> JudgeError<E> for CallJudge<'_, M> {
    fn judge(&mut self, error: &E) -> Verdict {
        self.call.failed_by(error.as_error())
    }
}

/// It has no place for other predicates: it says so by not being `TakesOnError` or `TakesOnValue`.
impl<M> AddPredicate for CallJudge<'_, M> {
    type WithOnError<F> = Self;
    type WithOnValue<F> = Self;

    fn with_on_error<F>(self, _: F) -> Self {
        self
    }

    fn with_on_value<F>(self, _: F) -> Self {
        self
    }
}

/// The caller's own `exhausted` replaces that of the policy.
impl<M, N> TakesExhausted for CallJudge<'_, (M, N)> {}

// Written by hand: the derived ones would require the same of the marker.
impl<M> Clone for CallJudge<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for CallJudge<'_, M> {}

impl<M> fmt::Debug for CallJudge<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallJudge").field(&self.call).finish()
    }
}
