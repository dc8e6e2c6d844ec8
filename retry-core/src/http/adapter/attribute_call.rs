use core::{
    future::{Future, Ready, ready},
    marker::PhantomData,
};

use super::{
    call::Call,
    call_judge::{CallJudge, Checked},
    gated_call::GatedCall,
    learns::{AtGate, Learns},
};
use crate::{
    http::{
        failure::{AnyError, FromHttpError, RaisedFrom},
        gate::GateWait,
        response::HttpResponse,
    },
    outcome::Unset,
    policy::Policy,
    time::{AsyncTimer, BlockingTimer, Clock},
};

/// What the key `http` of the attribute takes: a [`Call`], with a gate or without.
#[diagnostic::on_unimplemented(
    message = "`http` takes a call, which `{Self}` is not",
    label = "expected a `Call`",
    note = "write `http = HTTP.call(Method::GET)`"
)]
pub trait AttributeCall<'p> {
    /// What learns from the answers.
    type Learns: Learns;

    /// Attempts, delays and limits.
    fn policy(&self) -> &'p Policy;

    /// The judge.
    fn judge<K>(&self) -> CallJudge<'p, K, Unset, Unset, Self::Learns>;
}

/// The attempts, delays and limits of a call.
pub fn policy_of<'p>(call: &impl AttributeCall<'p>) -> &'p Policy {
    call.policy()
}

/// Waits at the gate of a call, before each attempt of a blocking function.
pub fn block_at_gate(call: &impl BlockingCall) {
    call.block();
}

/// Waits at the gate of a call, in each attempt of an async function.
pub fn wait_at_gate<C: AsyncCall>(call: &C) -> C::Wait {
    call.wait()
}

/// A call of a blocking function.
pub trait BlockingCall {
    /// Waits at the gate.
    fn block(&self);
}

/// A call of an async function.
pub trait AsyncCall {
    /// The future of the wait.
    type Wait: Future<Output = ()>;

    /// Waits at the gate.
    fn wait(&self) -> Self::Wait;
}

impl<'p> AttributeCall<'p> for Call<'p> {
    type Learns = Unset;

    fn policy(&self) -> &'p Policy {
        &self.policy.policy
    }

    fn judge<K>(&self) -> CallJudge<'p, K> {
        CallJudge::new(*self, Unset)
    }
}

impl BlockingCall for Call<'_> {
    fn block(&self) {}
}

impl AsyncCall for Call<'_> {
    type Wait = Ready<()>;

    fn wait(&self) -> Ready<()> {
        ready(())
    }
}

impl<'p, 'g, T: Clock + Clone> AttributeCall<'p> for GatedCall<'p, 'g, T> {
    type Learns = AtGate<'g, T>;

    fn policy(&self) -> &'p Policy {
        &self.call.policy.policy
    }

    fn judge<K>(&self) -> CallJudge<'p, K, Unset, Unset, AtGate<'g, T>> {
        CallJudge::new(self.call, self.at.clone())
    }
}

impl<T: BlockingTimer> BlockingCall for GatedCall<'_, '_, T> {
    fn block(&self) {
        self.at.gate.block_with(&self.at.timer);
    }
}

impl<'g, T: AsyncTimer + Clone> AsyncCall for GatedCall<'_, 'g, T> {
    type Wait = GateWait<'g, T, T::Sleep>;

    fn wait(&self) -> Self::Wait {
        self.at.gate.wait_with(self.at.timer.clone())
    }
}

/// Stands for the outcome of an annotated function, to choose its judge: `OutcomeOf::<R>::NEW.judge(&call)`.
///
/// A `Result` of a response is judged by [`JudgesResponses`], every other by [`JudgesChecked`]. An inferred
/// marker cannot choose, because both may apply. Method lookup can: it tries `self` before `&self`.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeOf<R>(PhantomData<fn() -> R>);

impl<R> OutcomeOf<R> {
    /// The only value.
    pub const NEW: Self = Self(PhantomData);
}

/// The judge of responses.
pub trait JudgesResponses<R, E>: Sized {
    /// The judge.
    fn judge<'p, C, M, N>(self, call: &C) -> CallJudge<'p, (M, N), Unset, Unset, C::Learns>
    where
        C: AttributeCall<'p>,
        E: AnyError<M> + RaisedFrom<R, N>,
    {
        call.judge()
    }
}

impl<R: HttpResponse, E> JudgesResponses<R, E> for OutcomeOf<Result<R, E>> {}

/// The judge of values made from checked responses.
pub trait JudgesChecked<R> {
    /// The judge.
    fn judge<'p, C, M>(&self, call: &C) -> CallJudge<'p, Checked<M>, Unset, Unset, C::Learns>
    where
        C: AttributeCall<'p>,
        R: CheckedOutcome<M>,
    {
        call.judge()
    }
}

impl<R> JudgesChecked<R> for OutcomeOf<R> {}

/// The outcome of a function that has checked its response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the outcome of an HTTP call",
    label = "expected a `Result` with an error that can be made from an `HttpError`",
    note = "a function that returns the response unchecked has an error that can be made from an `HttpError`, or that of reqwest"
)]
pub trait CheckedOutcome<M> {}

impl<T, E: FromHttpError + AnyError<M>, M> CheckedOutcome<M> for Result<T, E> {}
