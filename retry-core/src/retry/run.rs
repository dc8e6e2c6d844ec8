use core::time::Duration;

#[cfg(target_has_atomic = "64")]
mod ask;
mod ended;

use super::{
    Options, Pause,
    hand_driven::{AcceptOptions, HandDriven, StartOptions},
};
use crate::{
    driver::{Attempt, AttemptStart, Driver, StopReason},
    outcome::{IntoVerdict, Unset, Verdict},
    policy::{Policy, nanos},
    time::{Clock, DefaultTimer, RunClock},
};

/// The state of a retry loop that you write yourself; made by [`Policy::start`].
///
/// For operations that do not fit a closure: those that borrow mutably across attempts, leave the loop
/// with `break` or `?`, or change from attempt to attempt. The rules are those of `retry(..)`:
/// attempts, delays, hints, deadline and reset.
///
/// [`pause`](Run::pause) retries *every* error, so match fatal ones first, or judge errors with
/// [`pause_on`](Run::pause_on) or [`pause_as`](Run::pause_as).
///
/// # Example: a statement over a connection
///
/// ```
/// # #[cfg(feature = "std")] {
/// use core::time::Duration;
/// use retry_core::{Backoff, Policy};
///
/// const POLICY: Policy = Policy::new().attempts(5).backoff(Backoff::constant(Duration::from_millis(1)));
///
/// struct Connection { failures: u32 }
/// impl Connection {
///     fn query(&mut self) -> Result<&'static str, std::io::Error> {
///         if self.failures == 0 { return Ok("rows") }
///         self.failures -= 1;
///         Err(std::io::ErrorKind::ConnectionReset.into())
///     }
/// }
///
/// fn rows(conn: &mut Connection) -> Result<&'static str, std::io::Error> {
///     let mut run = POLICY.start();
///     loop {
///         let pause = match conn.query() {
///             Ok(rows) => return Ok(rows),
///             Err(fatal) if fatal.kind() == std::io::ErrorKind::InvalidInput => return Err(fatal),
///             Err(error) => run.pause(error)?, // hands the error back when it is time to give up
///         };
///         pause.block(); // in async code: `pause.await;`
///     }
/// }
///
/// assert_eq!(rows(&mut Connection { failures: 2 }).unwrap(), "rows");
/// # }
/// ```
///
/// # Example: an error that a hook keeps
///
/// A hook borrows the error. Where something else has to own it (a channel, a list of what went wrong), use
/// the loop, and ask for the pause with `()` in place of the error:
///
/// ```
/// # #[cfg(feature = "std")] {
/// # use core::time::Duration;
/// # use retry_core::Policy;
/// # const POLICY: Policy = Policy::new().backoff(retry_core::Backoff::constant(Duration::from_millis(1)));
/// # fn send() -> Result<u32, std::io::Error> { Err(std::io::ErrorKind::TimedOut.into()) }
/// fn send_all(failures: &mut Vec<std::io::Error>) -> Option<u32> {
///     let mut run = POLICY.start();
///     loop {
///         match send() {
///             Ok(number) => return Some(number),
///             Err(error) => failures.push(error),
///         }
///         // No error to hand back: `Err(())` only says that it is time to give up.
///         let pause = run.pause(()).ok()?;
///         pause.block();
///     }
/// }
///
/// let mut failures = Vec::new();
/// assert_eq!(send_all(&mut failures), None);
/// assert_eq!(failures.len(), 3);
/// # }
/// ```
///
/// To judge the error before it goes, ask first: `let verdict = judge(&error);`, and then
/// `run.pause_as((), verdict)`.
#[derive(Clone, Copy, Debug)]
#[must_use = "a run does nothing until its `pause` is called"]
pub struct Run<T = DefaultTimer, C = Options<Policy, Unset>> {
    pub(crate) options: C,
    driver: Driver,
    began: AttemptStart,
    stop_reason: Option<StopReason>,
    clock: RunClock<T>,
}

impl Policy {
    /// Starts a retry loop that you write yourself; see [`Run`]. The clock starts here.
    pub fn start(self) -> Run {
        let run = Run::new(Options::new(self, Unset), DefaultTimer);
        // Without `std` there is no clock before `timer` gives one.
        #[cfg(feature = "std")]
        let run = run.timer(DefaultTimer);
        run
    }
}

impl<T, C> Run<T, C> {
    /// A run whose clock has not started.
    pub(crate) const fn new(options: C, timer: T) -> Self {
        Self {
            options,
            driver: Driver::new(),
            began: AttemptStart::Unknown,
            stop_reason: None,
            clock: RunClock::new(timer),
        }
    }

    /// The same run with other options.
    pub(super) fn with<D>(self, change: impl FnOnce(C) -> D) -> Run<T, D> {
        Run {
            options: change(self.options),
            driver: self.driver,
            began: self.began,
            stop_reason: self.stop_reason,
            clock: self.clock,
        }
    }

    /// Why the run ended: `None` while it has not. [`Accepted`](StopReason::Accepted) after
    /// [`accept`](Run::accept).
    #[must_use]
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.stop_reason
    }
}

impl<T, C: StartOptions> Run<T, C> {
    /// Replaces clock and sleep, and restarts the run. Call it before the first attempt.
    pub fn timer<U: Clock>(self, timer: U) -> Run<U, C> {
        let mut run = Run::new(self.options, timer);
        run.reset();
        run
    }
}

