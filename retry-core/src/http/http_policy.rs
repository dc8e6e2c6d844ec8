use core::borrow::Borrow;

use http::{HeaderMap, Method, StatusCode};

use super::{Call, Hints, IdempotencyKey, methods::Methods, statuses::Statuses};
use crate::Policy;

/// What is worth another attempt. 500 has no better reason than experience; the others say themselves
/// that they pass.
const STATUSES: [u16; 7] = [408, 425, 429, 500, 502, 503, 504];

/// How to retry HTTP calls: a [`Policy`], which answers and methods to retry, and which hints to obey.
/// Plain data, `Copy`, buildable in a `const`.
///
/// It knows no client. [`call`](Self::call) describes one call, which retries it and judges what a
/// client returned; [`as_policy`](Self::as_policy) has the attempts, delays and limits alone.
///
/// | setting | default |
/// |---|---|
/// | [`policy`](Self::policy) | `Policy::new()` |
/// | [`statuses`](Self::statuses) | 408, 425, 429, 500, 502, 503, 504 |
/// | [`methods`](Self::methods) | GET, HEAD, OPTIONS, TRACE, PUT, DELETE: the idempotent ones (RFC 9110, 9.2.2) |
/// | [`any_method_statuses`](Self::any_method_statuses), [`hinted_statuses`](Self::hinted_statuses) | none |
/// | [`hints`](Self::hints) | all |
/// | [`raise_on_status`](Self::raise_on_status), [`make_keys`](Self::make_keys) | no |
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use http::{Method, Response};
/// use retry_core::{Backoff, Policy, http::{HttpError, HttpPolicy}};
///
/// const HTTP: HttpPolicy = HttpPolicy::new()
///     .policy(Policy::new().attempts(5).backoff(Backoff::exponential(Duration::from_millis(1))))
///     .any_method_statuses([429]);
///
/// # let mut statuses = [502, 503, 200].into_iter();
/// # let mut get = |_| -> Result<_, HttpError> {
/// #     Ok(Response::builder().status(statuses.next().unwrap()).body("page").unwrap())
/// # };
/// let response = HTTP.call(Method::GET).retry(|| get("/index")).call()?;
/// assert_eq!(response.status(), 200);
/// # Ok::<(), HttpError>(())
/// ```
///
/// A refused value in a `const` is a compile error:
///
/// ```compile_fail
/// const NEVER: retry_core::http::HttpPolicy = retry_core::http::HttpPolicy::new().statuses([99]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HttpPolicy {
    pub(super) policy: Policy,
    pub(super) statuses: Statuses,
    pub(super) any_method: Statuses,
    pub(super) hinted: Statuses,
    pub(super) methods: Methods,
    pub(super) hints: Hints,
    pub(super) raises: bool,
    pub(super) makes_keys: bool,
}

