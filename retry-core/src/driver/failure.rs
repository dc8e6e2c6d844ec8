use core::time::Duration;

use super::failing::Times;
use crate::{outcome::Verdict, policy::nanos};

/// A failed attempt: the input of [`Driver::step`](crate::Driver::step).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Failure {
    verdict: Verdict,
    /// In nanoseconds, like `ran`.
    elapsed: u64,
    ran: u64,
    /// The time of the budget, if it is not `elapsed`.
    at: Option<u64>,
}

impl Failure {
    /// A failure with this verdict. If the policy has a deadline or a reset, add the times.
    pub const fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            elapsed: 0,
            ran: 0,
            at: None,
        }
    }

    /// The time from the start of the first attempt until now, for the deadline.
    pub const fn elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = nanos::from_duration(elapsed);
        self
    }

    /// How long the failed attempt ran, for the reset.
    pub const fn ran(mut self, ran: Duration) -> Self {
        self.ran = nanos::from_duration(ran);
        self
    }

    /// The time on the clock that all runs of the [budget](crate::Policy::budget) share, for a policy that has
    /// one. By default the elapsed time.
    pub const fn at(mut self, now: Duration) -> Self {
        self.at = Some(nanos::from_duration(now));
        self
    }

    /// The same at this time of a stored run. The clock of the budget is the wall clock, if it was given no other.
    pub(super) fn by_wall_clock(self, elapsed: Duration, now: Duration) -> Self {
        let at = self.at.unwrap_or(nanos::from_duration(now));
        Self {
            at: Some(at),
            ..self.elapsed(elapsed)
        }
    }

    pub(super) fn budget_time(&self) -> Duration {
        nanos::to_duration(self.at.unwrap_or(self.elapsed))
    }

    pub(super) const fn verdict(&self) -> Verdict {
        self.verdict
    }

    pub(super) const fn times(&self) -> Times {
        Times::from_elapsed(self.elapsed, self.ran)
    }
}
