use core::borrow::Borrow;

use http::{HeaderMap, Method};

use crate::http::{policy::HttpPolicy, request::IdempotencyKey};

/// One HTTP call under an [`HttpPolicy`]: it knows which failures may be retried. Made by
/// [`HttpPolicy::call`].
///
/// It is `Copy` and independent of the client. It brings the policy and the rules into a run together:
///
/// | the operation returns | write |
/// |---|---|
/// | a response with any status | [`call.retry(op)`](Self::retry), [`call.retry_without_raising(op)`](Self::retry_without_raising) |
/// | a value made from a [`check`](crate::http::check)ed response | [`call.retry_checked(op)`](Self::retry_checked) |
///
/// With [`gate`](Self::gate) before it, the run waits for a rate limit that other calls have met.
///
/// The rules:
///
/// | what happened | retried |
/// |---|---|
/// | the request was not sent | always, unless it [may have been answered with a redirect](Self::failed_by) |
/// | there was no answer, or it broke off | if the call may be repeated |
/// | a status in `statuses` | if the call may be repeated |
/// | a status in `any_method_statuses` | always |
/// | a status in `hinted_statuses`, with a hint | if the call may be repeated |
/// | a status from 400 on, with `x-should-retry: true` | if the call may be repeated |
/// | any status with `x-should-retry: false` | never |
/// | 409, with a key | always: the server is still processing the first request with the key |
/// | 422, with a key | never: the key was used for another request |
/// | any other status | never |
///
/// A call may be repeated when its method is one of the policy's methods, when it is marked as
/// [idempotent](Self::idempotent), or when it has a [key](Self::key).
///
/// # Predicates of your own
///
/// `on` and `on_ok` on such a run are asked before the rules. `true` retries and `false` leaves the outcome
/// to the rules; a [`Verdict`](crate::Verdict) decides whatever the rules say. To leave an outcome to the
/// rules there too, return their verdict: [`verdict`](Self::verdict) for a response, [`failed_by`](Self::failed_by)
/// for an error. So a predicate can repeat a call that the rules would not. A value that it still rejects
/// after the last attempt is returned, unless `exhausted` makes an error of it.
///
/// ```
/// # use http::{Method, Response, StatusCode};
/// # use retry_core::{Verdict, http::{HttpError, HttpPolicy}};
/// # let _guard = retry_core::testing::no_waits();
/// const HTTP: HttpPolicy = HttpPolicy::new();
/// # let mut answers = [(503, "0"), (200, "90"), (200, "0"), (500, "0")].into_iter();
/// # let mut get = |_| -> Result<_, HttpError> {
/// #     let (status, age) = answers.next().unwrap();
/// #     Ok(Response::builder().status(status).header("age", age).body(()).unwrap())
/// # };
/// let call = HTTP.call(Method::GET);
///
/// // The 503 is retried by the rules, the answer of a stale cache by the predicate.
/// let fresh = call.retry(|| get("/rates")).on_ok(|response| response.headers()["age"] != "0").call()?;
/// assert_eq!(fresh.headers()["age"], "0");
///
/// // This server answers every mistake of its callers with a 500, which is final.
/// let failed = call
///     .retry(|| get("/item"))
///     .on_ok(|response| match response.status() {
///         StatusCode::INTERNAL_SERVER_ERROR => Verdict::Accept,
///         status => call.verdict(status, response.headers()),
///     })
///     .call()?;
/// assert_eq!(failed.status(), 500);
/// # Ok::<(), HttpError>(())
/// ```
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
