use super::Call;
use crate::{
    Operation, Policy, Retry, Verdict,
    config::Config,
    hooks::Unset,
    http::{
        Answer, FailureKind, HttpResponse,
        any_error::AnyError,
        http_outcome::HttpOutcome,
        judges::{OfErrors, OfResponses},
        raised_from::{FromHttpError, RaisedFrom},
    },
    judge::Each,
};

/// The judge of an operation that checks its response.
type Checked<'p, M> = Each<OfErrors<'p, M>, Unset>;

/// What it gives to runs.
impl<'p> Call<'p> {
    /// Retries an operation that returns a response, whatever its status: with the policy's attempts,
    /// delays and limits, with [`judge`](Self::judge), and with [`exhausted`](Self::exhausted) for the
    /// last response.
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
    /// So that a policy can [raise on a status](crate::http::HttpPolicy::raise_on_status), the error is
    /// one that can be made from an [`HttpError`](crate::http::HttpError), or reqwest's. For any other
    /// there is the run spelt out, which hands the last response back:
    /// `retry(op).policy(HTTP.as_policy()).on_outcome(call.judge())`.
    pub fn retry<Marker, Op, R, E, M, N>(
        self,
        op: Op,
    ) -> Retry<Marker, Op, Config<&'p Policy, OfResponses<'p, M, N>>>
    where
        Op: Operation<Marker, Outcome = Result<R, E>>,
        R: HttpResponse,
        E: AnyError<M> + RaisedFrom<R, N>,
    {
        crate::retry(op).with(|usual| Config {
            policy: self.policy.as_policy(),
            judge: OfResponses::new(self),
            extras: usual.extras,
        })
    }

    /// Retries an operation that [`check`](crate::http::check)s its response and returns what it made of
    /// it, so that sending, the status and the body are one: with the policy's attempts, delays and
    /// limits, and with [`errors`](Self::errors).
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
    /// The error is one that can be made from an [`HttpError`](crate::http::HttpError): with another one
    /// nothing can have been checked.
    pub fn retry_checked<Marker, Op, T, E, M>(
        self,
        op: Op,
    ) -> Retry<Marker, Op, Config<&'p Policy, Checked<'p, M>>>
    where
        Op: Operation<Marker, Outcome = Result<T, E>>,
        E: FromHttpError + AnyError<M>,
    {
        crate::retry(op).with(|usual| Config {
            policy: self.policy.as_policy(),
            judge: Each {
                on_error: OfErrors::new(self),
                on_value: usual.judge.on_value,
            },
            extras: usual.extras,
        })
    }

    /// The judge of outcomes, for `on_outcome`: of responses and of the client's errors.
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

    /// The judge of errors, for `on`. What it knows is found among an error's causes, in a
    /// `Box<dyn Error>` and an `anyhow::Error` too, see [`FailureKind::of`]; an error that says nothing of
    /// a request is not retried.
    pub fn errors<E, M>(self) -> impl Fn(&E) -> Verdict + Copy + use<'p, E, M>
    where
        E: AnyError<M>,
    {
        move |error| self.failed(&FailureKind::of(error.as_error()))
    }

    /// What becomes of a response that is still refused at the end, for `exhausted`: an error if the
    /// policy [raises on a status](crate::http::HttpPolicy::raise_on_status), else the response itself.
    /// [`retry`](Self::retry) brings it.
    ///
    /// The error is made from an [`HttpError`](crate::http::HttpError); that of reqwest, by its own
    /// `error_for_status`, which makes one of status 400 and above.
    ///
    /// A refused response to a call that must not be repeated is handed back in either case, and so is
    /// one that is retried for its `Retry-After` alone: nothing was exhausted.
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
    /// A status that is raised whatever it is, and in each attempt: [`check`](crate::http::check).
    pub fn exhausted<R, E, N>(self) -> impl Fn(R) -> Result<R, E> + Copy + use<'p, R, E, N>
    where
        R: HttpResponse,
        E: RaisedFrom<R, N>,
    {
        move |response| self.conclude(response)
    }

    /// What the caller gets for a response that is still refused at the end.
    pub(in crate::http) fn conclude<R, E, N>(self, response: R) -> Result<R, E>
    where
        R: HttpResponse,
        E: RaisedFrom<R, N>,
    {
        if !self.policy.raises_on_status() {
            return Ok(response);
        }
        let answer = Answer::of(response.status(), response.headers());
        if self.raises(&answer) {
            E::raise(response, answer)
        } else {
            Ok(response)
        }
    }
}
