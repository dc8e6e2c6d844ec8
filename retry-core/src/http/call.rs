mod runs;

use http::{HeaderMap, Method, StatusCode};

use super::{Answer, FailureKind, HttpPolicy, IdempotencyKey};
use crate::Verdict;

/// One call under an [`HttpPolicy`]: what may be done again, and what must not. Made by
/// [`HttpPolicy::call`].
///
/// It is `Copy` and knows no client. It retries an operation, or gives its closures to a run:
///
/// | the operation returns | write | which is |
/// |---|---|---|
/// | a response, whatever its status | `call.retry(op)` | `retry(op).policy(HTTP.as_policy()).on_outcome(call.judge()).exhausted(call.exhausted())` |
/// | what was made from a response that was [`check`](super::check)ed | `call.retry_checked(op)` | `retry(op).policy(HTTP.as_policy()).on(call.errors())` |
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
#[must_use = "a call does nothing before `retry(op)` or `retry_checked(op)`"]
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

    /// Whether an answer that is still refused at the end becomes an error.
    fn raises(&self, answer: &Answer) -> bool {
        self.is_listed(answer.status())
            && !matches!(self.answered(answer), Verdict::Accept | Verdict::Stop)
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
}
