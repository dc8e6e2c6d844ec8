use core::{fmt, marker::PhantomData, time::Duration};

#[cfg(feature = "std")]
use crate::time::SleepWith;
use crate::{
    Backoff, Event, IntoVerdict, Jitter, Operation, Outcome, Policy, TimedOut,
    attempt_timeout::{AttemptTimeout, By, ByFrom, Limited},
    blocking::Interruptible,
    config::{AsPolicy, Config, Own},
    configure::Configure,
    hooks::Called,
    judge::{Exhausted, Whole},
    report::Reported,
    slots::{
        AddPredicate, TakesExhausted, TakesOnError, TakesOnOutcome, TakesOnValue, TakesPolicy,
    },
    time::{Clock, Given},
    timed_out::FromTimedOut,
};

/// The judge of `C` with a predicate on errors.
type OnError<C, F> = <<C as Configure>::Judge as AddPredicate>::WithOnError<F>;
/// The judge of `C` with a predicate on values.
type OnValue<C, F> = <<C as Configure>::Judge as AddPredicate>::WithOnValue<F>;
/// `C`, with a closure for values that are still refused when the run stops.
type WithExhausted<C, F> = <C as Configure>::WithJudge<Exhausted<<C as Configure>::Judge, F>>;

/// Retries an operation: a closure that returns a `Result` or an `Option`, or a future of one.
///
/// A blocking operation ends in [`.call()`](Retry::call), an async one in `.await`; in between, the
/// methods of [`Retry`] say how often, how long, and on which errors. Without any, it is called up to
/// three times, with exponential backoff from 100 ms and full jitter, on every error.
///
/// A closure that takes the [`Attempt`](crate::Attempt) names the type: `|attempt: Attempt| ..`. An
/// async closure cannot change what it captures: for that there are `#[retry]` and
/// [`Policy::start`].
///
/// # Example: blocking
///
/// ```
/// # #[cfg(feature = "std")] {
/// use core::time::Duration;
/// use retry_core::retry;
///
/// let mut line = ["busy", "busy", "ready"].into_iter();
/// let result = retry(|| match line.next() { Some("ready") => Ok("ready"), _ => Err("busy") })
///     .attempts(5)
///     .backoff(Duration::from_millis(1))
///     .on(|error| *error == "busy")
///     .call();
/// assert_eq!(result, Ok("ready"));
/// # }
/// ```
///
/// # Example: async
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use core::time::Duration;
/// use retry_core::retry;
///
/// async fn fetch(url: &str) -> Result<String, std::io::Error> {
///     Ok(format!("page of {url}"))
/// }
///
/// let page = retry(|| fetch("/index"))
///     .attempts(5)
///     .backoff(Duration::from_secs(1))
///     .on(|error| error.kind() == std::io::ErrorKind::TimedOut)
///     .await;
/// assert_eq!(page.unwrap(), "page of /index");
/// # } main() }
/// ```
pub fn retry<M, Op>(op: Op) -> Retry<M, Op, Config>
where
    Op: Operation<M>,
{
    Retry {
        op,
        config: Config::NEW,
        marker: PhantomData,
    }
}

/// An operation and how to retry it; made by [`retry()`] and [`Policy::retry`].
///
/// Nothing happens before [`call`](Retry::call) or `.await`. Values that make no sense do not panic
/// here, since a retry must not be what fails: 0 attempts is 1, a factor that is not a finite number
/// above 0 is 2, a ratio outside of `(0, 1]` is full jitter, and a first delay above the cap is
/// capped. A [`Policy`] refuses them while compiling, [`Settings`](crate::Settings) with an error.
#[must_use = "nothing is called before `.call()` or `.await`"]
pub struct Retry<M, Op, C> {
    pub(crate) op: Op,
    pub(crate) config: C,
    marker: PhantomData<fn() -> M>,
}

