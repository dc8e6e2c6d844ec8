//! Retries HTTP calls with any client: by status, method, `Retry-After` and idempotency key.
//!
//! | to retry | write |
//! |---|---|
//! | sending, checking the status and reading the body, together | `HTTP.call(Method::GET).retry_checked(..)`, with [`check`] around the response |
//! | sending only | `HTTP.call(Method::GET).retry(\|\| client.get(url).send())` |
//! | an annotated function | `#[retry(http = HTTP.call(Method::GET))]` |
//! | a POST | make an [`IdempotencyKey`], send it with each attempt, and write `HTTP.call(Method::POST).key(&key)` |
//! | a POST that only reads | `HTTP.call(Method::POST).idempotent()` |
//! | all requests of a client | an [`HttpRetry`] with one of the [adapters](#all-requests-of-a-client) |
//!
//! An [`HttpPolicy`] holds the rules, usually one for the whole program. [`HttpPolicy::call`] describes one
//! call, and the [`Call`] retries it:
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
//! On a function, pass the call to the key `http`. The attribute's other keys override single settings of
//! the policy; `on` and `on_ok` are asked before the rules:
//!
//! ```
//! # #[cfg(feature = "macros")] {
//! use http::{Method, Response};
//! use retry_core::{http::{HttpError, HttpPolicy, IdempotencyKey, check}, retry};
//!
//! const HTTP: HttpPolicy = HttpPolicy::new();
//! # fn post(_: &str, _: &IdempotencyKey) -> Result<Response<String>, HttpError> {
//! #     Ok(Response::new("41".into()))
//! # }
//!
//! #[retry(http = HTTP.call(Method::POST).key(key), attempts = 5)]
//! fn order(item: &str, key: &IdempotencyKey) -> Result<String, HttpError> {
//!     Ok(check(post(item, key)?)?.into_body())
//! }
//!
//! assert_eq!(order("tea", &IdempotencyKey::random()).unwrap(), "41");
//! # }
//! ```
//!
//! To choose a policy for a use case, see [`guide::choosing`](crate::guide::choosing). For the counterpart
//! of each option of Python's urllib3, see [`guide::from_urllib3`](crate::guide::from_urllib3).
//!
//! # What is not sent twice
//!
//! By default, a POST or PATCH is sent again only if it is certain that the first request was not sent: the
//! connection was refused, the name was not found, and no [redirect](#redirects) came before. A request that
//! was sent but not answered may have been processed. [`Call`] has the rules.
//!
//! `.policy(&HTTP)` does not compile, because a run with a policy and no judge retries *every* error,
//! even of a POST. A [`Call`] supplies both. To use its rules under another policy, write
//! `.on_outcome(call.judge())` or `.on(call.errors())`.
//!
//! # All requests of a client
//!
//! An [`HttpRetry`] holds policies [mounted](Mounts) by URL prefix, and hooks. An adapter applies it to
//! every request of a client, and puts an [`HttpReport`] into the extensions of the response. A request
//! can have settings of its own: a [`PerRequest`] in its extensions. One that is sent again has its
//! [`ResendCount`] there.
//!
//! `HttpRetry::hedge`, for reqwest and tower, also starts a further attempt while the first is still out.
//!
//! A [budget](HttpRetry#budget) limits the retries to each server, so that many callers do not overload one
//! that is down.
//!
//! | feature | adapter |
//! |---|---|
//! | `reqwest-middleware` | an `HttpRetry` is a middleware of reqwest |
//! | `tower` | an `HttpRetry` is a layer; a `RetryLayer` is one for more types of requests and errors. They work with axum and, with feature `hyper` for the errors, with hyper's client and tonic |
//! | `ureq` | a `UreqSession` sends the requests of an agent |
//!
//! Retry in one place only: when both a call and its client retry, the numbers of attempts multiply.
//!
//! # Rate limits
//!
//! A policy retries the call that was rejected. A [`Gate`] delays the next calls, so that they are not
//! rejected. It works in front of [a single call](Call::gate), or for [the URLs of a
//! client](HttpRetry::gate).
//!
//! # Clients
//!
//! - reqwest (feature `reqwest`): the error of its `error_for_status` has no headers, and so no
//!   `Retry-After`; use [`check`], which keeps it. reqwest also resends a request on its own when an
//!   HTTP/2 server did not process it, up to two times per attempt. To count attempts in one place only,
//!   build the client with `.retry(reqwest::retry::never())`. `reqwest::blocking` is not supported.
//! - reqwest 0.12 (feature `reqwest-012`): the same for its errors, requests and responses, alone or next to
//!   0.13. The middleware is for 0.13 only, since `reqwest-middleware` is so from 0.5 on; with 0.12, and
//!   `reqwest-middleware` 0.4, retry each call with `HTTP.call(..)`. That client resends such requests
//!   of HTTP/2 too, and nothing turns it off.
//! - ureq (feature `ureq`): by default it turns a status of 400 or above into an error without headers. The
//!   status is judged, the hint is lost. To keep the response, use a `ureq_agent`, or configure
//!   `http_status_as_error(false)`.
//! - hyper (feature `hyper`): only the error of hyper's client says that a connection was never made. The
//!   errors of HTTP/2 say it for a request that the server did not process: `REFUSED_STREAM`, GOAWAY.
//! - Other clients: the response must be an `http::Response` or implement [`HttpResponse`]. The error must
//!   be an `io::Error`, have one as its cause, or implement [`ClientError`].
//!
//! Timeouts of the client and attempt timeouts are judged alike: the request may have been sent. An
//! attempt timeout needs an error that can be made from it: an [`HttpError`] or a boxed one, not the
//! client's own.
//!
//! # Errors
//!
//! What an error says about the request is found wherever it is wrapped: in a `Box`, an `anyhow::Error`,
//! an `io::Error::other`, an error type of your own. [`FailureKind::of`] has the rules. Failures before
//! there is a connection prove that nothing was sent. Failures that another attempt cannot fix end the
//! run: a rejected certificate, a port that does not speak TLS, a scheme that the client does not
//! support, a proxy that rejects CONNECT.
//!
//! # Redirects
//!
//! A request that was answered with a redirect has been received, whatever happens to the request that the
//! client sends next. The errors of reqwest and ureq do not say which of the two they belong to. So after
//! such an error a POST is not sent again, even if the connection was refused. To have it sent again,
//! configure the client to follow no redirects, and say so: [`HttpPolicy::no_redirects`].

