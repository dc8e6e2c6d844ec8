//! Coming from Requests and urllib3: what to write for each option of `Retry`, for adapters, hooks and
//! timeouts, and for the decorators of tenacity and backoff.
//!
//! | in Python | here |
//! |---|---|
//! | `Retry(total, backoff_factor=.., status_forcelist=..)` | [`HttpPolicy::urllib3`], wait for wait |
//! | `total=5` | `attempts(6)`: [the first call counts](#total) |
//! | `connect`, `read`, `status`, `other` | [a predicate](#connect-read-and-status) |
//! | `backoff_factor`, `backoff_max`, `backoff_jitter` | [`Backoff`], `max_delay`, [`Jitter`](#the-waits) |
//! | `status_forcelist` | [`HttpPolicy::statuses`] |
//! | `allowed_methods` | [`HttpPolicy::methods`], [`Call::idempotent`], [a key](#methods) |
//! | `respect_retry_after_header`, `retry_after_max` | [`HttpPolicy::hints`], [`Policy::max_retry_after`] |
//! | `raise_on_status`, `raise_for_status()` | [`HttpPolicy::raise_on_status`](#the-last-answer), [`check`] |
//! | `redirect`, `raise_on_redirect`, `remove_headers_on_redirect` | [the client's own options](#redirects) |
//! | `session.mount(prefix, adapter)` | [`Mounts` in an `HttpRetry`](#mounting), or a policy per API |
//! | a wrapper, a decorator of tenacity or backoff | [a function, `#[retry]`](#wrappers-and-decorators) |
//! | `hooks={"response": ..}`, `before_sleep`, `history`, `logging` | [`on_retry`, `on_stop`](#hooks-and-logging) |
//! | `retry_if_result`, conditions on headers or JSON | [`on_outcome`, `on_ok`](#conditions-on-headers-and-json) |
//! | `timeout=(3.05, 27)` | [the client's timeout, `attempt_timeout`, `deadline`](#timeouts) |
//!
//! Requests retries nothing by default. Here a run retries what its predicate (`on`) says, and every error
//! if it has none. A [`Call`] supplies the predicate for HTTP.
//!
//! ```
//! use core::time::Duration;
//! use http::Method;
//! use retry_core::http::HttpPolicy;
//!
//! // Retry(5, backoff_factor=1, status_forcelist=[500, 502, 503, 504])
//! const HTTP: HttpPolicy = HttpPolicy::urllib3(5, 1.0, [500, 502, 503, 504]);
//!
//! # let _guard = retry_core::testing::no_waits();
//! # let mut statuses = [503, 502, 200].into_iter();
//! # let mut get = |_| -> std::io::Result<_> {
//! #     Ok(http::Response::builder().status(statuses.next().unwrap()).body(()).unwrap())
//! # };
//! let response = HTTP.call(Method::GET).retry(|| get("/items")).call()?;
//! assert_eq!(response.status(), 200);
//! assert!(HTTP.as_policy().delays().eq([0, 2, 4, 8, 16].map(Duration::from_secs)));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The closure can send with any client. The features `reqwest` and `ureq` add the errors and responses of
//! these two. With reqwest, this replaces the session and its adapter:
//!
//! ```
//! # #[cfg(all(feature = "reqwest", feature = "futures-timer"))] {
//! # use http::Method; use retry_core::http::HttpPolicy;
//! # const HTTP: HttpPolicy = HttpPolicy::urllib3(5, 1.0, [500, 502, 503, 504]);
//! async fn items(client: &reqwest::Client) -> reqwest::Result<reqwest::Response> {
//!     HTTP.call(Method::GET).retry(|| client.get("https://api.example.com/items").send()).await
//! }
//! # }
//! ```
//!
//! Most programs should use [`HttpPolicy::new`] instead: its waits have jitter.
//!
//! # `total`
//!
//! It counts retries; `attempts` counts calls, the first included. `total=0` and `total=False` are
//! `attempts(1)`; `total=None` is `unlimited()`, which needs a [`deadline`](crate::Policy::deadline).
//!
//! # `connect`, `read` and `status`
//!
//! There is one count for all failures. To count one kind separately, count in the predicate:
//! [`FailureKind`] says what happened to the request. This does the same as `total=5, read=1`, which
//! allows one lost answer:
//!
//! ```
//! # use std::io; use http::{Method, Response};
//! # use retry_core::{Verdict, retry, http::{FailureKind, HttpPolicy}};
//! const HTTP: HttpPolicy = HttpPolicy::urllib3(5, 0.0, [503]);
//!
//! # let mut calls = 0;
//! # let mut get = |_| -> io::Result<()> { calls += 1; Err(io::ErrorKind::ConnectionReset.into()) };
//! let mut lost = 0;
//! let result = retry(|| get("/items"))
//!     .policy(HTTP.as_policy())
//!     .on(|error| match FailureKind::of(error) {
//!         FailureKind::MaybeSent | FailureKind::ResponseCut if lost == 1 => Verdict::Stop,
//!         kind => {
//!             lost += u32::from(kind != FailureKind::NeverSent);
//!             HTTP.call(Method::GET).failed(&kind)
//!         }
//!     })
//!     .call();
//! assert!(result.is_err());
//! assert_eq!(calls, 2);
//! ```
//!
//! `status=0` is `.statuses([]).hinted_statuses([])`. If `read=0` is given too, only requests that were
//! never sent are sent again, which is `.methods(&[])`.
//!
//! # The waits
//!
//! `backoff_factor` is the first delay of an exponential backoff whose first retry follows at once;
//! `backoff_max`, 120 s in urllib3, is [`max_delay`](crate::Policy::max_delay). `backoff_jitter` adds up to
//! that many seconds and then applies the cap, so clients that have reached the cap all wait the same. A
//! [`Jitter`] spreads them at the cap too. [`Jitter::Full`], the default of [`Policy`], draws from the
//! whole delay; [`Jitter::Equal`] from its upper half:
//!
//! ```
//! # use core::time::Duration; use retry_core::{Jitter, http::HttpPolicy};
//! const EXACT: HttpPolicy = HttpPolicy::urllib3(5, 1.0, [503]);
//! const SPREAD: HttpPolicy = EXACT.policy(
//!     EXACT.as_policy().max_delay(Duration::from_secs(10)).jitter(Jitter::Equal),
//! );
//! let longest = SPREAD.as_policy().delays().max();
//! assert!(longest <= Some(Duration::from_secs(10)));
//! # assert!(longest >= Some(Duration::from_secs(5)));
//! ```
//!
//! # Methods
//!
//! The default is that of urllib3: DELETE, GET, HEAD, OPTIONS, PUT, TRACE. `allowed_methods={"GET"}` is
//! `.methods(&[Method::GET])`; an empty list means none. There is no switch like `allowed_methods=None`,
//! because it sends orders twice. Say `idempotent()` for a call that may be repeated, or send a key:
//!
//! ```
//! # use http::Method; use retry_core::http::{HttpPolicy, IdempotencyKey};
//! const HTTP: HttpPolicy = HttpPolicy::urllib3(5, 1.0, [503]);
//! let search = HTTP.call(Method::POST).idempotent();
//! let order = HTTP.call(Method::POST).key(&IdempotencyKey::random());
//! assert!(search.may_repeat() && order.may_repeat());
//! assert!(!HTTP.call(Method::POST).may_repeat());
//! ```
//!
//! `respect_retry_after_header=False` is `.hints(Hints::Ignored)`. A hint above `max_retry_after`, 60 s
//! by default and 6 h in the preset, ends the run at once, so that the caller does not have to wait.
//!
//! # The last answer
//!
//! After the last attempt the caller gets the last response and can read its status and body. With
//! `raise_on_status`, which the preset turns on, it becomes an error:
//!
//! ```
//! # use http::{Method, Response}; use retry_core::{testing, http::{HttpError, HttpPolicy}};
//! # let _guard = testing::no_waits();
//! const HTTP: HttpPolicy = HttpPolicy::urllib3(2, 1.0, [503]);
//! # let get = |_| -> Result<_, HttpError> { let mut r = Response::new(()); *r.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE; Ok(r) };
//! let error = HTTP.call(Method::GET).retry(|| get("/items")).call().unwrap_err();
//! assert_eq!(error.status().unwrap(), 503);
//! ```
//!
//! To retry reading the body too, which urllib3 does not do, make it part of the operation, and [`check`]
//! the status there instead of calling `raise_for_status()`:
//!
//! ```
//! # use http::{Method, Response}; use retry_core::http::{HttpError, HttpPolicy, check};
//! const HTTP: HttpPolicy = HttpPolicy::new();
//! # let get = |_| -> Result<_, HttpError> { Ok(Response::new("42 items")) };
//! let body = HTTP
//!     .call(Method::GET)
//!     .retry_checked(|| -> Result<_, HttpError> { Ok(check(get("/items")?)?.into_body()) })
//!     .call()?;
//! assert_eq!(body, "42 items");
//! # Ok::<(), HttpError>(())
//! ```
//!
//! # Redirects
//!
//! Clients follow redirects themselves, and a redirect does not count as an attempt: `redirect=5` is
//! `reqwest::redirect::Policy::limited(5)` in reqwest's `ClientBuilder`, and `max_redirects(5)` in ureq's
//! configuration. A request that was redirected too often is not retried.
//!
//! # Mounting
//!
//! [`Mounts`] is the session's table: policies by URL prefix. The longest matching prefix counts, and
//! requests that match no prefix are not retried.
//!
//! ```
//! # use retry_core::{Policy, http::{HttpPolicy, HttpRetry, Mounts}};
//! // session.mount("https://", HTTPAdapter(max_retries=USUAL)), and so on
//! const USUAL: HttpPolicy = HttpPolicy::urllib3(2, 1.0, [502, 503, 504]);
//! const SEARCH: HttpPolicy = HttpPolicy::new().policy(Policy::new().attempts(5));
//!
//! let mounts = Mounts::new()
//!     .mount("https://", USUAL)
//!     .mount("https://api.example.com/search/", SEARCH);
//! assert_eq!(mounts.find_text("https://api.example.com/search/tea"), Some(&SEARCH));
//! assert_eq!(mounts.find_text("https://api.example.com/orders"), Some(&USUAL));
//! assert_eq!(mounts.find_text("http://localhost:8080/search/tea"), None);
//!
//! let retry = HttpRetry::new(mounts);
//! # let mut plain = http::Request::get("http://localhost:8080/search/tea").body(())?;
//! # assert!(retry.begin(&mut plain, None).is_none());
//! # let mut secure = http::Request::get("https://localhost/").body(())?;
//! # assert!(retry.begin(&mut secure, None).is_some());
//! # Ok::<(), http::Error>(())
//! ```
//!
//! Prefixes are compared as URLs, not as strings as in Requests: `https://api.example.com` matches neither
//! `https://api.example.com.evil.com` nor any port but the default one of its scheme.
//!
//! An [`HttpRetry`] is the adapter: `ClientBuilder::new(client).with(retry)` of reqwest-middleware
//! (feature `reqwest-middleware`), `UreqSession::new(agent, retry)` (feature `ureq`),
//! `ServiceBuilder::new().layer(retry)` of tower (feature `tower`). To override it for one request, put a
//! [`PerRequest`] into the request's extensions.
//!
//! Without an adapter, make the policy of each API a `const` next to the functions that call that API. It
//! cannot be mounted in the wrong place.
//!
//! # Wrappers and decorators
//!
//! A wrapper of your own becomes a function, a decorator becomes the attribute: `stop_after_attempt` and
//! `max_tries` are `attempts`, `stop_after_delay` and `max_time` are `deadline`,
//! `wait_random_exponential(multiplier=1, max=60)` is `backoff = 1.0, max_delay = 60s`,
//! `retry_if_exception_type` and a negated `giveup` are `on`, `retry_error_callback` is what you do with
//! the `Err`. You get the last error itself, so there is no `RetryError` and no `reraise`.
//!
//! ```
//! # #[cfg(feature = "macros")] {
//! # use http::{Method, Response}; use retry_core::{retry, http::{HttpError, HttpPolicy, check}};
//! # struct Client; impl Client { fn get(&self, _: &str) -> Result<Response<String>, HttpError> { Ok(Response::new(String::new())) } }
//! const HTTP: HttpPolicy = HttpPolicy::new();
//!
//! #[retry(policy = HTTP.as_policy(), attempts = 8, on = HTTP.call(Method::GET).errors())]
//! fn items(client: &Client) -> Result<String, HttpError> {
//!     Ok(check(client.get("/items")?)?.into_body())
//! }
//! # assert!(items(&Client).is_ok());
//! # }
//! ```
//!
//! The defaults differ: tenacity's `@retry` retries for ever without waiting; `#[retry]` makes three
//! attempts, with waits.
//!
//! # Hooks and logging
//!
//! [`on_retry`](crate::Retry::on_retry) is called before each wait, [`on_stop`](crate::Retry::on_stop)
//! when a run gives up. Nothing else is logged. To look at every response, do it in the operation.
//!
//! ```
//! # use http::{Method, Response}; use retry_core::{Event, http::HttpPolicy, testing};
//! # let _guard = testing::no_waits(); const HTTP: HttpPolicy = HttpPolicy::new();
//! # type Outcome = std::io::Result<Response<()>>;
//! # let get = |_| -> Outcome { Ok(Response::builder().status(503).body(()).unwrap()) };
//! fn log(event: &Event<'_, Outcome>) {
//!     let status = event.value().map(|response| response.status());
//!     match event.reason() {
//!         None => eprintln!("{status:?}, again in {:?}", event.delay().unwrap_or_default()),
//!         Some(reason) => eprintln!("{status:?}, gave up: {reason}"),
//!     }
//! }
//! # let ended =
//! HTTP.call(Method::GET).retry(|| get("/items")).on_retry(log).on_stop(log).call();
//! # assert!(ended.is_ok());
//! ```
//!
//! # Conditions on headers and JSON
//!
//! `on_outcome` sees the response, and here leaves all other outcomes to the judge of the [`Call`]; `on_ok`
//! sees the value that was read.
//!
//! ```
//! # use http::{Method, Response}; use retry_core::{Verdict, retry, http::{HttpError, HttpPolicy, check}, testing};
//! # let _guard = testing::no_waits(); let mut ages = [90, 0].into_iter();
//! # let mut get = |_| Response::builder().header("age", ages.next().unwrap()).body(());
//! const HTTP: HttpPolicy = HttpPolicy::new();
//! let judge = HTTP.call(Method::GET).judge();
//! let fresh = retry(|| get("/rates"))
//!     .policy(HTTP.as_policy())
//!     .on_outcome(|outcome| match outcome {
//!         Ok(response) if response.headers()["age"] != "0" => Verdict::Retry,
//!         outcome => judge(outcome),
//!     })
//!     .call()?;
//! assert_eq!(fresh.headers()["age"], "0");
//!
//! # #[derive(Debug, PartialEq)] enum State { Pending, Done } let mut states = [State::Pending, State::Done].into_iter();
//! # let mut read_json = |_| -> Result<_, HttpError> { Ok(check(Response::new(states.next().unwrap()))?.into_body()) };
//! let state = HTTP
//!     .call(Method::GET)
//!     .retry_checked(|| read_json("/job"))
//!     .on_ok(|state| *state == State::Pending)
//!     .call();
//! assert_eq!(state.unwrap(), State::Done);
//! # Ok::<(), http::Error>(())
//! ```
//!
//! # Timeouts
//!
//! | limit | where |
//! |---|---|
//! | for connecting, for one request | in the client: `connect_timeout` and `timeout` of reqwest, `timeout_connect` and `timeout_global` of ureq. reqwest has none by default |
//! | for one attempt with everything in it | [`attempt_timeout`](crate::Retry::attempt_timeout), async only |
//! | for all attempts and waits | [`deadline`](crate::Policy::deadline): no attempt begins after it |
//!
//! A timeout of the client and an attempt timeout both count as a lost answer, and a timeout while
//! connecting as a request that was never sent.
//!
//! ```
//! # use core::{future::pending, time::Duration}; use http::Method;
//! # use retry_core::{http::{HttpError, HttpPolicy}, testing::ManualClock};
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! # const HTTP: HttpPolicy = HttpPolicy::new();
//! # let (clock, get) = (ManualClock::new(), |_| pending::<Result<(), HttpError>>());
//! let report = HTTP
//!     .call(Method::GET)
//!     .retry_checked(|| get("/items"))
//!     .attempt_timeout(Duration::from_secs(5))
//! #   .timer(&clock)
//!     .report()
//!     .await;
//! assert_eq!(report.attempts, 3);
//! # });
//! ```
//!
//! [`check`]: crate::http::check
//! [`Backoff`]: crate::Backoff
//! [`Jitter`]: crate::Jitter
//! [`Jitter::Equal`]: crate::Jitter::Equal
//! [`Jitter::Full`]: crate::Jitter::Full
//! [`Policy`]: crate::Policy
//! [`Policy::max_retry_after`]: crate::Policy::max_retry_after
//! [`Call`]: crate::http::Call
//! [`Call::idempotent`]: crate::http::Call::idempotent
//! [`FailureKind`]: crate::http::FailureKind
//! [`HttpPolicy::hints`]: crate::http::HttpPolicy::hints
//! [`HttpPolicy::methods`]: crate::http::HttpPolicy::methods
//! [`HttpPolicy::new`]: crate::http::HttpPolicy::new
//! [`HttpPolicy::statuses`]: crate::http::HttpPolicy::statuses
//! [`HttpPolicy::urllib3`]: crate::http::HttpPolicy::urllib3
//! [`HttpRetry`]: crate::http::HttpRetry
//! [`Mounts`]: crate::http::Mounts
//! [`PerRequest`]: crate::http::PerRequest
