use http::{HeaderMap, Method, StatusCode};

use super::{
    Answer, FailureKind, HttpError, HttpPolicy, HttpResponse, IdempotencyKey, any_error::AnyError,
};
use crate::{Operation, Policy, Retry, Verdict, config::Config, judge::Whole};

/// One call under an [`HttpPolicy`]: what may be done again, and what must not. Made by
/// [`HttpPolicy::call`].
///
/// It is `Copy` and knows no client. Its closures go where a run takes its judge:
///
/// | the operation returns | write |
/// |---|---|
/// | a response, whatever its status | `call.retry(op)`, which is `retry(op).policy(..).on_outcome(call.judge())`; and `.exhausted(call.exhausted())` for an error at the end |
/// | what was made from a response that was [`check`](super::check)ed | `retry(op).policy(&HTTP).on(call.errors())` |
///
/// The rules:
///
/// | what happened | retried |
/// |---|---|
/// | never sent | always |
/// | no answer, or one that broke off | if the call may be repeated |
/// | a status in `statuses` | if the call may be repeated |
/// | a status in `any_method_statuses` | always |
/// | a status in `hinted_statuses`, with a `Retry-After` | if the call may be repeated |
/// | 409, with a key | always: the first request with the key is still at work |
/// | 422, with a key | never: the key was used for another request |
/// | any other status | never |
///
/// A call may be repeated when its method is one of the policy's, when it is called
/// [idempotent](Self::idempotent), or when it has a [key](Self::key).
///
/// A DELETE that is retried after its answer was lost can be answered by 404: the first attempt has
/// done it. That 404 is handed back as it is.
#[derive(Clone, Copy, Debug)]
#[must_use = "a call only judges: give `judge()` or `errors()` to a run"]
pub struct Call<'p> {
    policy: &'p HttpPolicy,
    is_idempotent: bool,
    has_key: bool,
}

impl<'p> Call<'p> {
    pub(super) fn new(policy: &'p HttpPolicy, method: &Method) -> Self {
        Self {
            policy,
            is_idempotent: policy.methods.contains(method),
            has_key: false,
        }
    }

    /// Says that this call may be repeated whatever its method: a POST that only reads, a method that
    /// the policy has no place for.
    pub const fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// Says that each attempt carries this key.
    pub const fn key(mut self, _: &IdempotencyKey) -> Self {
        self.has_key = true;
        self
    }

    /// Looks for a key in the headers of the request.
    pub fn key_in(mut self, headers: &HeaderMap) -> Self {
        self.has_key |= IdempotencyKey::find(headers).is_some();
        self
    }

