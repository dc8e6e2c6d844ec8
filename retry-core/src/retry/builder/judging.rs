use super::Retry;
use crate::{
    outcome::{
        Exhausted, FromTimedOut, IntoVerdict, JudgeOutcome, MarkedOutcome, Outcome, TimedOut,
    },
    retry::{
        AttemptTimeout, Operation,
        limit::Limited,
        options::Configure,
        output_mode::Unmarked,
        typestate::{
            AddPredicate, Interruptible, TakesExhausted, TakesMarks, TakesOnError, TakesOnOutcome,
            TakesOnValue,
        },
    },
};

/// The judge of `C` with a predicate on errors.
type OnError<C, F> = <<C as Configure>::Judge as AddPredicate>::WithOnError<F>;
/// The judge of `C` with a predicate on values.
type OnValue<C, F> = <<C as Configure>::Judge as AddPredicate>::WithOnValue<F>;
/// `C`, with a conversion of values that are still rejected when the run stops.
type WithExhausted<C, F> = <C as Configure>::WithJudge<Exhausted<<C as Configure>::Judge, F>>;

/// `C`, judged by marks and returned without them.
type WithoutMarks<C> = <C as Configure>::WithJudgeAndOutput<
    <<C as Configure>::Judge as AddPredicate>::WithMarks,
    Unmarked<<C as Configure>::OutputMode>,
>;

/// The conversion of a timeout into the error of `R`.
//
// A pointer: a type of its own would repeat the bound, and the compiler its message.
type ByFrom<R> = fn(TimedOut) -> <R as Outcome>::Error;
/// `C`, with an attempt timeout whose error `F` makes.
type WithTimeout<C, F> = <C as Configure>::WithLimit<Limited<F>>;

/// Which outcomes are retried.
impl<M, Op, C> Retry<M, Op, C>
where
    Op: Operation<M>,
    C: Configure,
{
    /// Judges errors: `true` or [`Verdict::Retry`](crate::Verdict::Retry) retries, `false` or
    /// [`Verdict::Stop`](crate::Verdict::Stop) ends the run. By default every error is retried.
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
        self.with(|options| options.map_judge(|before| before.with_on_error(judge)))
    }

    /// Judges success values: `true` retries, `false` accepts. For polling until a value is there. By
    /// default every value is accepted.
    ///
    /// A value that is still rejected when the run stops is returned as it is, so `?` does not notice.
    /// Turn it into an error with [`exhausted`](Self::exhausted), or ask for a
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
        self.with(|options| options.map_judge(|before| before.with_on_value(judge)))
    }

    /// Judges whole outcomes, in place of `on` and `on_ok`. For callees that report some failures as
    /// values and others as errors. `false` accepts a value and stops on an error.
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
    pub fn on_outcome<F, V>(self, judge: F) -> Retry<M, Op, C::WithJudge<JudgeOutcome<F>>>
    where
        C::Judge: TakesOnOutcome,
        F: FnMut(&Op::Outcome) -> V,
        V: IntoVerdict,
    {
        self.with(|options| options.map_judge(|_| JudgeOutcome(judge)))
    }

    /// Converts a value that is still rejected when the run stops. Goes after `on_ok` or `on_outcome`.
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
        self.with(|options| options.map_judge(|judge| Exhausted { judge, convert }))
    }

    /// Obeys the marks of errors, and hands back the errors without them: the operation returns
    /// `Result<T, Marked<E>>`, the run `Result<T, E>`. See [`Marked`](crate::Marked).
    ///
    /// With [`on`](Self::on) or [`on_outcome`](Self::on_outcome), before or after, that judges in place of
    /// the marks. It gets the error with its mark, and so do hooks.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use core::time::Duration; use retry_core::{Mark, Marked, StopReason, retry};
    /// let mut answers = [503, 503, 404].into_iter();
    /// let report = retry(|| -> Result<(), Marked<u16>> {
    ///     match answers.next().unwrap() {
    ///         404 => Err(404.permanent()),
    ///         other => Err(other)?, // transient
    ///     }
    /// })
    /// .attempts(10)
    /// .backoff(Duration::from_millis(1))
    /// .unmarked()
    /// .report()
    /// .call();
    /// assert_eq!(report.outcome, Err(404));
    /// assert_eq!((report.attempts, report.stop), (3, StopReason::NotRetryable));
    /// # }
    /// ```
    pub fn unmarked(self) -> Retry<M, Op, WithoutMarks<C>>
    where
        Op::Outcome: MarkedOutcome,
        C::Judge: AddPredicate + TakesMarks,
    {
        self.with(|options| options.map_judge_and_output(AddPredicate::with_marks, Unmarked))
    }

    /// Limits the time of each async attempt: a `Duration`, an `Option<Duration>`, or
    /// [`Remaining`](crate::Remaining) for the time until the deadline, which is always a limit too.
    /// By default attempts have no limit.
    ///
    /// At the limit the attempt's future is dropped. Its outcome is an error made from [`TimedOut`], or
    /// `None`, and is judged like any other.
    pub fn attempt_timeout<K>(
        self,
        timeout: impl Into<AttemptTimeout>,
    ) -> Retry<M, Op, WithTimeout<C, ByFrom<Op::Outcome>>>
    where
        M: Interruptible,
        <Op::Outcome as Outcome>::Error: FromTimedOut<K>,
    {
        let make: ByFrom<Op::Outcome> = FromTimedOut::from_timed_out;
        self.attempt_timeout_or(timeout, make)
    }

    /// Like [`attempt_timeout`](Self::attempt_timeout), for errors that are not `From<TimedOut>`, such
    /// as those of other crates.
    pub fn attempt_timeout_or<F>(
        self,
        timeout: impl Into<AttemptTimeout>,
        make: F,
    ) -> Retry<M, Op, WithTimeout<C, F>>
    where
        M: Interruptible,
        F: FnMut(TimedOut) -> <Op::Outcome as Outcome>::Error,
    {
        self.with(|options| {
            options.with_limit(Limited {
                timeout: timeout.into(),
                make,
            })
        })
    }
}
