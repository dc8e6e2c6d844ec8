use core::ops::RangeInclusive;

use http::{Method, StatusCode};

use super::{hints::Hints, methods::Methods, statuses::Statuses};
use crate::policy::Policy;

/// The statuses that are retried by default. All but 500 say that the failure is temporary; 500 is
/// here because experience shows that it often is. 520 to 524 are Cloudflare's for an origin that does not
/// answer, 529 is for an overload.
const STATUSES: [u16; 13] = [
    408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529,
];

/// How to retry HTTP calls: a [`Policy`], the statuses and methods to retry, and the hints to obey.
/// Plain data, `Copy`, can be built in a `const`.
///
/// It works with any client. [`call`](Self::call) describes one call, which retries an operation or
/// judges what a client returned.
///
/// It does not give its `Policy` out: a run with that and no judge would retry every error, also that of a
/// POST. To read its numbers, see [`delays`](Self::delays) and [`HttpSettings`](crate::http::HttpSettings).
///
/// | setting | default |
/// |---|---|
/// | [`policy`](Self::policy), or [`attempts`](Self::attempts), [`deadline`](Self::deadline) and the other methods of a [`Policy`] | `Policy::new()` |
/// | [`statuses`](Self::statuses), or [`statuses_in`](Self::statuses_in) a range | 408, 425, 429, 500, 502, 503, 504, 520 to 524, 529 |
/// | [`methods`](Self::methods) | GET, HEAD, OPTIONS, TRACE, PUT, DELETE: the idempotent ones (RFC 9110, 9.2.2) |
/// | [`any_method_statuses`](Self::any_method_statuses), [`hinted_statuses`](Self::hinted_statuses) | none |
/// | [`hints`](Self::hints) | all |
/// | [`raise_on_status`](Self::raise_on_status), [`make_keys`](Self::make_keys), [`no_redirects`](Self::no_redirects) | `false` |
///
/// # Example
///
/// ```
/// use core::time::Duration;
/// use http::{Method, Response};
/// use retry_core::{Backoff, http::{HttpError, HttpPolicy}};
///
/// const HTTP: HttpPolicy = HttpPolicy::new()
///     .attempts(5)
///     .backoff(Backoff::exponential(Duration::from_millis(1)))
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
    pub(in crate::http) policy: Policy,
    pub(in crate::http) statuses: Statuses,
    pub(in crate::http) any_method_statuses: Statuses,
    pub(super) hinted_statuses: Statuses,
    pub(in crate::http) methods: Methods,
    pub(in crate::http) hints: Hints,
    pub(super) raise_on_status: bool,
    pub(in crate::http) make_keys: bool,
    pub(in crate::http) no_redirects: bool,
}

