use super::{call::Call, call_judge::CallJudge, http_outcome::HttpOutcome};
use crate::{
    http::{
        failure::{AnyError, FromHttpError, RaisedFrom},
        response::HttpResponse,
    },
    outcome::{JudgeEach, Unset, Verdict},
    policy::Policy,
    retry::{Operation, Options, Retry, retry},
};

/// A run under the policy of a call, with a judge made from it.
type CallRun<'p, Marker, Op, J> = Retry<Marker, Op, Options<&'p Policy, J>>;

/// Runs, and closures for runs.
impl<'p> Call<'p> {
    /// Retries an operation that returns a response with any status. The run has the policy's attempts,
    /// delays and limits, is judged by [`judge`](Self::judge), and handles the last response with
    /// [`exhausted`](Self::exhausted).
    ///
    /// ```
    /// # use http::{Method, Response}; use retry_core::http::{HttpError, HttpPolicy};
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// # let mut statuses = [503, 200].into_iter();
    /// # let mut send = || -> Result<_, HttpError> {
    /// #     Ok(Response::builder().status(statuses.next().unwrap()).body(()).unwrap())
    /// # };
    /// let response = HTTP.call(Method::GET).retry(|| send()).call();
    /// assert_eq!(response.unwrap().status(), 200);
    /// ```
    ///
    /// The error must be one that can be made from an [`HttpError`](crate::http::HttpError), or that of
    /// reqwest, because a policy may [raise on a status](crate::http::HttpPolicy::raise_on_status). For any
    /// other error write the run in full; it returns the last response:
    /// `retry(op).policy(HTTP.as_policy()).on_outcome(call.judge())`.
    pub fn retry<Marker, Op, R, E, M, N>(
        self,
        op: Op,
    ) -> CallRun<'p, Marker, Op, CallJudge<'p, (M, N)>>
    where
        Op: Operation<Marker, Outcome = Result<R, E>>,
        R: HttpResponse,
        E: AnyError<M> + RaisedFrom<R, N>,
    {
        self.run(op, CallJudge::new(self))
    }

    /// Retries an operation that [`check`](crate::http::check)s its response and returns a value made from
    /// it, so that sending, checking and reading the body are retried together. The run has the policy's
    /// attempts, delays and limits, and is judged by [`errors`](Self::errors).
    ///
    /// ```
    /// use http::Method;
    /// use retry_core::http::{HttpError, HttpPolicy, check};
    ///
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// # let mut statuses = [503, 200].into_iter();
    /// # let mut send = || -> Result<_, HttpError> {
    /// #     Ok(http::Response::builder().status(statuses.next().unwrap()).body("4711").unwrap())
    /// # };
    /// let body = HTTP
    ///     .call(Method::GET)
    ///     .retry_checked(|| Ok::<_, HttpError>(check(send()?)?.into_body()))
    ///     .call();
    /// assert_eq!(body.unwrap(), "4711");
    /// ```
    ///
    /// The error must be one that can be made from an [`HttpError`](crate::http::HttpError): with any other
    /// error the operation cannot have checked its response.
    pub fn retry_checked<Marker, Op, T, E, M>(
        self,
        op: Op,
    ) -> CallRun<'p, Marker, Op, JudgeEach<CallJudge<'p, M>, Unset>>
    where
        Op: Operation<Marker, Outcome = Result<T, E>>,
        E: FromHttpError + AnyError<M>,
    {
        let judge = JudgeEach {
            on_error: CallJudge::new(self),
            on_value: Unset,
        };
        self.run(op, judge)
    }

    /// A judge for `on_outcome`: it judges responses and the errors of the client.
    ///
    /// ```
    /// # use http::{Method, Response}; use retry_core::{Verdict, http::HttpPolicy, retry};
    /// # let _guard = retry_core::testing::no_waits();
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// # let mut ages = [90, 0].into_iter();
    /// # let mut send = || Response::builder().header("age", ages.next().unwrap()).body(());
    /// let judge = HTTP.call(Method::GET).judge();
    /// let fresh = retry(|| send())
    ///     .policy(HTTP.as_policy())
    ///     .on_outcome(|outcome| match outcome {
    ///         Ok(response) if response.headers()["age"] != "0" => Verdict::Retry,
    ///         outcome => judge(outcome),
    ///     })
    ///     .call();
    /// assert_eq!(fresh.unwrap().headers()["age"], "0");
    /// ```
    pub fn judge<O, M>(self) -> impl Fn(&O) -> Verdict + Copy + use<'p, O, M>
    where
        O: HttpOutcome<M>,
    {
        move |outcome| outcome.verdict(self)
    }

    /// A judge for `on`: it judges errors. It searches their causes, also in a `Box<dyn Error>` or an
    /// `anyhow::Error`, see [`FailureKind::of`](crate::http::FailureKind::of). An error that says nothing
    /// about a request is not retried.
    pub fn errors<E, M>(self) -> impl Fn(&E) -> Verdict + Copy + use<'p, E, M>
    where
        E: AnyError<M>,
    {
        move |error| self.failed_by(error.as_error())
    }

    /// A closure for `exhausted`, which gets a response that is still rejected after the last attempt. It
    /// returns an error if the policy [raises on a status](crate::http::HttpPolicy::raise_on_status), and
    /// otherwise the response. [`retry`](Self::retry) includes it.
    ///
    /// The error is made from an [`HttpError`](crate::http::HttpError). That of reqwest is made by its own
    /// `error_for_status`, which makes one for a status of 400 and above.
    ///
    /// Two responses are returned in any case: one to a call that must not be repeated, and one that is
    /// retried only because of its `Retry-After`.
    ///
    /// ```
    /// # use http::{Method, Response, StatusCode};
    /// # use retry_core::{retry, http::{HttpError, HttpPolicy}};
    /// const HTTP: HttpPolicy = HttpPolicy::new().raise_on_status(true);
    /// # let _guard = retry_core::testing::no_waits();
    /// # let send = || -> Result<_, HttpError> {
    /// #     let mut response = Response::new(());
    /// #     *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    /// #     Ok(response)
    /// # };
    /// let call = HTTP.call(Method::GET);
    /// let error = retry(|| send())
    ///     .policy(HTTP.as_policy())
    ///     .on_outcome(call.judge())
    ///     .exhausted(call.exhausted())
    ///     .call()
    ///     .unwrap_err();
    /// assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    /// ```
    ///
    /// To raise every status of 400 and above, in each attempt, use [`check`](crate::http::check).
    pub fn exhausted<R, E, N>(self) -> impl Fn(R) -> Result<R, E> + Copy + use<'p, R, E, N>
    where
        R: HttpResponse,
        E: RaisedFrom<R, N>,
    {
        move |response| self.conclude(response)
    }

    fn run<Marker, Op, J>(self, op: Op, judge: J) -> CallRun<'p, Marker, Op, J>
    where
        Op: Operation<Marker>,
    {
        retry(op).with(|_| Options::new(self.policy.as_policy(), judge))
    }
}