impl<M, Op, C> Retry<M, Op, C> {
    pub(crate) fn with<D>(self, change: impl FnOnce(C) -> D) -> Retry<M, Op, D> {
        Retry {
            op: self.op,
            config: change(self.config),
            marker: PhantomData,
        }
    }
}

impl<M, Op, C> fmt::Debug for Retry<M, Op, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry").finish_non_exhaustive()
    }
}

/// How often and how long.
impl<M, Op, C: Configure> Retry<M, Op, C> {
    /// Takes all settings from a policy, by value or by reference.
    ///
    /// It comes before the methods that change a single setting, so that it takes none of them back.
    /// By reference it keeps a future small.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use retry_core::{Policy, retry};
    /// const UPSTREAM: Policy = Policy::new().attempts(5);
    /// assert_eq!(retry(|| Some(1)).policy(&UPSTREAM).call(), Some(1));
    /// # }
    /// ```
    pub fn policy<Q: AsPolicy>(self, policy: Q) -> Retry<M, Op, C::WithPolicy<Q>>
    where
        C::Policy: TakesPolicy,
    {
        self.with(|config| config.with_policy(policy))
    }

    fn change(self, change: impl FnOnce(&mut Policy)) -> Retry<M, Op, C::WithPolicy<Policy>> {
        let mut policy = self.config.current_policy();
        change(&mut policy);
        self.with(|config| config.with_policy(policy))
    }

    /// How many calls in all, the first included. The default is 3; 0 is 1.
    pub fn attempts(self, attempts: u32) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.attempts = attempts)
    }

    /// As many calls as it takes. Give the run another end: [`deadline`](Self::deadline), a
    /// [`schedule`](Self::schedule) that ends, or [`on`](Self::on).
    pub fn unlimited(self) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.unlimited())
    }

    /// The nominal delays: a [`Backoff`], or a `Duration`, which is exponential from it.
    ///
    /// With the default jitter, each wait is random from zero up to the nominal delay. A factor or a
    /// cap given by [`factor`](Self::factor) or [`max_delay`](Self::max_delay), before or after, stays.
    pub fn backoff(self, backoff: impl Into<Backoff>) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_backoff(backoff.into()))
    }

    /// Growth per retry, for exponential backoff. The default is 2.
    pub fn factor(self, factor: f64) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_factor(factor))
    }

    /// No delay is longer than this. The default is 30 s, or the first delay if that is longer.
    pub fn max_delay(self, max_delay: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_max_delay(max_delay))
    }

    /// How delays are made random. The default is [`Jitter::Full`].
    pub fn jitter(self, jitter: Jitter) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.jitter = jitter)
    }

    /// Makes the jitter repeatable.
    pub fn seed(self, seed: u64) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.seed = Some(seed))
    }

    /// The time from the start of the first attempt after which no attempt begins. It does not cut a
    /// running attempt. It switches [`reset_after`](Self::reset_after) off.
    pub fn deadline(self, deadline: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_deadline(deadline))
    }

    /// An attempt that ran at least this long before it failed starts the run afresh, attempts and
    /// backoff. It switches [`deadline`](Self::deadline) off.
    pub fn reset_after(self, ran: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| policy.set_reset_after(ran))
    }

    /// The longest delay that a callee may ask for; the default is 60 s. A longer one stops the run
    /// at once.
    pub fn max_retry_after(self, limit: Duration) -> Retry<M, Op, C::WithPolicy<Policy>> {
        self.change(|policy| *policy = policy.max_retry_after(limit))
    }
}

