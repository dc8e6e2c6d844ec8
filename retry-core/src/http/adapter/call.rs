use core::borrow::Borrow;

use http::{HeaderMap, Method};

use crate::http::{policy::HttpPolicy, request::IdempotencyKey};

/// One HTTP call under an [`HttpPolicy`]: it knows which failures may be retried. Made by
/// [`HttpPolicy::call`].
///
/// It is `Copy` and independent of the client. It retries an operation, or provides the closures for a
/// run of your own:
///
/// | the operation returns | write | which is |
/// |---|---|---|
/// | a response with any status | `call.retry(op)` | `retry(op).policy(HTTP.as_policy()).on_outcome(call.judge()).exhausted(call.exhausted())` |
/// | a value made from a [`check`](crate::http::check)ed response | `call.retry_checked(op)` | `retry(op).policy(HTTP.as_policy()).on(call.errors())` |
///
/// The rules:
///
/// | what happened | retried |
/// |---|---|
/// | the request was not sent | always, unless it [may have been answered with a redirect](Self::failed_by) |
/// | there was no answer, or it broke off | if the call may be repeated |
/// | a status in `statuses` | if the call may be repeated |
/// | a status in `any_method_statuses` | always |
/// | a status in `hinted_statuses`, with a `Retry-After` | if the call may be repeated |
/// | 409, with a key | always: the server is still processing the first request with the key |
/// | 422, with a key | never: the key was used for another request |
/// | any other status | never |
///
/// A call may be repeated when its method is one of the policy's methods, when it is marked as
/// [idempotent](Self::idempotent), or when it has a [key](Self::key).
///
/// If the answer to a DELETE is lost, the retry may be answered with 404, because the first attempt has
/// deleted the resource. That 404 is returned unchanged.
#[derive(Clone, Copy, Debug)]
#[must_use = "a call does nothing before `retry(op)` or `retry_checked(op)`"]
pub struct Call<'p> {
    pub(super) policy: &'p HttpPolicy,
    is_idempotent: bool,
    pub(super) has_key: bool,
}

impl HttpPolicy {
    /// A call with this method.
    pub fn call(&self, method: impl Borrow<Method>) -> Call<'_> {
        Call {
            policy: self,
            is_idempotent: self.methods.contains(method.borrow()),
            has_key: false,
        }
    }
}

impl<'p> Call<'p> {
    /// Says that this call may be repeated whatever its method is. Use it for a POST that only reads, or
    /// for a method that [`HttpPolicy::methods`] does not accept.
    pub const fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// Says that each attempt sends this key.
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

    /// Whether the request may be sent twice.
    #[must_use]
    pub const fn may_repeat(&self) -> bool {
        self.is_idempotent || self.has_key
    }
}
