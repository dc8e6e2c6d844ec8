//! Which HTTP calls to retry: statuses, methods, `Retry-After` and idempotency keys, for any client.
//!
//! An [`HttpPolicy`] holds the rules, once for a program. [`HttpPolicy::call`] describes one call, and
//! the [`Call`] retries what the client does:
//!
//! ```
//! use core::time::Duration;
//! use http::{Method, Response};
//! use retry_core::{Policy, StopReason, http::HttpPolicy};
//!
//! const HTTP: HttpPolicy = HttpPolicy::new().policy(Policy::new().deadline(Duration::from_secs(30)));
//!
//! # let get = |_| -> std::io::Result<_> {
//! #     Ok(Response::builder().status(503).header("retry-after", "3600").body(()).unwrap())
//! # };
//! let report = HTTP
//!     .call(Method::GET)
//!     .retry(|| get("https://api.example.com/items"))
//!     .report()
//!     .call();
//! assert_eq!(report.attempts, 1);
//! assert!(matches!(report.stop, StopReason::HintTooLong { asked, .. } if asked.as_secs() == 3600));
//! ```
//!
//! | to retry | write |
//! |---|---|
//! | sending, checking the status and reading the body, as one operation | `HTTP.call(Method::GET).retry_checked(..)`, with [`check`] around the response |
//! | sending alone | `HTTP.call(Method::GET).retry(\|\| client.get(url).send())` |
//! | an annotated function | `#[retry(policy = HTTP.as_policy(), on = HTTP.call(Method::GET).errors())]` |
//! | a POST | make an [`IdempotencyKey`], send it each time, and `HTTP.call(Method::POST).key(&key)` |
//! | a POST that only reads | `HTTP.call(Method::POST).idempotent()` |
//!
//! What suits which errand: [`guide::choosing`](crate::guide::choosing). For each option of Python's
//! urllib3: [`guide::from_urllib3`](crate::guide::from_urllib3).
//!
//! # What is never done twice by default
//!
//! A POST or PATCH, unless it is known never to have been sent: the connection was refused, the name
//! was not found. A request that was sent and not answered may have been acted on. The rules are those
//! of [`Call`].
//!
//! An `HttpPolicy` is no [`Policy`](crate::Policy), and `.policy(&HTTP)` does not compile: without a
//! judge, a run retries *every* error, that of a POST too. `HTTP.as_policy()` is its attempts, delays
//! and limits alone. Give them to a run, or to the attribute, together with
//! [`judge`](Call::judge) or [`errors`](Call::errors).
//!
//! # All requests of a client
//!
//! An [`HttpRetry`] holds policies [mounted](Mounts) by URL prefix, and hooks. An adapter retries by it
//! every request of a client, and puts an [`HttpReport`] into the response's extensions; a
//! [`PerRequest`] in the request's extensions says what one request wants instead.
//!
//! | feature | adapter |
//! |---|---|
//! | `reqwest-middleware` | it is a middleware of reqwest |
//! | `tower` | it is a layer, and `RetryLayer` is one for more kinds of requests: axum; with `hyper`, which reads their errors, hyper's client and tonic |
//! | `ureq` | `UreqSession` sends the requests of an agent |
//!
//! # Rate limits
//!
//! A [`Gate`] holds the next calls, where a policy retries the one that was refused. It stands by itself
//! in front of a call, or [before URLs](HttpRetry::gate) of a client.
//!
//! Retry at one place: a call that is retried through a client that retries is sent attempts times
//! attempts.
//!
//! # Clients
//!
//! - reqwest (feature `reqwest`): its `error_for_status` makes an error that has lost the headers, and
//!   `Retry-After` with them; [`check`] keeps them.
//! - ureq (feature `ureq`): by default it makes an error without headers of status 400 and above. Their
//!   status is judged; for hints, and for the response itself, configure
//!   `http_status_as_error(false)`.
//! - hyper (feature `hyper`): only the error of its client tells that a connection was never made.
//! - Others: a response that is an `http::Response` or implements [`HttpResponse`], an error that is or
//!   is caused by an `io::Error`, or implements [`ClientError`].
//!
//! Timeouts are judged, the client's and an attempt timeout: what was cut may have been sent. An attempt
//! timeout wants an error that can be made of it: an [`HttpError`] or a boxed one, not the client's own.
//!
//! A client that follows redirects by itself tells only of its last request: a connection refused after
//! a POST was answered by "303 See Other" counts as never sent, and the POST is sent again. Where that
//! matters, configure the client not to follow redirects.

mod answer;
pub(crate) mod any_error;
mod by_prefix;
mod call;
mod client_error;
mod closing;
mod exchange;
mod failure_kind;
mod gate;
mod gate_wait;
mod hint;
mod http_date;
mod http_error;
mod http_event;
pub(crate) mod http_outcome;
mod http_policy;
mod http_report;
mod http_request;
mod http_response;
mod http_retry;
mod http_settings;
#[cfg(feature = "hyper")]
mod hyper_error;
mod idempotency_key;
pub(crate) mod judges;
mod methods;
mod mounts;
mod per_request;
mod prefix;
pub(crate) mod raised_from;
mod rate_limit;
#[cfg(feature = "reqwest-middleware")]
mod reqwest_adapter;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest_error;
mod statuses;
mod target;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "ureq")]
mod ureq;
#[cfg(feature = "ureq")]
mod ureq_error;
mod urllib3;

#[cfg(feature = "futures-timer")]
pub use self::gate_wait::DefaultGateWait;
pub use self::gate_wait::GateWait;
pub(crate) use self::methods::MethodName;
#[cfg(feature = "tower")]
pub use self::tower::{
    BoxError, Boxed, CloneRequest, Own, ResponseFuture, RetryLayer, RetryService, ServiceErrors,
    Whole,
};
#[cfg(feature = "ureq")]
pub use self::ureq::{SessionRequest, UreqBody, UreqSession};
pub use self::{
    answer::Answer,
    call::Call,
    client_error::ClientError,
    exchange::Exchange,
    failure_kind::FailureKind,
    gate::Gate,
    hint::Hints,
    http_error::{HttpError, check},
    http_event::HttpEvent,
    http_policy::HttpPolicy,
    http_report::HttpReport,
    http_request::HttpRequest,
    http_response::HttpResponse,
    http_retry::HttpRetry,
    http_settings::HttpSettings,
    idempotency_key::{IdempotencyKey, InvalidKey},
    mounts::Mounts,
    per_request::PerRequest,
    prefix::InvalidPrefix,
    rate_limit::RateLimit,
    target::Target,
};