    /// The policy.
    #[must_use]
    pub const fn policy(&self) -> &'p HttpPolicy {
        self.policy
    }

    /// Whether the server may be asked twice.
    #[must_use]
    pub const fn may_repeat(&self) -> bool {
        self.is_idempotent || self.has_key
    }

    /// The verdict on a response: [`Accept`](Verdict::Accept) for one that is handed back whatever it
    /// is, [`Stop`](Verdict::Stop) for a refused one that must not be asked for again.
    ///
    /// ```
    /// use http::{HeaderMap, Method, StatusCode};
    /// use retry_core::{Verdict, http::HttpPolicy};
    ///
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// let verdict = |method, status| HTTP.call(method).verdict(status, &HeaderMap::new());
    /// assert_eq!(verdict(Method::GET, StatusCode::NOT_FOUND), Verdict::Accept);
    /// assert_eq!(verdict(Method::GET, StatusCode::BAD_GATEWAY), Verdict::Retry);
    /// assert_eq!(verdict(Method::POST, StatusCode::BAD_GATEWAY), Verdict::Stop);
    /// ```
    #[must_use]
    pub fn verdict(&self, status: StatusCode, headers: &HeaderMap) -> Verdict {
        // The usual answer needs no look at its headers.
        if self.refuses(status) {
            self.answered(&Answer::of(status, headers))
        } else {
            Verdict::Accept
        }
    }

    /// The verdict on an answer that was kept in place of its response.
    #[must_use]
    pub fn answered(&self, answer: &Answer) -> Verdict {
        let status = answer.status();
        if !self.refuses(status) || !self.is_listed(status) && !answer.names_retry_after {
            Verdict::Accept
        } else if self.may_repeat() || self.policy.any_method.contains(status) {
            let hint = answer.hint(self.policy.hints);
            match status {
                StatusCode::TOO_MANY_REQUESTS => Verdict::Throttled(hint),
                StatusCode::SERVICE_UNAVAILABLE if hint.is_some() => Verdict::Throttled(hint),
                _ => Verdict::retry_after(hint),
            }
        } else {
            Verdict::Stop
        }
    }

    /// The verdict on a failed call.
    #[must_use]
    pub fn failed(&self, kind: &FailureKind) -> Verdict {
        match kind {
            FailureKind::NeverSent => Verdict::Retry,
            FailureKind::MaybeSent | FailureKind::ResponseCut => self.may_repeat().into(),
            FailureKind::Answered(answer) => match self.answered(answer) {
                // A caller who takes the answer for an error has not got what was wanted.
                Verdict::Accept => Verdict::Stop,
                verdict => verdict,
            },
            FailureKind::Other => Verdict::Stop,
        }
    }

    /// Whether an answer with this status can be one to retry.
    fn refuses(&self, status: StatusCode) -> bool {
        let is_misused_key = self.has_key && status == StatusCode::UNPROCESSABLE_ENTITY;
        !is_misused_key && (self.is_listed(status) || self.policy.is_hinted(status))
    }

    /// Whether it is one whatever its headers.
    fn is_listed(&self, status: StatusCode) -> bool {
        self.policy.statuses.contains(status)
            || self.policy.any_method.contains(status)
            || self.has_key && status == StatusCode::CONFLICT
    }

    /// Retries an operation that returns a response: with the policy's attempts, delays and limits, and
    /// with [`judge`](Self::judge).
    ///
    /// ```
    /// # use http::{Method, Response}; use retry_core::http::HttpPolicy;
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// # let mut statuses = [503, 200].into_iter();
    /// # let mut send = || Response::builder().status(statuses.next().unwrap()).body(());
    /// let response = HTTP.call(Method::GET).retry(|| send()).call();
    /// assert_eq!(response.unwrap().status(), 200);
    /// ```
    #[allow(
        clippy::type_complexity,
        reason = "a closure in a builder in a configuration: an alias would hide it and shorten nothing"
    )]
    pub fn retry<Marker, Op, R, E, M>(
        self,
        op: Op,
    ) -> Retry<Marker, Op, Config<&'p Policy, Whole<impl Fn(&Result<R, E>) -> Verdict + Copy>>>
    where
        Op: Operation<Marker, Outcome = Result<R, E>>,
        R: HttpResponse,
        E: AnyError<M>,
    {
        crate::retry(op)
            .policy(&self.policy.policy)
            .on_outcome(self.judge())
    }

    /// The judge of outcomes, for `on_outcome`: of responses and of the client's errors.
    ///
    /// ```
    /// # use http::{Method, Response}; use retry_core::{http::HttpPolicy, retry};
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// # let mut statuses = [503, 200].into_iter();
    /// # let mut send = || Response::builder().status(statuses.next().unwrap()).body(());
    /// let response = retry(|| send())
    ///     .policy(&HTTP)
    ///     .on_outcome(HTTP.call(Method::GET).judge())
    ///     .call();
    /// assert_eq!(response.unwrap().status(), 200);
    /// ```
    pub fn judge<R, E, M>(self) -> impl Fn(&Result<R, E>) -> Verdict + Copy + use<'p, R, E, M>
    where
        R: HttpResponse,
        E: AnyError<M>,
    {
        move |outcome| match outcome {
            Ok(response) => self.verdict(response.status(), response.headers()),
            Err(error) => self.failed(&FailureKind::of(error.as_error())),
        }
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

    /// What becomes of a response that is still refused at the end, for `exhausted`: an [`HttpError`]
    /// if the policy [raises on a status](HttpPolicy::raise_on_status), else the response itself.
    ///
    /// A refused response to a call that must not be repeated is handed back in either case, and so is
    /// one that is retried for its `Retry-After` alone: nothing was exhausted.
    ///
    /// The operation's error is made from an [`HttpError`]. A client's own error cannot be (that of ureq
    /// can), so `?` turns it into one:
    ///
    /// ```
    /// # use http::{Method, Response, StatusCode}; use retry_core::http::{HttpError, HttpPolicy};
    /// const HTTP: HttpPolicy = HttpPolicy::new().raise_on_status(true);
    /// # let _guard = retry_core::testing::no_waits();
    /// # let send = || -> std::io::Result<_> {
    /// #     let mut response = Response::new(());
    /// #     *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    /// #     Ok(response)
    /// # };
    /// let call = HTTP.call(Method::GET);
    /// let error = call
    ///     .retry(|| Ok::<_, HttpError>(send()?))
    ///     .exhausted(call.exhausted())
    ///     .call()
    ///     .unwrap_err();
    /// assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    /// ```
    ///
    /// A status that is raised whatever it is, and in each attempt: [`check`](super::check).
    pub fn exhausted<R, E>(self) -> impl Fn(R) -> Result<R, E> + Copy + use<'p, R, E>
    where
        R: HttpResponse,
        E: From<HttpError>,
    {
        move |response| {
            let answer = Answer::of(response.status(), response.headers());
            let is_raised = self.policy.raises
                && self.is_listed(answer.status())
                && !matches!(self.answered(&answer), Verdict::Accept | Verdict::Stop);
            if is_raised {
                Err(HttpError::from(answer).into())
            } else {
                Ok(response)
            }
        }
    }
}
