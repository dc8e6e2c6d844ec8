use super::{
    call::Call,
    call_judge::{CallJudge, Checked, Returned},
    http_outcome::HttpOutcome,
};
use crate::{
    http::{
        failure::{AnyError, FromHttpError, RaisedFrom},
        response::HttpResponse,
    },
    outcome::{Unset, Verdict},
    policy::Policy,
    retry::{Operation, Options, Retry, retry},
};

/// A run under the policy of a call, with a judge made from it.
type CallRun<'p, Marker, Op, K> = Retry<Marker, Op, Options<&'p Policy, CallJudge<'p, K>>>;

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
    /// other error there is [`retry_without_raising`](Self::retry_without_raising).
    pub fn retry<Marker, Op, R, E, M, N>(self, op: Op) -> CallRun<'p, Marker, Op, (M, N)>
    where
        Op: Operation<Marker, Outcome = Result<R, E>>,
        R: HttpResponse,
        E: AnyError<M> + RaisedFrom<R, N>,
    {
        self.run(op)
    }

    /// Like [`retry`](Self::retry), for any error type: the last response comes back as it is, also if the
    /// policy [raises on a status](crate::http::HttpPolicy::raise_on_status).
    ///
    /// ```
    /// # use http::{Method, Response}; use retry_core::http::HttpPolicy;
    /// # let _guard = retry_core::testing::no_waits();
    /// const HTTP: HttpPolicy = HttpPolicy::new().raise_on_status(true);
    /// # let send = || -> Result<_, std::fmt::Error> {
    /// #     Ok(Response::builder().status(503).body(()).unwrap())
    /// # };
    /// let response = HTTP.call(Method::GET).retry_without_raising(|| send()).call();
    /// assert_eq!(response.unwrap().status(), 503);
    /// ```
    pub fn retry_without_raising<Marker, Op, R, E, M>(
        self,
        op: Op,
    ) -> CallRun<'p, Marker, Op, Returned<M>>
    where
        Op: Operation<Marker, Outcome = Result<R, E>>,
        R: HttpResponse,
        E: AnyError<M>,
    {
        self.run(op)
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
    pub fn retry_checked<Marker, Op, T, E, M>(self, op: Op) -> CallRun<'p, Marker, Op, Checked<M>>
    where
        Op: Operation<Marker, Outcome = Result<T, E>>,
        E: FromHttpError + AnyError<M>,
    {
        self.run(op)
    }

    /// A judge for `on_outcome`, for a run under another policy: it judges responses and the errors of the
    /// client. [`retry`](Self::retry) includes it.
    ///
    /// ```
    /// # use http::{Method, Response}; use retry_core::{http::HttpPolicy, retry};
    /// # let _guard = retry_core::testing::no_waits();
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// # let mut statuses = [503, 200].into_iter();
    /// # let mut send = || Response::builder().status(statuses.next().unwrap()).body(());
    /// let response = retry(|| send()).attempts(9).on_outcome(HTTP.call(Method::GET).judge()).call();
    /// assert_eq!(response.unwrap().status(), 200);
    /// ```
    pub fn judge<O, M>(self) -> impl Fn(&O) -> Verdict + Copy + use<'p, O, M>
    where
        O: HttpOutcome<M>,
    {
        move |outcome| outcome.verdict(self)
    }

    /// A judge for `on`, for a run under another policy: it judges errors. It searches their causes, also in a `Box<dyn Error>` or an
    /// `anyhow::Error`, see [`FailureKind::of`](crate::http::FailureKind::of). An error that says nothing
    /// about a request is not retried. [`retry_checked`](Self::retry_checked) includes it.
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

    fn run<Marker, Op, K>(self, op: Op) -> CallRun<'p, Marker, Op, K>
    where
        Op: Operation<Marker>,
    {
        let judge = CallJudge::new(self, Unset);
        retry(op).with(|_| Options::new(&self.policy.policy, judge))
    }
}