/// What is retried.
impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
    C: Configure,
{
    /// Judges errors: `true` or [`Verdict::Retry`](crate::Verdict::Retry) retries, `false` or
    /// [`Verdict::Stop`](crate::Verdict::Stop) ends the run. Without it every error is retried.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use retry_core::retry;
    /// let mut calls = 0;
    /// let result = retry(|| { calls += 1; "x".parse::<u8>() }).on(|error| error.to_string() == "busy").call();
    /// assert!(result.is_err());
    /// assert_eq!(calls, 1);
    /// # }
    /// ```
    pub fn on<F, V>(self, judge: F) -> Retry<M, Op, C::WithJudge<OnError<C, F>>>
    where
        C::Judge: AddPredicate + TakesOnError,
        F: FnMut(&<Op::Outcome as Outcome>::Error) -> V,
        V: IntoVerdict,
    {
        self.with(|config| config.map_judge(|before| before.with_on_error(judge)))
    }

    /// Judges success values: `true` retries, `false` accepts. "Poll until."
    ///
    /// A value that is still refused when the run stops is handed back as it is, and `?` does not
    /// see it: turn it into an error with [`exhausted`](Self::exhausted), or ask for a
    /// [`report`](Self::report).
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::retry;
    /// let mut states = ["queued", "running", "done"].into_iter();
    /// let state = retry(|| states.next())
    ///     .attempts(10)
    ///     .backoff(Duration::from_millis(1))
    ///     .on_ok(|state| *state != "done")
    ///     .call();
    /// assert_eq!(state, Some("done"));
    /// # }
    /// ```
    pub fn on_ok<F, V>(self, judge: F) -> Retry<M, Op, C::WithJudge<OnValue<C, F>>>
    where
        C::Judge: AddPredicate + TakesOnValue,
        F: FnMut(&<Op::Outcome as Outcome>::Value) -> V,
        V: IntoVerdict,
    {
        self.with(|config| config.map_judge(|before| before.with_on_value(judge)))
    }

    /// Judges whole outcomes, in place of `on` and `on_ok`: for callees that report some failures as
    /// values and others as errors. `false` accepts a value and stops at an error.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::retry;
    /// let mut statuses = [Err("reset"), Ok(503), Ok(200)].into_iter();
    /// let status = retry(|| statuses.next().unwrap())
    ///     .backoff(Duration::from_millis(1))
    ///     .on_outcome(|outcome| matches!(outcome, Err("reset") | Ok(500..=599)))
    ///     .call();
    /// assert_eq!(status, Ok(200));
    /// # }
    /// ```
    pub fn on_outcome<F, V>(self, judge: F) -> Retry<M, Op, C::WithJudge<Whole<F>>>
    where
        C::Judge: TakesOnOutcome,
        F: FnMut(&Op::Outcome) -> V,
        V: IntoVerdict,
    {
        self.with(|config| config.map_judge(|_| Whole(judge)))
    }

    /// What becomes of a value that is still refused when the run stops. It follows `on_ok` or
    /// `on_outcome`.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::retry;
    /// let result = retry(|| Ok("running"))
    ///     .backoff(Duration::from_millis(1))
    ///     .on_ok(|state| *state != "done")
    ///     .exhausted(|state| Err(format!("still {state}")))
    ///     .call();
    /// assert_eq!(result, Err("still running".to_owned()));
    /// # }
    /// ```
    pub fn exhausted<F>(self, convert: F) -> Retry<M, Op, WithExhausted<C, F>>
    where
        C::Judge: TakesExhausted,
        F: FnMut(<Op::Outcome as Outcome>::Value) -> Op::Outcome,
    {
        self.with(|config| config.map_judge(|judge| Exhausted { judge, convert }))
    }

    /// Limits the time of each async attempt, to this and to what the deadline leaves: a `Duration`,
    /// an `Option<Duration>`, or [`Remaining`](crate::Remaining) for the deadline's alone.
    ///
    /// The attempt's future is dropped at the limit, and its outcome is an error made from
    /// [`TimedOut`], or `None`, judged like any other.
    pub fn attempt_timeout(
        self,
        timeout: impl Into<AttemptTimeout>,
    ) -> Retry<M, Op, C::WithLimit<Limited<ByFrom>>>
    where
        M: Interruptible,
        <Op::Outcome as Outcome>::Error: FromTimedOut,
    {
        self.with(|config| {
            config.with_limit(Limited {
                timeout: timeout.into(),
                make: ByFrom,
            })
        })
    }

    /// Like [`attempt_timeout`](Self::attempt_timeout), for errors that have no conversion from
    /// [`TimedOut`]: those of other crates.
    pub fn attempt_timeout_or<F>(
        self,
        timeout: impl Into<AttemptTimeout>,
        make: F,
    ) -> Retry<M, Op, C::WithLimit<Limited<By<F>>>>
    where
        M: Interruptible,
        F: FnMut(TimedOut) -> <Op::Outcome as Outcome>::Error,
    {
        self.with(|config| {
            config.with_limit(Limited {
                timeout: timeout.into(),
                make: By(make),
            })
        })
    }
}

