use core::error::Error;

use http::{HeaderMap, StatusCode};

use super::call::Call;
use crate::{
    http::{
        failure::{FailureKind, Finding, RaisedFrom},
        response::{Answer, HttpResponse},
    },
    outcome::Verdict,
};

/// The rules: which answers and failures are retried.
impl Call<'_> {
    /// The verdict on a response: [`Accept`](Verdict::Accept) if it is returned to the caller whatever it
    /// says, [`Stop`](Verdict::Stop) if it is rejected and the request must not be sent again.
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
        // Most responses are accepted without a look at their headers.
        if self.can_reject(status) {
            self.answered(&Answer::of(status, headers))
        } else {
            Verdict::Accept
        }
    }

    /// The verdict on an answer that was read before.
    #[must_use]
    pub fn answered(&self, answer: &Answer) -> Verdict {
        let status = answer.status();
        let hints = self.policy.hints;
        let should_retry = answer.should_retry(hints);
        let is_rejected = self.is_listed(status)
            || self.policy.is_hinted(status) && answer.has_hint(hints)
            || should_retry == Some(true);
        if !self.can_reject(status) || !is_rejected {
            return Verdict::Accept;
        }
        let may_repeat = self.may_repeat() || self.policy.any_method_statuses.contains(status);
        if !may_repeat || should_retry == Some(false) {
            return Verdict::Stop;
        }
        answer.verdict(hints)
    }

    /// The verdict on a failed call, by what is known about its request. If there is an error of a client, use
    /// [`failed_by`](Self::failed_by): it also knows which clients follow redirects.
    #[must_use]
    pub fn failed(&self, kind: &FailureKind) -> Verdict {
        match kind {
            FailureKind::NeverSent => Verdict::Retry,
            FailureKind::MaybeSent | FailureKind::ResponseCut => self.may_repeat().into(),
            FailureKind::Answered(answer) => match self.answered(answer) {
                // The caller made an error of the answer, so it is not accepted.
                Verdict::Accept => Verdict::Stop,
                verdict => verdict,
            },
            FailureKind::Other => Verdict::Stop,
        }
    }

    /// The verdict on an error, by what it or one of its causes says about the request, see
    /// [`FailureKind::of`]. An error that says nothing is not retried.
    ///
    /// The errors of reqwest and ureq do not say whether they come from the request or from a redirect
    /// that the client followed. A call that must not be repeated is then not retried, unless the policy
    /// says that its client [follows none](crate::http::HttpPolicy::no_redirects).
    ///
    /// ```
    /// use http::Method;
    /// use retry_core::{Verdict, http::HttpPolicy};
    /// use std::io;
    ///
    /// let refused = io::Error::other(io::Error::from(io::ErrorKind::ConnectionRefused));
    /// assert_eq!(HttpPolicy::new().call(Method::POST).failed_by(&refused), Verdict::Retry);
    /// ```
    #[must_use]
    pub fn failed_by(&self, error: &(dyn Error + 'static)) -> Verdict {
        match Finding::of(error) {
            Some(finding) => self.failed_at(&finding.kind, finding.may_hide_redirect),
            None => self.failed(&FailureKind::Other),
        }
    }

    /// The verdict on an answer or a failure that may be that of a redirect: then the request itself was
    /// answered.
    pub(super) fn failed_at(&self, kind: &FailureKind, may_be_redirected: bool) -> Verdict {
        if may_be_redirected && !self.policy.no_redirects && !self.may_repeat() {
            Verdict::Stop
        } else {
            self.failed(kind)
        }
    }

    /// The verdict on a request whose answer led to another one, by the verdict on the last response.
    pub(super) fn after_redirect(&self, verdict: Verdict) -> Verdict {
        if self.may_repeat() || verdict == Verdict::Accept {
            verdict
        } else {
            Verdict::Stop
        }
    }

    /// What the caller gets for a response that is still rejected after the last attempt.
    pub(super) fn conclude<R, E, N>(self, response: R) -> Result<R, E>
    where
        R: HttpResponse,
        E: RaisedFrom<R, N>,
    {
        match self.raised_after(None, &response) {
            None => Ok(response),
            Some(answer) => E::raise(response, answer),
        }
    }

    /// The answer of a response that is still rejected after the last attempt, if it becomes an error.
    /// A response that the caller's own verdict retries and the rules would accept becomes one too.
    pub(super) fn raised_after<R: HttpResponse>(
        self,
        own: Option<Verdict>,
        response: &R,
    ) -> Option<Answer> {
        if !self.policy.raises_on_status() {
            return None;
        }
        let answer = Answer::of(response.status(), response.headers());
        let rules = self.answered(&answer);
        let is_retried = |verdict| !matches!(verdict, Verdict::Accept | Verdict::Stop);
        let only_own_retries = own.is_some() && !is_retried(rules);
        let is_raised = only_own_retries || self.is_listed(answer.status());
        (is_retried(own.unwrap_or(rules)) && is_raised).then_some(answer)
    }

    /// Whether an answer with this status is rejected, perhaps only with certain headers.
    pub(super) fn can_reject(&self, status: StatusCode) -> bool {
        let is_misused_key = self.has_key && status == StatusCode::UNPROCESSABLE_ENTITY;
        !is_misused_key && (self.is_listed(status) || self.policy.can_be_hinted(status))
    }

    /// Whether an answer with this status is rejected whatever its headers are.
    fn is_listed(&self, status: StatusCode) -> bool {
        self.policy.statuses.contains(status)
            || self.policy.any_method_statuses.contains(status)
            || self.has_key && status == StatusCode::CONFLICT
    }
}
