use core::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::{
    Attempt, IntoVerdict, Policy, StopReason, Verdict,
    began::Began,
    progress::{Decision, Progress},
    time::{AsyncTimer, BlockingTimer, Clock, DefaultTimer, poll_wait},
};

/// A retry loop in your own hands: made by [`Policy::start`].
///
/// For operations that no closure can hold: those that borrow mutably across attempts, use `break`
/// or `?` for reasons of their own, or change from attempt to attempt. The rules are those of
/// `retry(..)`: attempts, delays, hints, deadline and reset.
///
/// [`pause`](Run::pause) retries *every* error that it is given, so match what is fatal first, or
/// judge it with [`pause_on`](Run::pause_on) or [`pause_as`](Run::pause_as).
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
#[derive(Clone, Copy, Debug)]
#[must_use = "a run does nothing until its `pause` is called"]
pub struct Run<T = DefaultTimer> {
    policy: Policy,
    progress: Progress,
    began: Began,
    stop: Option<StopReason>,
    timer: T,
}

impl Run {
    pub(crate) fn new(policy: Policy) -> Self {
        let run = Self {
            policy,
            progress: Progress::new(),
            began: Began::UNKNOWN,
            stop: None,
            timer: DefaultTimer,
        };
        // Without `std` there is no clock before `timer` gives one.
        #[cfg(feature = "std")]
        let run = run.timer(DefaultTimer);
        run
    }
}

impl<T> Run<T> {
    /// Replaces clock and sleep, and starts the run's clock anew. Give it before the first attempt.
    pub fn timer<U: Clock>(self, timer: U) -> Run<U> {
        let mut run = Run {
            policy: self.policy,
            progress: Progress::new(),
            began: Began::UNKNOWN,
            stop: None,
            timer,
        };
        run.reset();
        run
    }

    /// Why the run gave up: `None` while it has not.
    #[must_use]
    pub fn stop(&self) -> Option<StopReason> {
        self.stop
    }
}

impl<T: Clock> Run<T> {
    /// The attempt under way: its number, the time since the start, and what the deadline leaves.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        // Not `snapshot`: what came between `start` and this call has passed too.
        self.progress
            .snapshot_at(&self.policy, self.progress.elapsed(&self.timer))
    }

    /// Starts afresh, as after a success: the next failure is that of a first attempt. For loops
    /// that never end, such as one that reads from a stream and reconnects.
    pub fn reset(&mut self) {
        self.progress = Progress::new();
        self.progress.begin(&self.timer);
        self.began = self.progress.began(&self.policy, &self.timer);
        self.stop = None;
    }

    /// The pause before the next attempt, after one that failed with this error.
    ///
    /// Await the pause, or block on it, in a statement of its own: then nothing that the failed
    /// attempt borrowed lives through the wait, and an async loop is `Send` whatever the error.
    ///
    /// # Errors
    ///
    /// The error itself, when it is time to give up; [`stop`](Run::stop) tells why.
    pub fn pause<E>(&mut self, error: E) -> Result<Pause<T>, E>
    where
        T: Clone,
    {
        self.pause_as(error, Verdict::Retry)
    }

    /// Like [`pause`](Run::pause), with a verdict on the error: a delay that the callee asked for, or
    /// the end.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration;
    /// # use retry_core::{Policy, StopReason, Verdict};
    /// let mut run = Policy::new().start();
    /// let asked = Duration::from_secs(3600);
    /// assert!(run.pause_as("busy", Verdict::RetryAfter(asked)).is_err());
    /// assert!(matches!(run.stop(), Some(StopReason::HintTooLong { .. })));
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
        match self.decide(verdict.on_error()).step {
            Ok(wait) => Ok(self.pause_for(wait)),
            Err(_) => Err(error),
        }
    }

    /// Like [`pause_as`](Run::pause_as), with the predicate that makes the verdict: what `on` takes.
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
        &self.timer
    }

    /// What follows a failure, and what is told of it.
    pub(crate) fn decide(&mut self, verdict: Verdict) -> Decision {
        let decision = self
            .progress
            .decide(&self.policy, &verdict, &self.timer, self.began, None);
        match decision.step {
            // The loop does not tell when its next attempt begins: right after the pause.
            Ok(wait) => {
                self.began = self.progress.begins_after(
                    self.progress.slept(wait),
                    &self.policy,
                    &self.timer,
                );
            }
            Err(reason) => self.stop = Some(reason),
        }
        decision
    }

    /// The pause for a wait, in nanoseconds, that was decided.
    pub(crate) fn pause_for(&self, wait: u64) -> Pause<T>
    where
        T: Clone,
    {
        Pause {
            delay: self.progress.slept(wait),
            timer: self.timer.clone(),
        }
    }
}

/// The wait before the next attempt of a [`Run`]: `pause.await` in async code, `pause.block()` in
/// blocking code. It holds nothing of the error.
#[derive(Clone, Copy)]
#[must_use = "a pause is a wait: `.await` it, or `.block()` on it"]
pub struct Pause<T = DefaultTimer> {
    delay: Duration,
    timer: T,
}

impl<T> Pause<T> {
    /// How long it waits.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }
}

impl<T: BlockingTimer> Pause<T> {
    /// Waits with the thread asleep.
    pub fn block(self) {
        self.timer.block(self.delay);
    }
}

impl<T: AsyncTimer> IntoFuture for Pause<T> {
    type Output = ();
    type IntoFuture = Pausing<T::Sleep>;

    fn into_future(self) -> Pausing<T::Sleep> {
        Pausing::new(self.delay, self.timer.sleep(self.delay))
    }
}

impl<T> fmt::Debug for Pause<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pause")
            .field("delay", &self.delay)
            .finish_non_exhaustive()
    }
}

pin_project! {
    /// The future of a [`Pause`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless awaited"]
    pub struct Pausing<S> {
        yields: bool,
        #[pin]
        sleep: S,
    }
}

impl<S> Pausing<S> {
    pub(crate) fn new(delay: Duration, sleep: S) -> Self {
        Self {
            yields: delay.is_zero(),
            sleep,
        }
    }
}

impl<S: Future> Future for Pausing<S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        poll_wait(this.yields, this.sleep, cx)
    }
}