impl HttpPolicy {
    /// Three attempts at idempotent methods, on passing failures and statuses, obeying hints.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            policy: Policy::new(),
            statuses: accepted_statuses(&STATUSES, "statuses"),
            any_method: Statuses::NONE,
            hinted: Statuses::NONE,
            methods: Methods::IDEMPOTENT,
            hints: Hints::All,
            raises: false,
            makes_keys: false,
        }
    }

    /// Attempts, delays and limits.
    #[must_use]
    pub const fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The statuses to retry, in place of the default ones, where the call may be repeated.
    ///
    /// # Panics
    ///
    /// When one is not from 100 to 599; in a `const`, that is a compile error.
    #[must_use]
    pub const fn statuses<const N: usize>(mut self, statuses: [u16; N]) -> Self {
        self.statuses = accepted_statuses(&statuses, "statuses");
        self
    }

    /// Statuses to retry whatever the method: those by which a server says that it has not acted. 429
    /// is one with many servers; it depends on the server, so there are none by default.
    ///
    /// # Panics
    ///
    /// When one is not from 100 to 599; in a `const`, that is a compile error.
    #[must_use]
    pub const fn any_method_statuses<const N: usize>(mut self, statuses: [u16; N]) -> Self {
        self.any_method = accepted_statuses(&statuses, "any_method_statuses");
        self
    }

    /// Statuses to retry only when the answer has a `Retry-After`, even one that asks for nothing, and
    /// the call may be repeated. 413 is one that passes only if the server says so.
    ///
    /// # Panics
    ///
    /// When one is not from 100 to 599; in a `const`, that is a compile error.
    #[must_use]
    pub const fn hinted_statuses<const N: usize>(mut self, statuses: [u16; N]) -> Self {
        self.hinted = accepted_statuses(&statuses, "hinted_statuses");
        self
    }

    /// The methods that may be repeated, in place of the idempotent ones. A call with another one may
    /// be repeated when it is called [idempotent](super::Call::idempotent) or has a key.
    ///
    /// ```
    /// # use http::Method; use retry_core::http::HttpPolicy;
    /// const READS: HttpPolicy = HttpPolicy::new().methods(&[Method::GET, Method::HEAD]);
    /// assert!(!READS.call(Method::PUT).may_repeat());
    /// ```
    ///
    /// # Panics
    ///
    /// When one is not a standard method (PROPFIND, for one); in a `const`, that is a compile error.
    #[must_use]
    pub const fn methods(mut self, methods: &[Method]) -> Self {
        self.methods = match Methods::new(methods) {
            Ok(methods) => methods,
            Err(_) => panic!("one of `methods` is not a standard method"),
        };
        self
    }

    /// Which headers may ask for a delay. How long a delay is obeyed says
    /// [`Policy::max_retry_after`].
    #[must_use]
    pub const fn hints(mut self, hints: Hints) -> Self {
        self.hints = hints;
        self
    }

    /// Whether a response that is still refused when all attempts are made becomes an error. By default
    /// it is handed back: its status and body may say more.
    ///
    /// [`Call::retry`](super::Call::retry) does it; a run that is spelt out is told by
    /// [`Call::exhausted`](super::Call::exhausted), and without it hands the response back.
    #[must_use]
    pub const fn raise_on_status(mut self, raise: bool) -> Self {
        self.raises = raise;
        self
    }

    /// Whether to give a key to each call that has none and could not be repeated without, see
    /// [`key_for`](Self::key_for). Only for servers that know `Idempotency-Key`.
    #[must_use]
    pub const fn make_keys(mut self, make: bool) -> Self {
        self.makes_keys = make;
        self
    }

    /// A call with this method, and what may be done about its failures.
    pub fn call(&self, method: impl Borrow<Method>) -> Call<'_> {
        Call::new(self, method.borrow())
    }

    /// Attempts, delays and limits: for a run that is given its judge beside them, to read them, or to
    /// change one, `HTTP.policy(HTTP.as_policy().attempts(9))`. They judge nothing: a run that has only
    /// them retries every error, that of a POST too.
    #[must_use]
    pub const fn as_policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether a response that is still refused at the end becomes an error.
    #[must_use]
    pub const fn raises_on_status(&self) -> bool {
        self.raises
    }

    /// The key to add to a request: a new one if the policy [makes keys](Self::make_keys), the method
    /// is not one that may be repeated anyway, and the request carries none. To be asked once per call,
    /// not once per attempt: the key must stay the same.
    #[must_use]
    pub fn key_for(&self, method: &Method, headers: &HeaderMap) -> Option<IdempotencyKey> {
        let wants_key = self.makes_keys
            && !self.methods.contains(method)
            && !headers.contains_key(IdempotencyKey::HEADER);
        wants_key.then(IdempotencyKey::random)
    }

    /// Whether a `Retry-After` makes this status one to retry.
    pub(super) fn is_hinted(&self, status: StatusCode) -> bool {
        !matches!(self.hints, Hints::Ignored) && self.hinted.contains(status)
    }
}

const fn accepted_statuses(codes: &[u16], field: &'static str) -> Statuses {
    match Statuses::new(codes, field) {
        Ok(statuses) => statuses,
        Err(refusal) => panic!("{}", refusal.message()),
    }
}

impl Default for HttpPolicy {
    fn default() -> Self {
        Self::new()
    }
}