impl<T: Clock, C: StartOptions> Run<T, C> {
    /// The attempt under way: its number, the time since the start, and the time until the deadline.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        // The first attempt too may begin some time after `start`.
        let elapsed = self.driver.elapsed(&self.clock);
        self.driver.snapshot(self.options.policy(), elapsed)
    }

    /// Starts the run over, so that the next failure is that of a first attempt. Call it after a
    /// success in a loop that never ends, such as one that reads from a stream and reconnects.
    pub fn reset(&mut self) {
        self.driver = Driver::new();
        self.driver.begin_at(self.clock.start());
        self.began = self.start_after(Duration::ZERO);
        self.stop_reason = None;
    }

    /// Ends the run with a success and returns its value. The budget and the hooks of the end hear of a
    /// success only here, so write `break run.accept(rows)` in place of `break rows` if the run has either.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use retry_core::{Event, Policy};
    ///
    /// let mut run = Policy::new().start().name("fetch").on_end(|event: &Event<'_, Result<(), &str>>| {
    ///     assert!(event.reason().is_some());
    /// });
    /// let rows = run.accept("rows");
    /// assert_eq!(rows, "rows");
    /// # }
    /// ```
    pub fn accept<V>(&mut self, value: V) -> V
    where
        C: AcceptOptions,
    {
        self.accept_with(C::accept);
        value
    }

    /// The same for options that `tell` tells of the success, with the time since the start in nanoseconds.
    fn accept_with(&mut self, tell: impl FnOnce(&mut C, &Driver, &dyn Clock, u64)) {
        let elapsed = nanos::from_duration(self.driver.elapsed(&self.clock));
        tell(&mut self.options, &self.driver, &self.clock, elapsed);
        self.stop_reason = Some(StopReason::Accepted);
    }

    /// The pause after an attempt that failed with this error.
    ///
    /// Await it or block on it in a separate statement. Then the borrows of the failed attempt end
    /// before the wait, and an async loop is `Send` even if the error is not.
    ///
    /// # Errors
    ///
    /// The error itself, when it is time to give up; [`stop_reason`](Run::stop_reason) says why.
    pub fn pause<E>(&mut self, error: E) -> Result<Pause<T, C::Budget>, E>
    where
        T: Clone,
        C: HandDriven<Result<(), E>>,
    {
        self.pause_as(error, Verdict::Retry)
    }

    /// Like [`pause`](Run::pause), with a verdict on the error, such as a delay that the callee asked
    /// for.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration;
    /// # use retry_core::{Policy, StopReason, Verdict};
    /// let mut run = Policy::new().start();
    /// let asked = Duration::from_secs(3600);
    /// assert!(run.pause_as("busy", Verdict::RetryAfter(asked)).is_err());
    /// assert!(matches!(run.stop_reason(), Some(StopReason::HintTooLong { .. })));
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The error itself, when it is time to give up.
    pub fn pause_as<E>(
        &mut self,
        error: E,
        verdict: impl IntoVerdict,
    ) -> Result<Pause<T, C::Budget>, E>
    where
        T: Clone,
        C: HandDriven<Result<(), E>>,
    {
        let outcome = Err(error);
        match self.ended(&outcome, verdict.on_error(), || true) {
            Ok(wait) => Ok(self.pause_for(wait)),
            Err(_) => outcome.map(|()| unreachable!("it is an error since the line above")),
        }
    }

    /// Like [`pause_as`](Run::pause_as), with a predicate that gives the verdict, as for `on`.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use retry_core::{Policy, Retryable};
    ///
    /// let mut run = Policy::new().start();
    /// let fatal = std::io::Error::from(std::io::ErrorKind::NotFound);
    /// assert!(run.pause_on(fatal, Retryable::verdict).is_err());
    /// # }
    /// ```
    ///
    /// For a [`Marked`](crate::Marked) error, the same judge asks its mark.
    ///
    /// # Errors
    ///
    /// The error itself, when it is time to give up.
    pub fn pause_on<E, V>(
        &mut self,
        error: E,
        judge: impl FnOnce(&E) -> V,
    ) -> Result<Pause<T, C::Budget>, E>
    where
        T: Clone,
        C: HandDriven<Result<(), E>>,
        V: IntoVerdict,
    {
        let verdict = judge(&error);
        self.pause_as(error, verdict)
    }

    #[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "ureq"))]
    pub(crate) const fn attempt_number(&self) -> u32 {
        self.driver.attempt()
    }

    /// Says that the attempt begins only now: a gate or a service that was not ready has held it.
    #[cfg(feature = "http")]
    pub(crate) fn begin_attempt(&mut self) {
        if self.began != AttemptStart::Unknown {
            let elapsed = self.driver.elapsed(&self.clock);
            self.began = AttemptStart::after(nanos::from_duration(elapsed));
        }
    }

    #[cfg(feature = "http")]
    pub(crate) fn clock(&self) -> &T {
        &self.clock.timer
    }

    /// Lends the options, and the clock that they are asked with.
    #[cfg(feature = "http")]
    pub(crate) fn with_clock<X>(&mut self, then: impl FnOnce(&mut C, &dyn Clock) -> X) -> X {
        then(&mut self.options, &self.clock)
    }
}
