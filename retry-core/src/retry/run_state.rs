use core::time::Duration;

use super::run_options::{EndEarly, RunOptions};
use crate::{
    driver::{Attempt, AttemptStart, Driver},
    observe::{AttemptSpan, InAttempt},
};

/// The options and the driver of a run. The blocking loop, the future and the attribute's loop each
/// have one, and differ only in how they call and sleep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunState<C> {
    pub(crate) options: C,
    pub(crate) driver: Driver,
}

/// A run that may end in an attempt or a wait, as when a future is dropped or a timer panics. The budget then
/// gets back what the retry took, the breaker the place of the attempt, and a guard of a test forgets the run.
#[derive(Debug)]
pub(crate) struct RunGuard<C: EndEarly>(pub(crate) RunState<C>);

impl<C: EndEarly> Drop for RunGuard<C> {
    #[inline]
    fn drop(&mut self) {
        if self.0.driver.must_end_early() || self.0.options.holds_place() {
            self.0.options.end_early(&mut self.0.driver);
        }
    }
}

impl<C> RunState<C> {
    /// A run that has not started.
    pub(crate) const fn new(options: C) -> Self {
        Self {
            options,
            driver: Driver::new(),
        }
    }

    /// Starts the clock, if anything needs the time. `WANTS` is false where it is known that the policy wants nothing.
    #[inline]
    pub(crate) fn begin<R, W, const WANTS: bool>(&mut self, takes_attempt: bool)
    where
        C: RunOptions<R, W>,
    {
        let needs_clock = if WANTS {
            self.options.needs_clock()
        } else {
            C::REPORTS_TIME
        };
        if takes_attempt || needs_clock {
            self.driver.begin_at(self.options.clock().moment());
        }
    }

    /// The span of an attempt that begins now.
    #[inline]
    pub(crate) fn span<R, W>(&self) -> AttemptSpan
    where
        C: RunOptions<R, W>,
    {
        let (options, attempt) = (&self.options, self.driver.attempt());
        AttemptSpan::open(options.policy(), || options.name(), attempt, None)
    }

    /// Runs code of an attempt, inside of its span, and where nested runs do not retry if the policy says so.
    #[inline]
    pub(crate) fn inside<R, W, X>(&self, span: &AttemptSpan, code: impl FnOnce(&Self) -> X) -> X
    where
        C: RunOptions<R, W>,
    {
        let _inside = InAttempt::of(self.options.policy(), span);
        code(self)
    }

    /// The same where it is known whether the policy marks its attempts.
    #[inline]
    pub(crate) fn marked<R, W, const MARKED: bool, X>(
        &self,
        span: &AttemptSpan,
        code: impl FnOnce(&Self) -> X,
    ) -> X
    where
        C: RunOptions<R, W>,
    {
        if MARKED {
            self.inside::<R, W, X>(span, code)
        } else {
            code(self)
        }
    }

    /// The start of an attempt that begins now, if a rule needs it.
    pub(crate) fn attempt_start<R, W>(&self) -> AttemptStart
    where
        C: RunOptions<R, W>,
    {
        let (policy, clock) = (self.options.policy(), self.options.clock());
        self.driver.attempt_start(Duration::ZERO, policy, clock)
    }

    /// The snapshot for an attempt that begins now.
    pub(crate) fn attempt<R, W>(&self) -> Attempt
    where
        C: RunOptions<R, W>,
    {
        let mut attempt = self.snapshot_now::<R, W>();
        let limit = self.options.limit(|| attempt.remaining);
        attempt.remaining = limit.or(attempt.remaining);
        attempt
    }

    /// The time limit of an attempt that begins now.
    pub(crate) fn limit<R, W>(&self) -> Option<Duration>
    where
        C: RunOptions<R, W>,
    {
        self.options.limit(|| self.snapshot_now::<R, W>().remaining)
    }

    /// Whether the deadline leaves nothing to an attempt that begins now and has this limit.
    pub(crate) fn is_out_of_time<R, W>(&self, limit: Option<Duration>) -> bool
    where
        C: RunOptions<R, W>,
    {
        limit == Some(Duration::ZERO)
            && self.snapshot_now::<R, W>().remaining == Some(Duration::ZERO)
    }

    fn snapshot_now<R, W>(&self) -> Attempt
    where
        C: RunOptions<R, W>,
    {
        self.driver
            .snapshot_now(self.options.policy(), self.options.clock())
    }
}
