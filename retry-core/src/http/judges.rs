use core::{fmt, marker::PhantomData};

use super::{
    Call, FailureKind, HttpResponse, any_error::AnyError, http_outcome::HttpOutcome,
    raised_from::RaisedFrom,
};
use crate::{
    Verdict,
    judge::{Judge, JudgeError},
    slots::{AddPredicate, TakesExhausted},
};

/// The judge of a run that [`Call::retry`] makes: of responses and errors, and of the last response.
///
/// The markers tell which kind of error it is, and how one is made of a response.
pub struct OfResponses<'p, M, N> {
    call: Call<'p>,
    markers: PhantomData<fn() -> (M, N)>,
}

/// The judge of a run that [`Call::retry_checked`] makes: of errors.
pub struct OfErrors<'p, M> {
    call: Call<'p>,
    marker: PhantomData<fn() -> M>,
}

impl<'p, M, N> OfResponses<'p, M, N> {
    pub(super) const fn new(call: Call<'p>) -> Self {
        let markers = PhantomData;
        Self { call, markers }
    }
}

impl<'p, M> OfErrors<'p, M> {
    pub(super) const fn new(call: Call<'p>) -> Self {
        let marker = PhantomData;
        Self { call, marker }
    }
}

impl<R, E, M, N> Judge<Result<R, E>> for OfResponses<'_, M, N>
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

impl<E: AnyError<M>, M> JudgeError<E> for OfErrors<'_, M> {
    fn judge(&mut self, error: &E) -> Verdict {
        self.call.failed(&FailureKind::of(error.as_error()))
    }
}

impl<M, N> AddPredicate for OfResponses<'_, M, N> {
    type WithOnError<F> = Self;
    type WithOnValue<F> = Self;

    fn with_on_error<F>(self, _: F) -> Self {
        self
    }

    fn with_on_value<F>(self, _: F) -> Self {
        self
    }
}

/// One of the caller's own, in place of what the policy says.
impl<M, N> TakesExhausted for OfResponses<'_, M, N> {}

// Written out: a derive would ask the same of the markers.
impl<M, N> Clone for OfResponses<'_, M, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, N> Copy for OfResponses<'_, M, N> {}

impl<M> Clone for OfErrors<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for OfErrors<'_, M> {}

impl<M, N> fmt::Debug for OfResponses<'_, M, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OfResponses").field(&self.call).finish()
    }
}

impl<M> fmt::Debug for OfErrors<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OfErrors").field(&self.call).finish()
    }
}
