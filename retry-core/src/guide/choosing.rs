//! Choosing a policy: seven use cases, the figures that suit each, and when not to retry at all.
//!
//! Three questions decide: who is waiting, and for how long? May the callee be asked twice? What ends
//! the run if no attempt succeeds?
//!
//! | use case | attempts | nominal waits | jitter | takes at most |
//! |---|---|---|---|---|
//! | [request handler](#a-request-handler) | 3 | 50, 100 ms | full | 800 ms, attempts included |
//! | [third-party API](#a-third-party-api) | 5 | 0.2, 0.4, 0.8, 1.6 s | full | 30 s and one attempt |
//! | [background job](#a-background-job) | 10 | 1, 2, 4 … 256 s | full | 511 s of waits |
//! | [poll until done](#poll-until-done) | unlimited | 1, 1.5, 2.25 … 10 s | 10 % | 5 min and one attempt |
//! | [reconnecting stream](#a-stream-that-reconnects) | unlimited | 0.5, 1, 2 … 30 s | full | no end; 30 s of wait at a time |
//! | [database transaction](#a-database-transaction) | 5 | 10, 20, 40, 80 ms | full | 150 ms of waits |
//! | [POST that is billed](#a-rate-limited-post-that-is-billed) | 4 | 1, 2, 4 s, or as asked | full | 5 min and one attempt |
//!
//! With full jitter each wait is random from zero up to the nominal one, half of it on average. It is
//! longer only if the callee asks for more.
//!
//! The code in each section asserts its figures. All of it uses this function:
//!
//! ```
//! use core::time::Duration;
//! use retry_core::{Jitter, Policy};
//!
//! fn nominal(policy: Policy) -> Vec<Duration> {
//!     policy.jitter(Jitter::None).delays_with(0).collect()
//! }
//! assert_eq!(nominal(Policy::new()), [100, 200].map(Duration::from_millis));
//! ```
//!
//! # A request handler
//!
//! Somebody is looking at a spinner, so start from the time they will wait and fit the attempts into it.
//! In async code, a deadline with an attempt timeout limits the total: the last attempt gets the time that
//! is left. In blocking code, set a timeout on the client; a run then takes at most the deadline plus one
//! attempt.
//!
//! ```
//! # #[cfg(feature = "std")] {
//! # use core::{future::pending, time::Duration};
//! # use retry_core::{Backoff, Jitter, Policy, Retryable, testing::ManualClock, time::Clock};
//! # fn nominal(policy: Policy) -> Vec<Duration> { policy.jitter(Jitter::None).delays_with(0).collect() }
//! const ON_REQUEST: Policy = Policy::new()
//!     .backoff(Backoff::exponential(Duration::from_millis(50)))
//!     .deadline(Duration::from_millis(800));
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! # let clock = ManualClock::new();
//! # let offers = || pending::<std::io::Result<()>>();
//! let offers = ON_REQUEST
//!     .retry(|| offers())
//!     .attempt_timeout(Duration::from_millis(300))
//!     .on(Retryable::verdict)
//! #   .timer(&clock)
//!     .await;
//!
//! # let elapsed = clock.now();
//! assert_eq!(nominal(ON_REQUEST), [50, 100].map(Duration::from_millis));
//! // Every attempt hung, and the caller still got an answer in time.
//! assert!(offers.is_err());
//! assert!(elapsed <= Duration::from_millis(800));
//! # });
//! # }
//! ```
//!
//! # A third-party API
//!
//! It has rate limits and announces them: obey `Retry-After`, and give up at once if it is longer than
//! you can wait. Retry only failures that pass, and only requests that may be sent twice;
//! `retry_core::http` knows which those are.
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use core::time::Duration; use http::{Method, Response};
//! # use retry_core::{Backoff, Jitter, Policy, StopReason, http::HttpPolicy};
//! # fn nominal(policy: Policy) -> Vec<Duration> { policy.jitter(Jitter::None).delays_with(0).collect() }
//! const PARTNER: HttpPolicy = HttpPolicy::new().policy(
//!     Policy::new()
//!         .attempts(5)
//!         .backoff(Backoff::exponential(Duration::from_millis(200)))
//!         .deadline(Duration::from_secs(30)),
//! );
//!
//! # let get = |_| std::io::Result::Ok(Response::builder().status(503).header("retry-after", "40").body(()).unwrap());
//! let report = PARTNER.call(Method::GET).retry(|| get("/rates")).report().call();
//!
//! assert_eq!(nominal(*PARTNER.as_policy()), [200, 400, 800, 1600].map(Duration::from_millis));
//! // The partner asked for 40 s, more than the deadline leaves. The run ends now, not in half a minute.
//! assert_eq!((report.attempts, report.stop), (1, StopReason::Deadline));
//! # }
//! ```
//!
//! # A background job
//!
//! Nobody is waiting, so be patient: retry for long enough to outlast a deployment on the other side. If
//! the job still fails, put it back into the queue or report it to a person.
//!
//! ```
//! # #[cfg(all(feature = "macros", feature = "std"))] {
//! # use core::time::Duration;
//! # use retry_core::{Backoff, Jitter, Policy, Retryable, retry};
//! # fn nominal(policy: Policy) -> Vec<Duration> { policy.jitter(Jitter::None).delays_with(0).collect() }
//! const JOB: Policy = Policy::new()
//!     .attempts(10)
//!     .backoff(Backoff::exponential(Duration::from_secs(1)).max_delay(Duration::from_secs(300)));
//!
//! #[retry(policy = JOB, on = Retryable::verdict)]
//! fn export() -> std::io::Result<()> {
//!     Ok(())
//! }
//! # export().unwrap();
//! let waits = nominal(JOB);
//! assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256].map(Duration::from_secs));
//! assert_eq!(waits.iter().sum::<Duration>(), Duration::from_secs(511));
//! # }
//! ```
//!
//! # Poll until done
//!
//! "Not yet" is a success value, so `on_ok` says to retry it. The end is a deadline, since nobody knows
//! how many polls it takes. Without `exhausted`, a job that is not done by then would come back as `Ok`.
//! A single caller needs little jitter.
//!
//! ```
//! # #[cfg(feature = "std")] {
//! # use core::{cell::Cell, time::Duration};
//! # use retry_core::{Backoff, Jitter, Policy, testing::ManualClock};
//! # let polls = Cell::new(0); let clock = ManualClock::new();
//! # let status = || { polls.set(polls.get() + 1); Ok("running") };
//! const POLL: Policy = Policy::new()
//!     .unlimited()
//!     .backoff(Backoff::exponential(Duration::from_secs(1)).factor(1.5))
//!     .max_delay(Duration::from_secs(10))
//!     .jitter(Jitter::Ratio(0.1))
//!     .deadline(Duration::from_secs(300));
//!
//! let job = POLL
//!     .retry(|| status())
//! #   .jitter(Jitter::None).timer(&clock)
//!     .on_ok(|state| *state == "running")
//!     .exhausted(|state| Err(format!("still {state}")))
//!     .call();
//!
//! assert_eq!(job, Err("still running".to_owned()));
//! // Without jitter: seven polls in the first 21 s, then one every 10 s.
//! assert_eq!(polls.get(), 34);
//! # assert_eq!(clock.waits()[..3], [1000, 1500, 2250].map(Duration::from_millis));
//! # assert_eq!((clock.waits()[..6].iter().sum::<Duration>().as_secs(), clock.waits()[6].as_secs()), (20, 10));
//! # }
//! ```
//!
//! # A stream that reconnects
//!
//! It has no last attempt: only an error that will not go away ends the run. A connection that held for
//! a while resets the backoff. Jitter matters most here: when the server restarts, all its clients
//! reconnect.
//!
//! ```
//! # #[cfg(feature = "std")] {
//! # use core::time::Duration;
//! # use retry_core::{Backoff, Jitter, Policy, testing::ManualClock};
//! #[derive(Debug, PartialEq)]
//! enum Broken { Lost, Forbidden }
//!
//! const STREAM: Policy = Policy::new()
//!     .unlimited()
//!     .backoff(Backoff::exponential(Duration::from_millis(500)).max_delay(Duration::from_secs(30)))
//!     .reset_after(Duration::from_secs(60));
//!
//! # let clock = ManualClock::new(); let mut connects = 0;
//! # let mut follow = || {
//! #     connects += 1;
//! #     if connects == 3 { clock.advance(Duration::from_secs(90)) }
//! #     Err::<(), _>(if connects == 5 { Broken::Forbidden } else { Broken::Lost })
//! # };
//! let ended = STREAM
//!     .retry(|| follow())
//! #   .jitter(Jitter::None).timer(&clock)
//!     .on(|error| *error == Broken::Lost)
//!     .call();
//!
//! # let waits = clock.waits();
//! # assert_eq!(STREAM.jitter(Jitter::None).delays_with(0).nth(6), Some(Duration::from_secs(30)));
//! assert_eq!(ended, Err(Broken::Forbidden));
//! // The third connection held for 90 s, so the waits started again from 500 ms.
//! assert_eq!(waits, [500, 1000, 500, 1000].map(Duration::from_millis));
//! # }
//! ```
//!
//! # A database transaction
//!
//! Two transactions collide and one is rolled back. A few quick attempts are enough, with jitter, or the
//! two collide again. Retry the whole transaction from its `begin`, never a single statement. If the
//! connection is lost during `commit`, nobody knows whether the transaction was committed: do not retry
//! it, unless committing it twice does no harm.
//!
//! ```
//! # #[cfg(all(feature = "macros", feature = "std"))] {
//! # use core::time::Duration;
//! # use retry_core::{Backoff, Jitter, Policy, retry};
//! # fn nominal(policy: Policy) -> Vec<Duration> { policy.jitter(Jitter::None).delays_with(0).collect() }
//! # #[derive(Debug)] struct DbError { sqlstate: &'static str }
//! # struct Db { collisions: u32 }
//! # struct Transaction<'a>(&'a mut Db);
//! # impl Db { fn begin(&mut self) -> Result<Transaction<'_>, DbError> { Ok(Transaction(self)) } }
//! # impl Transaction<'_> {
//! #     fn add(&mut self, _: &str, _: i64) -> Result<(), DbError> { Ok(()) }
//! #     fn commit(self) -> Result<(), DbError> {
//! #         if self.0.collisions == 0 { return Ok(()) }
//! #         self.0.collisions -= 1;
//! #         Err(DbError { sqlstate: "40001" })
//! #     }
//! # }
//! const TRANSACTION: Policy =
//!     Policy::new().attempts(5).backoff(Backoff::exponential(Duration::from_millis(10)));
//!
//! // SQLSTATE 40001 is a serialization failure, 40P01 is PostgreSQL's "deadlock detected".
//! #[retry(policy = TRANSACTION, on = |error| matches!(error.sqlstate, "40001" | "40P01"))]
//! fn transfer(db: &mut Db, cents: i64) -> Result<(), DbError> {
//!     let mut transaction = db.begin()?;
//!     transaction.add("ada", -cents)?;
//!     transaction.add("bob", cents)?;
//!     transaction.commit()
//! }
//!
//! assert!(transfer(&mut Db { collisions: 2 }, 500).is_ok());
//! assert_eq!(nominal(TRANSACTION).iter().sum::<Duration>(), Duration::from_millis(150));
//! # }
//! ```
//!
//! # A rate-limited POST that is billed
//!
//! Each call costs money, so a call that the server may have carried out is not repeated: a timeout, a
//! broken connection or a 502 ends the run. There are two exceptions: a status by which this server says
//! that it did nothing, and an `IdempotencyKey`, if the server supports that header.
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use core::time::Duration; use http::{Method, Response};
//! # use retry_core::{Backoff, Jitter, Policy, StopReason, Verdict, http::{FailureKind, HttpPolicy}};
//! # use retry_core::{testing::ManualClock, time::Clock};
//! # fn nominal(policy: Policy) -> Vec<Duration> { policy.jitter(Jitter::None).delays_with(0).collect() }
//! const BILLED: HttpPolicy = HttpPolicy::new()
//!     .policy(
//!         Policy::new()
//!             .attempts(4)
//!             .backoff(Backoff::exponential(Duration::from_secs(1)))
//!             .max_retry_after(Duration::from_secs(120))
//!             .deadline(Duration::from_secs(300)),
//!     )
//!     .any_method_statuses([429]);
//!
//! # let clock = ManualClock::new();
//! # let post = |_| std::io::Result::Ok(Response::builder().status(429).header("retry-after", "120").body(()).unwrap());
//! let report = BILLED
//!     .call(Method::POST)
//!     .retry(|| post("/completions"))
//! #   .timer(&clock)
//!     .report()
//!     .call();
//!
//! // The server asked for 120 s each time, and two such waits fit into the five minutes.
//! assert_eq!((report.attempts, report.stop), (3, StopReason::Deadline));
//! assert_eq!(BILLED.call(Method::POST).failed(&FailureKind::MaybeSent), Verdict::Stop);
//! # assert_eq!(nominal(*BILLED.as_policy()), [1, 2, 4].map(Duration::from_secs));
//! # assert!(clock.now() < Duration::from_secs(300));
//! # }
//! ```
//!
//! This retries the call that was rejected. If many calls share the limit, hold the next ones back with a
//! [`Gate`](crate::http::Gate), which learns from each answer, instead of letting each be rejected.
//!
//! # When not to retry
//!
//! **At more than one layer.** Attempts multiply. Three layers with three attempts each make 27 calls to
//! the service at the bottom, which was already in trouble. Retry in the layer next to the failure or in
//! the outermost one, and check what the client, the proxy and the service mesh already retry.
//!
//! ```
//! # #[cfg(feature = "std")] {
//! # use retry_core::{retry, testing};
//! # let _guard = testing::no_waits();
//! let mut calls = 0;
//! let mut database = || { calls += 1; Err::<(), _>("down") };
//! let mut service = || retry(|| database()).call();
//! let mut gateway = || retry(|| service()).call();
//! assert!(retry(|| gateway()).call().is_err());
//! assert_eq!(calls, 3 * 3 * 3);
//! # }
//! ```
//!
//! **Every 4xx.** It means that the request is wrong, and the next attempt sends the same request. 408, 425
//! and 429 are about timing, and are in the default list. Retry a 404 only to wait for something that is
//! about to appear, and then it is a poll.
//!
//! **Without an end.** `unlimited` needs a deadline, a schedule or a predicate with it. The attribute
//! rejects it on its own:
//!
//! ```compile_fail
//! #[retry_core::retry(attempts = unlimited)]
//! fn fetch() -> Option<()> { None }
//! ```
//!
//! **What must not happen twice.** A lost answer and a lost request look the same to the caller. So make
//! the operation idempotent (a key, a unique constraint, an absolute value instead of a difference), or
//! return the error.