mod adapter;
mod clients;
mod failure;
mod gate;
mod policy;
mod request;
mod response;
mod routing;

/// The types that compiler messages name.
#[doc(hidden)]
pub mod named_in_messages {
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub use super::adapter::{HedgedAnswer, HedgedExchange};
    #[cfg(any(feature = "reqwest", feature = "reqwest-012"))]
    pub use super::clients::ViaReqwest;
    #[cfg(feature = "tower")]
    pub use super::clients::{Concluding, HttpRun, RequestCall, RequestCopy, RequestSending};
    pub use super::{
        adapter::{
            AtGate, CallJudge, Checked, GateMarker, GatedAttempt, GatedOperation, HttpOutcome,
            Learns, OwnPredicate, RequestBreaker, RequestBudget, Returned,
        },
        failure::{
            AnyError, ConcreteError, DynError, ErasedError, FromHttpError, RaisedFrom, ViaHttpError,
        },
    };
}

/// What the attribute's key `http` expands to. It changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use super::adapter::{
        AsyncCall, AttributeCall, BlockingCall, CheckedOutcome, JudgesChecked, JudgesResponses,
        OutcomeOf, block_at_gate, policy_of, wait_at_gate,
    };
}

#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
pub use self::adapter::HedgedRetry;
#[cfg(feature = "tower")]
pub use self::clients::{
    BoxError, Boxed, HedgedLayer, HedgedService, ResponseFuture, RetryLayer, RetryService,
    ServiceErrors, Unboxed,
};
#[cfg(feature = "ureq")]
pub use self::clients::{SessionRequest, UreqBody, UreqSession, check_body_blocking, ureq_agent};
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "reqwest-012"))]
pub use self::failure::{ReadBody, check_body};
#[cfg(feature = "futures-timer")]
pub use self::gate::DefaultGateWait;
pub use self::{
    adapter::{Call, Exchange, GatedCall, HttpEvent, HttpReport, HttpRetry},
    failure::{ClientError, FailureKind, HttpError, check},
    gate::{Gate, GateWait},
    policy::{Hints, HttpPolicy, HttpSettings},
    request::{HttpRequest, IdempotencyKey, InvalidKey, PerRequest, ResendCount, Target},
    response::{Answer, HttpResponse, RateLimit},
    routing::{InvalidPrefix, Mounts},
};
#[cfg(feature = "tower")]
pub use crate::tower::{CloneAll, CloneRequest};
