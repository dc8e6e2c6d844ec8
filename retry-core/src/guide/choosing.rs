//! Choosing a policy: seven errands, what each can bear, and when not to retry at all.
//!
//! Who waits, and how long? May the callee be asked twice? What ends the run when nothing else does?
//!
//! | errand | attempts | nominal waits | jitter | takes at most |
//! |---|---|---|---|---|
//! | [request handler](#a-request-handler) | 3 | 50, 100 ms | full | 800 ms, attempts included |
//! | [third-party API](#a-third-party-api) | 5 | 0.2, 0.4, 0.8, 1.6 s | full | 30 s and one attempt |
//! | [background job](#a-background-job) | 10 | 1, 2, 4 … 256 s | full | 511 s of waits |
//! | [poll until done](#poll-until-done) | unlimited | 1, 1.5, 2.25 … 10 s | 10 % | 5 min and one attempt |
//! | [reconnecting stream](#a-stream-that-reconnects) | unlimited | 0.5, 1, 2 … 30 s | full | no end; 30 s of wait at a time |
//! | [database transaction](#a-database-transaction) | 5 | 10, 20, 40, 80 ms | full | 150 ms of waits |
//! | [POST that is billed](#a-rate-limited-post-that-is-billed) | 4 | 1, 2, 4 s, or as asked | full | 5 min and one attempt |
//!
//! Full jitter draws each wait from zero up to its nominal, half of it on average: only a callee that
//! asks for more is given more.
//!
//! Every figure here is asserted by the code beside it. `nominal` stands for:
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
//! Somebody looks at a spinner, so the time is what is given and all else fits into it. In async code a
//! deadline beside an attempt timeout bounds the whole: the last attempt gets what is left. Blocking code
//! gives the client a timeout, and takes at most the deadline and one attempt.
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
//! // Every attempt hung, and the caller was told in time.
//! assert!(offers.is_err());
//! assert!(elapsed <= Duration::from_millis(800));
//! # });
//! # }
//! ```
//!
//! # A third-party API
//!
//! It has limits and says so: obey `Retry-After`, and do not wait for one that does not fit. Retry what
//! passes, and only what may be asked twice; `retry_core::http` knows both.
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
//! // The partner asked for 40 s. The answer is handed back now, not in half a minute.
//! assert_eq!((report.attempts, report.stop), (1, StopReason::Deadline));
//! # }
//! ```
//!
//! # A background job
//!
//! Nobody waits, so be patient: long enough for a deployment on the other side. What fails after that
//! goes back to the queue, or to a person.
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
//! "Not yet" is a success, which `on_ok` refuses. A deadline ends it, since nobody knows how many polls
//! it takes; without `exhausted` a job that is not done would come back as `Ok`. Little jitter: the
//! polls of one caller are no crowd.
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
//! // But for jitter: seven polls in the first 21 s, then one every 10 s.
//! assert_eq!(polls.get(), 34);
//! # assert_eq!(clock.waits()[..3], [1000, 1500, 2250].map(Duration::from_millis));
//! # assert_eq!((clock.waits()[..6].iter().sum::<Duration>().as_secs(), clock.waits()[6].as_secs()), (20, 10));
//! # }
//! ```
//!
//! # A stream that reconnects
//!
//! It has no last attempt: a connection that held for a while starts the backoff afresh, and only an
//! error that cannot pass ends the run. The jitter matters most here, for when the server restarts,
//! all its clients come back.
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
//! // The third connection held for 90 s: after it the waits began again.
//! assert_eq!(waits, [500, 1000, 500, 1000].map(Duration::from_millis));
//! # }
//! ```
//!
//! # A database transaction
//!
//! Two transactions collide and one is rolled back: a few quick attempts, spread by jitter, or they
//! collide again. Retry the whole transaction, from its `begin`, never a statement in it. A connection
//! that is lost during `commit` leaves open whether it was done: no retry, unless doing it twice does no
//! harm.
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
//! // In SQL's own words: serialization failure, and PostgreSQL's deadlock detected.
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
//! Each call costs money, so a call that may have been done is not done again: a timeout, a broken
//! connection or a 502 end the run. Two things change that: a status by which this server says that it
//! has not acted, and an `IdempotencyKey`, where the server knows that header.
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
//! // 120 s were asked for each time: twice that fits into the five minutes.
//! assert_eq!((report.attempts, report.stop), (3, StopReason::Deadline));
//! assert_eq!(BILLED.call(Method::POST).failed(&FailureKind::MaybeSent), Verdict::Stop);
//! # assert_eq!(nominal(*BILLED.as_policy()), [1, 2, 4].map(Duration::from_secs));
//! # assert!(clock.now() < Duration::from_secs(300));
//! # }
//! ```
//!
//! This retries the call that was refused. Where many calls share the limit, the next ones are better
//! held than refused: by a [`Gate`](crate::http::Gate), which learns from each answer.
//!
//! # When not to retry
//!
//! **At more than one layer.** Attempts multiply. Three layers of three attempts are 27 calls of the
//! one at the bottom, which was in trouble before. Retry in the layer next to the failure, or in the
//! outermost one, and look at what the client, the proxy and the mesh do already.
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
//! **A 4xx, by reflex.** It says that the request is wrong, and the next one is the same request. 408,
//! 425 and 429 speak of time and are in the default list; a 404 is worth another look only where
//! something is about to appear, and then it is a poll.
//!
//! **Without an end.** `unlimited` wants a deadline, a schedule or a predicate beside it; the attribute
//! refuses it alone:
//!
//! ```compile_fail
//! #[retry_core::retry(attempts = unlimited)]
//! fn fetch() -> Option<()> { None }
//! ```
//!
//! **What must not happen twice.** An answer that is lost and a request that is lost look the same. So
//! make it idempotent (a key, a unique constraint, an absolute value in place of a difference), or hand
//! the error on.