impl HttpPolicy {
    /// Three attempts for idempotent methods, on temporary failures and statuses, with all hints obeyed.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            policy: Policy::new(),
            statuses: Statuses::checked(&STATUSES, "statuses"),
            any_method_statuses: Statuses::NONE,
            hinted_statuses: Statuses::NONE,
            methods: Methods::IDEMPOTENT,
            hints: Hints::All,
            raise_on_status: false,
            make_keys: false,
            no_redirects: false,
        }
    }

    /// Attempts, delays and limits, all at once. To change one of them, use the method of its name:
    /// `HTTP.attempts(5)`.
    #[must_use]
    pub const fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The statuses to retry when the call may be repeated. They replace the default ones.
    ///
    /// # Panics
    ///
    /// When one is not from 100 to 599; in a `const`, that is a compile error.
    #[must_use]
    pub const fn statuses<const N: usize>(mut self, statuses: [u16; N]) -> Self {
        self.statuses = Statuses::checked(&statuses, "statuses");
        self
    }

    /// The same with all statuses of a range. They replace the default ones too, and those of
    /// [`statuses`](Self::statuses). A list of single statuses and ranges is possible in a
    /// [configuration file](crate::http::HttpSettings).
    ///
    /// ```
    /// use http::{HeaderMap, Method, StatusCode};
    /// use retry_core::{Verdict, http::HttpPolicy};
    ///
    /// const HTTP: HttpPolicy = HttpPolicy::new().statuses_in(500..=599);
    /// let verdict = |status| HTTP.call(Method::GET).verdict(status, &HeaderMap::new());
    /// assert_eq!(verdict(StatusCode::INSUFFICIENT_STORAGE), Verdict::Retry);
    /// assert_eq!(verdict(StatusCode::TOO_MANY_REQUESTS), Verdict::Accept);
    /// ```
    ///
    /// # Panics
    ///
    /// When one is not from 100 to 599, or when the range is empty; in a `const`, that is a compile error.
    #[must_use]
    pub const fn statuses_in(mut self, range: RangeInclusive<u16>) -> Self {
        self.statuses = Statuses::checked_range(*range.start(), *range.end(), "statuses");
        self
    }

    /// Statuses to retry for every method: those with which a server says that it did not act. With
    /// many servers 429 is one, but not with all, so the default is none.
    ///
    /// What a redirect led to says nothing about the request: that was answered. The adapters see that a
    /// redirect was followed, if it led to another URL, as does the agent of
    /// `ureq_agent`. A single response of reqwest, or of another agent of ureq, does not say it: there, have the
    /// client follow no redirects.
    ///
    /// # Panics
    ///
    /// When one is not from 100 to 599; in a `const`, that is a compile error.
    #[must_use]
    pub const fn any_method_statuses<const N: usize>(mut self, statuses: [u16; N]) -> Self {
        self.any_method_statuses = Statuses::checked(&statuses, "any_method_statuses");
        self
    }

    /// Statuses to retry only when the response has a hint and the call may be repeated. An example is
    /// 413, which is temporary only if the server says so. GitHub answers 403 when a rate limit is used up,
    /// and also when access is denied; only the first is retried:
    ///
    /// ```
    /// use http::{HeaderMap, Method, StatusCode};
    /// use retry_core::{Verdict, http::HttpPolicy};
    ///
    /// const GITHUB: HttpPolicy = HttpPolicy::new().hinted_statuses([403]);
    /// let verdict = |headers: &HeaderMap| GITHUB.call(Method::GET).verdict(StatusCode::FORBIDDEN, headers);
    ///
    /// let mut headers = HeaderMap::new();
    /// assert_eq!(verdict(&headers), Verdict::Accept);
    /// headers.insert("x-ratelimit-remaining", "0".parse()?);
    /// assert_eq!(verdict(&headers), Verdict::Throttled(None));
    /// # Ok::<(), http::header::InvalidHeaderValue>(())
    /// ```
    ///
    /// A hint is a header that asks for a delay, as an [`Answer`](crate::http::Answer) reads it, or a rate
    /// limit of which nothing is left. A `Retry-After` counts even if it is invalid. With
    /// [`Hints::RetryAfter`] no other header counts, with [`Hints::Ignored`] none.
    ///
    /// # Panics
    ///
    /// When one is not from 100 to 599; in a `const`, that is a compile error.
    #[must_use]
    pub const fn hinted_statuses<const N: usize>(mut self, statuses: [u16; N]) -> Self {
        self.hinted_statuses = Statuses::checked(&statuses, "hinted_statuses");
        self
    }

    /// The methods that may be repeated. They replace the idempotent ones. A call with another method
    /// may be repeated when it is marked as [idempotent](crate::http::Call::idempotent) or has a
    /// [key](crate::http::Call::key).
    ///
    /// ```
    /// # use http::Method; use retry_core::http::HttpPolicy;
    /// const READS: HttpPolicy = HttpPolicy::new().methods(&[Method::GET, Method::HEAD]);
    /// assert!(!READS.call(Method::PUT).may_repeat());
    /// ```
    ///
    /// # Panics
    ///
    /// When one is not a standard method (`PROPFIND`, for example); in a `const`, that is a compile
    /// error.
    #[must_use]
    pub const fn methods(mut self, methods: &[Method]) -> Self {
        self.methods = Methods::checked(methods);
        self
    }

    /// Which headers may ask for a delay. [`Policy::max_retry_after`] limits how long a delay may be.
    #[must_use]
    pub const fn hints(mut self, hints: Hints) -> Self {
        self.hints = hints;
        self
    }

    /// Whether a response that is still rejected after the last attempt becomes an error. By default it
    /// is returned, because its status and body may say more.
    ///
    /// [`Call::retry`](crate::http::Call::retry) does this. A run of your own does it with
    /// [`Call::exhausted`](crate::http::Call::exhausted), and otherwise returns the response.
    #[must_use]
    pub const fn raise_on_status(mut self, raise: bool) -> Self {
        self.raise_on_status = raise;
        self
    }

    /// Whether to add an idempotency key to each call that has none and could not be repeated without
    /// one, see [`key_for`](Self::key_for). Only for servers that support `Idempotency-Key`.
    #[must_use]
    pub const fn make_keys(mut self, make: bool) -> Self {
        self.make_keys = make;
        self
    }

    /// Says that the client follows no redirects.
    ///
    /// A client that follows them answers with the last response, or with the error of the last request.
    /// If a POST is answered with "303 See Other" and the connection for the redirect is refused, the
    /// error says "refused", although the server has processed the POST. The errors of reqwest and ureq do
    /// not tell the two apart. So after such an error a call that must not be repeated is not retried,
    /// however early the failure seems to be, unless this is set.
    ///
    /// Set it only together with the setting of the client: `redirect(Policy::none())` of reqwest,
    /// `max_redirects(0)` of ureq. A `UreqSession` reads that setting itself.
    /// Other errors are not affected: hyper's client follows no redirects.
    ///
    /// ```
    /// # use http::Method; use retry_core::{Verdict, http::HttpPolicy};
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// const STAYS: HttpPolicy = HTTP.no_redirects();
    /// # #[cfg(feature = "ureq")] {
    /// let error = ureq::Error::HostNotFound;
    /// assert_eq!(HTTP.call(Method::POST).failed_by(&error), Verdict::Stop);
    /// assert_eq!(STAYS.call(Method::POST).failed_by(&error), Verdict::Retry);
    /// # }
    /// ```
    #[must_use]
    pub const fn no_redirects(mut self) -> Self {
        self.no_redirects = true;
        self
    }

    /// Whether a response that is still rejected after the last attempt becomes an error.
    #[must_use]
    pub const fn raises_on_status(&self) -> bool {
        self.raise_on_status
    }

    /// Whether this status is retried when a hint comes with it.
    pub(in crate::http) fn is_hinted(&self, status: StatusCode) -> bool {
        self.hinted_statuses.contains(status)
    }

    /// Whether a header can cause a retry of this status.
    pub(in crate::http) fn can_be_hinted(&self, status: StatusCode) -> bool {
        match self.hints {
            Hints::All => {
                // `x-should-retry` decides about every failure.
                self.is_hinted(status) || status.is_client_error() || status.is_server_error()
            }
            Hints::RetryAfter => self.is_hinted(status),
            Hints::Ignored => false,
        }
    }
}

impl Default for HttpPolicy {
    fn default() -> Self {
        Self::new()
    }
}