/// What is waited with, and who is told.
impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
    C: Configure,
{
    /// A schedule of your own, in place of the backoff: any iterator over nominal delays.
    ///
    /// Its end ends the run. Jitter applies to it, a hint uses up one delay, and only a `max_delay`
    /// that is given caps it. A run that is reset goes on where the schedule is.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::retry;
    /// let mut calls = 0;
    /// let result = retry(|| { calls += 1; Err::<(), _>("busy") })
    ///     .unlimited()
    ///     .schedule([1, 1, 2].map(Duration::from_millis))
    ///     .call();
    /// assert_eq!(calls, 4);
    /// # }
    /// ```
    pub fn schedule<I>(self, delays: I) -> Retry<M, Op, C::WithSchedule<Own<I::IntoIter>>>
    where
        I: IntoIterator<Item = Duration>,
    {
        self.with(|config| config.with_schedule(Own(delays.into_iter())))
    }

    /// A timer of your own: clock and sleep, see [`time`](crate::time).
    pub fn timer<U: Clock>(self, timer: U) -> Retry<M, Op, C::WithTimer<Given<U>>> {
        self.with(|config| config.with_timer(Given(timer)))
    }

    /// A sleep of your own beside the default clock: a closure that blocks, or returns any future.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use retry_core::retry;
    /// let mut waits = Vec::new();
    /// let _ = retry(|| Err::<(), _>("busy")).sleep_with(|delay| waits.push(delay)).call();
    /// assert_eq!(waits.len(), 2);
    /// # }
    /// ```
    #[cfg(feature = "std")]
    pub fn sleep_with<F, X>(self, sleep: F) -> Retry<M, Op, C::WithTimer<SleepWith<F, X>>>
    where
        F: FnMut(Duration) -> X,
    {
        self.with(|config| config.with_timer(SleepWith::new(sleep)))
    }

    /// Called before each wait. It cannot change the run.
    pub fn on_retry<F>(self, hook: F) -> Retry<M, Op, C::WithOnRetry<Called<F>>>
    where
        F: FnMut(&Event<'_, Op::Outcome>),
    {
        self.with(|config| config.with_on_retry(Called(hook)))
    }

    /// Called once when a run stops without an accepted outcome. It cannot change the run.
    pub fn on_stop<F>(self, hook: F) -> Retry<M, Op, C::WithOnStop<Called<F>>>
    where
        F: FnMut(&Event<'_, Op::Outcome>),
    {
        self.with(|config| config.with_on_stop(Called(hook)))
    }

    /// What hooks know the run by.
    pub fn name(self, name: &'static str) -> Retry<M, Op, C::WithName<&'static str>> {
        self.with(|config| config.with_name(name))
    }
}

impl<M, Op, C: Configure> Retry<M, Op, C> {
    /// Makes `.call()` and `.await` give a [`Report`](crate::Report): the outcome, and how the run
    /// came to it.
    pub fn report(self) -> Retry<M, Op, C::WithEnding<Reported>> {
        self.with(|config| config.with_ending(Reported::default()))
    }
}
