use core::time::Duration;

use super::Pause;
use crate::{
    driver::{Attempt, AttemptStart, Driver, StopReason},
    outcome::{IntoVerdict, Verdict},
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
pub struct Run<T = DefaultTimer> {
    policy: Policy,
    driver: Driver,
    began: AttemptStart,
    stop_reason: Option<StopReason>,
    clock: RunClock<T>,
}

/// A failed attempt, for events and reports, and what follows it.
#[cfg_attr(
    not(feature = "http"),
    allow(dead_code, reason = "only the adapters of HTTP have events here")
)]
pub(crate) struct Failed {
    /// The wait in nanoseconds, or the end of the run.
    pub(crate) next: Result<u64, StopReason>,
    pub(crate) attempt: u32,
    pub(crate) elapsed: Duration,
    /// Whether the attempt started the run over.
    pub(crate) was_reset: bool,
}

impl Policy {
    /// Starts a retry loop that you write yourself; see [`Run`]. The clock starts here.
    pub fn start(self) -> Run {
        let run = Run::new(self, DefaultTimer);
        // Without `std` there is no clock before `timer` gives one.
        #[cfg(feature = "std")]
        let run = run.timer(DefaultTimer);
        run
    }
}

impl<T> Run<T> {
    /// A run whose clock has not started.
    const fn new(policy: Policy, timer: T) -> Self {
        Self {
            policy,
            driver: Driver::new(),
            began: AttemptStart::UNKNOWN,
            stop_reason: None,
            clock: RunClock::new(timer),
        }
    }

    /// Replaces clock and sleep, and restarts the run. Call it before the first attempt.
    pub fn timer<U: Clock>(self, timer: U) -> Run<U> {
        let mut run = Run::new(self.policy, timer);
        run.reset();
        run
    }

    /// Why the run gave up: `None` while it has not.
    #[must_use]
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.stop_reason
    }
}

impl<T: Clock> Run<T> {
    /// The attempt under way: its number, the time since the start, and the time until the deadline.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        // The first attempt too may begin some time after `start`.
        let elapsed = self.driver.elapsed(&self.clock);
        self.driver.snapshot(&self.policy, elapsed)
    }

    /// Starts the run over, so that the next failure is that of a first attempt. Call it after a
    /// success in a loop that never ends, such as one that reads from a stream and reconnects.
    pub fn reset(&mut self) {
        self.driver = Driver::new();
        self.driver.begin_at(self.clock.start());
        self.began = self.start_after(Duration::ZERO);
        self.stop_reason = None;
    }

    /// The pause after an attempt that failed with this error.
    ///
    /// Await it or block on it in a separate statement. Then the borrows of the failed attempt end
    /// before the wait, and an async loop is `Send` even if the error is not.
    ///
    /// # Errors
    ///
    /// The error itself, when it is time to give up; [`stop_reason`](Run::stop_reason) says why.
    pub fn pause<E>(&mut self, error: E) -> Result<Pause<T>, E>
    where
        T: Clone,
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
    pub fn pause_as<E>(&mut self, error: E, verdict: impl IntoVerdict) -> Result<Pause<T>, E>
    where
        T: Clone,
    {
        match self.fail(verdict.on_error()).next {
            Ok(wait) => Ok(self.pause_for(wait)),
            Err(_) => Err(error),
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
    pub fn pause_on<E, V>(&mut self, error: E, judge: impl FnOnce(&E) -> V) -> Result<Pause<T>, E>
    where
        T: Clone,
        V: IntoVerdict,
    {
        let verdict = judge(&error);
        self.pause_as(error, verdict)
    }

    #[cfg(feature = "http")]
    pub(crate) fn clock(&self) -> &T {
        &self.clock.timer
    }

    /// Decides what follows a failed attempt.
    pub(crate) fn fail(&mut self, verdict: Verdict) -> Failed {
        let (policy, now) = (&self.policy, self.clock.read());
        let (elapsed, was_reset) = self.driver.failed_after(policy, now, self.began);
        let mut seed = || self.clock.entropy();
        let next = self
            .driver
            .decide(policy, &verdict, elapsed, &mut seed, None);
        match next {
            // A loop does not say when its next attempt begins: assume right after the pause.
            Ok(wait) => self.began = self.start_after(self.driver.sleep_for(wait)),
            Err(reason) => self.stop_reason = Some(reason),
        }
        Failed {
            next,
            attempt: self.driver.failed_attempt(&next),
            elapsed: nanos::to_duration(elapsed),
            was_reset,
        }
    }

    /// Whether this wait no longer ends before the deadline, after a hook that took time.
    #[cfg(feature = "http")]
    pub(crate) fn is_too_late(&self, wait: u64) -> bool {
        self.driver.is_too_late(&self.policy, &self.clock, wait)
    }

    fn start_after(&self, sleep: Duration) -> AttemptStart {
        self.driver.attempt_start(sleep, &self.policy, &self.clock)
    }

    /// The pause for a wait, in nanoseconds, before the next attempt.
    pub(crate) fn pause_for(&self, wait: u64) -> Pause<T>
    where
        T: Clone,
    {
        Pause {
            delay: self.driver.sleep_for(wait),
            timer: self.clock.timer.clone(),
        }
    }
}
