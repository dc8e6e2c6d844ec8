use http::HeaderMap;

use super::{
    call::Call,
    call_judge::{CallJudge, Checked, Returned},
    gated_operation::{GateMarker, GatedOperation},
    learns::AtGate,
};
use crate::{
    http::{
        failure::{AnyError, FromHttpError, RaisedFrom},
        gate::Gate,
        request::IdempotencyKey,
        response::HttpResponse,
    },
    outcome::Unset,
    policy::Policy,
    retry::{Operation, Options, Retry, retry},
    time::DefaultTimer,
};

/// A [`Call`] with a [`Gate`]. Made by [`Call::gate`].
///
/// Its runs wait at the gate before each attempt, the first included, and the gate learns from each answer
/// that they get, also from that in an error of [`check`](crate::http::check). An attempt for which the wait
/// would leave no time (until its deadline or timeout) is sent at once.
#[derive(Clone, Copy, Debug)]
#[must_use = "a call does nothing before `retry(op)` or `retry_checked(op)`"]
pub struct GatedCall<'p, 'g, T = DefaultTimer> {
    pub(super) call: Call<'p>,
    pub(super) at: AtGate<'g, T>,
}

/// A run under the policy of a call, with a gate before each attempt.
type GatedRun<'p, 'g, Marker, Op, T, K> = Retry<
    <Marker as GateMarker<'g, T>>::Gated,
    GatedOperation<'g, Op, T>,
    Options<&'p Policy, CallJudge<'p, K, Unset, Unset, AtGate<'g, T>>>,
>;

impl<'p> Call<'p> {
    /// Waits at this gate before each attempt, and lets it learn from each answer. An `Arc<Gate>` is passed
    /// as `&*gate`.
    ///
    /// An attempt timeout includes the wait.
    ///
    /// ```
    /// # use http::{Method, Response}; use retry_core::http::{Gate, HttpError, HttpPolicy};
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// static QUOTA: Gate = Gate::new();
    /// # let mut send = || -> Result<_, HttpError> { Ok(Response::new(())) };
    /// let response = HTTP.call(Method::GET).gate(&QUOTA).retry(|| send()).call();
    /// # assert!(response.is_ok());
    /// ```
    pub const fn gate<'g>(self, gate: &'g Gate) -> GatedCall<'p, 'g> {
        self.gate_with(gate, DefaultTimer)
    }

    /// The same, with a timer of your own. In a test, give the run the same clock:
    ///
    /// ```
    /// # use core::time::Duration; use http::{Method, Response};
    /// # use retry_core::http::{Gate, HttpError, HttpPolicy}; use retry_core::testing::ManualClock;
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// let (quota, clock) = (Gate::new(), ManualClock::new());
    /// quota.close(Duration::from_secs(30), &clock);
    /// # let mut send = || -> Result<_, HttpError> { Ok(Response::new(())) };
    /// let call = HTTP.call(Method::GET).gate_with(&quota, &clock);
    /// let response = call.retry(|| send()).timer(&clock).call();
    /// assert!(response.is_ok());
    /// assert!((30..=33).contains(&clock.waits()[0].as_secs()));
    /// ```
    pub const fn gate_with<'g, T>(self, gate: &'g Gate, timer: T) -> GatedCall<'p, 'g, T> {
        GatedCall {
            call: self,
            at: AtGate { gate, timer },
        }
    }
}

impl<T> GatedCall<'_, '_, T> {
    /// See [`Call::idempotent`].
    pub fn idempotent(mut self) -> Self {
        self.call = self.call.idempotent();
        self
    }

    /// See [`Call::key`].
    pub fn key(mut self, key: &IdempotencyKey) -> Self {
        self.call = self.call.key(key);
        self
    }

    /// See [`Call::key_in`].
    pub fn key_in(mut self, headers: &HeaderMap) -> Self {
        self.call = self.call.key_in(headers);
        self
    }
}

impl<'p, 'g, T: Clone> GatedCall<'p, 'g, T> {
    /// See [`Call::retry`].
    pub fn retry<Marker, Op, R, E, M, N>(self, op: Op) -> GatedRun<'p, 'g, Marker, Op, T, (M, N)>
    where
        Op: Operation<Marker, Outcome = Result<R, E>>,
        R: HttpResponse,
        E: AnyError<M> + RaisedFrom<R, N>,
        Marker: GateMarker<'g, T>,
        GatedOperation<'g, Op, T>: Operation<Marker::Gated>,
    {
        self.run::<Marker, Op, (M, N)>(op)
    }

    /// See [`Call::retry_without_raising`].
    pub fn retry_without_raising<Marker, Op, R, E, M>(
        self,
        op: Op,
    ) -> GatedRun<'p, 'g, Marker, Op, T, Returned<M>>
    where
        Op: Operation<Marker, Outcome = Result<R, E>>,
        R: HttpResponse,
        E: AnyError<M>,
        Marker: GateMarker<'g, T>,
        GatedOperation<'g, Op, T>: Operation<Marker::Gated>,
    {
        self.run::<Marker, Op, Returned<M>>(op)
    }

    /// See [`Call::retry_checked`].
    pub fn retry_checked<Marker, Op, V, E, M>(
        self,
        op: Op,
    ) -> GatedRun<'p, 'g, Marker, Op, T, Checked<M>>
    where
        Op: Operation<Marker, Outcome = Result<V, E>>,
        E: FromHttpError + AnyError<M>,
        Marker: GateMarker<'g, T>,
        GatedOperation<'g, Op, T>: Operation<Marker::Gated>,
    {
        self.run::<Marker, Op, Checked<M>>(op)
    }

    fn run<Marker, Op, K>(self, op: Op) -> GatedRun<'p, 'g, Marker, Op, T, K>
    where
        Marker: GateMarker<'g, T>,
        GatedOperation<'g, Op, T>: Operation<Marker::Gated>,
    {
        let Self { call, at } = self;
        let judge = CallJudge::new(call, at.clone());
        retry(GatedOperation { op, at }).with(|_| Options::new(&call.policy.policy, judge))
    }
}
