use core::{fmt, marker::PhantomData};

use super::{call::Call, http_outcome::HttpOutcome, learns::Learns, own_predicate::OwnPredicate};
use crate::{
    http::{
        failure::{AnyError, RaisedFrom},
        response::HttpResponse,
    },
    outcome::{Judge, Predicate, Unset, Verdict},
    retry::{AddPredicate, TakesExhausted, TakesOnError, TakesOnValue},
};

/// The judge of the runs that a [`Call`] makes: the caller's own predicates, and then the rules.
///
/// `K` tells what it judges, with markers that are inferred: `(M, N)` are responses that may become an
/// error, [`Returned`] those that never do, and [`Checked`] are values made from checked responses. `X` and
/// `Y` are the caller's predicates on errors and values, `L` is what learns from the answers.
pub struct CallJudge<'p, K, X = Unset, Y = Unset, L = Unset> {
    call: Call<'p>,
    on_error: X,
    on_value: Y,
    learns: L,
    kind: PhantomData<fn() -> K>,
}

/// Marks the judge of responses that come back whatever they say.
#[derive(Debug)]
pub struct Returned<M>(PhantomData<fn() -> M>);

/// Marks the judge of values made from checked responses.
#[derive(Debug)]
pub struct Checked<M>(PhantomData<fn() -> M>);

impl<'p, K, L> CallJudge<'p, K, Unset, Unset, L> {
    pub(super) const fn new(call: Call<'p>, learns: L) -> Self {
        Self {
            call,
            on_error: Unset,
            on_value: Unset,
            learns,
            kind: PhantomData,
        }
    }
}

impl<K, X, Y, L> CallJudge<'_, K, X, Y, L> {
    /// What the caller's own predicates say.
    fn own<T, E>(&mut self, outcome: &Result<T, E>) -> Option<Verdict>
    where
        X: OwnPredicate<E>,
        Y: OwnPredicate<T>,
    {
        match outcome {
            Ok(value) => self.on_value.decide(value),
            Err(error) => self.on_error.decide(error),
        }
    }

    fn judge_response<R, E, M>(&mut self, outcome: &Result<R, E>) -> Verdict
    where
        R: HttpResponse,
        E: AnyError<M>,
        X: OwnPredicate<E>,
        Y: OwnPredicate<R>,
        L: Learns,
    {
        self.learns.learn_from(outcome);
        self.own(outcome)
            .unwrap_or_else(|| outcome.verdict(self.call))
    }
}

/// For [`Call::retry`].
impl<R, E, M, N, X, Y, L> Judge<Result<R, E>> for CallJudge<'_, (M, N), X, Y, L>
where
    R: HttpResponse,
    E: AnyError<M> + RaisedFrom<R, N>,
    X: OwnPredicate<E>,
    Y: OwnPredicate<R>,
    L: Learns,
{
    fn judge(&mut self, outcome: &Result<R, E>) -> Verdict {
        self.judge_response(outcome)
    }

    fn exhausted(&mut self, outcome: Result<R, E>) -> Result<R, E> {
        outcome.and_then(|response| self.call.conclude(response))
    }
}

/// For [`Call::retry_without_raising`].
impl<R, E, M, X, Y, L> Judge<Result<R, E>> for CallJudge<'_, Returned<M>, X, Y, L>
where
    R: HttpResponse,
    E: AnyError<M>,
    X: OwnPredicate<E>,
    Y: OwnPredicate<R>,
    L: Learns,
{
    fn judge(&mut self, outcome: &Result<R, E>) -> Verdict {
        self.judge_response(outcome)
    }
}

/// For [`Call::retry_checked`].
impl<T, E, M, X, Y, L> Judge<Result<T, E>> for CallJudge<'_, Checked<M>, X, Y, L>
where
    E: AnyError<M>,
    X: OwnPredicate<E>,
    Y: OwnPredicate<T>,
    L: Learns,
{
    fn judge(&mut self, outcome: &Result<T, E>) -> Verdict {
        if let Err(error) = outcome {
            self.learns.learn_from_error(error.as_error());
        }
        let own = self.own(outcome);
        own.unwrap_or_else(|| match outcome {
            Ok(_) => Verdict::Accept,
            Err(error) => self.call.failed_by(error.as_error()),
        })
    }
}

impl<'p, K, X, Y, L> AddPredicate for CallJudge<'p, K, X, Y, L> {
    type WithOnError<F> = CallJudge<'p, K, Predicate<F>, Y, L>;
    type WithOnValue<F> = CallJudge<'p, K, X, Predicate<F>, L>;
    type WithMarks = Self;

    fn with_on_error<F>(self, judge: F) -> Self::WithOnError<F> {
        CallJudge {
            call: self.call,
            on_error: Predicate(judge),
            on_value: self.on_value,
            learns: self.learns,
            kind: PhantomData,
        }
    }

    fn with_on_value<F>(self, judge: F) -> Self::WithOnValue<F> {
        CallJudge {
            call: self.call,
            on_error: self.on_error,
            on_value: Predicate(judge),
            learns: self.learns,
            kind: PhantomData,
        }
    }

    fn with_marks(self) -> Self {
        self
    }
}

impl<K, Y, L> TakesOnError for CallJudge<'_, K, Unset, Y, L> {}
impl<K, X, L> TakesOnValue for CallJudge<'_, K, X, Unset, L> {}

/// The caller's own `exhausted` replaces that of the policy.
impl<M, N, X, Y, L> TakesExhausted for CallJudge<'_, (M, N), X, Y, L> {}
impl<M, X, Y, L> TakesExhausted for CallJudge<'_, Returned<M>, X, Y, L> {}
impl<M, X, F, L> TakesExhausted for CallJudge<'_, Checked<M>, X, Predicate<F>, L> {}

// Written by hand: the derived ones would require the same of the marker.
impl<K, X: Clone, Y: Clone, L: Clone> Clone for CallJudge<'_, K, X, Y, L> {
    fn clone(&self) -> Self {
        Self {
            call: self.call,
            on_error: self.on_error.clone(),
            on_value: self.on_value.clone(),
            learns: self.learns.clone(),
            kind: PhantomData,
        }
    }
}

impl<K, X: Copy, Y: Copy, L: Copy> Copy for CallJudge<'_, K, X, Y, L> {}

impl<K, X, Y, L> fmt::Debug for CallJudge<'_, K, X, Y, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallJudge")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
