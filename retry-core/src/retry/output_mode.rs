use core::time::Duration;

use super::Report;
use crate::{
    driver::{Race, StopReason},
    outcome::MarkedOutcome,
    policy::nanos,
};

/// What a run returns: the plain outcome, or a report.
pub trait OutputMode<R> {
    /// The outcome as it is, or a [`Report`].
    type Output;
    /// Whether the output contains times, so that the clock is read.
    const NEEDS_CLOCK: bool;
    /// Counts the wait after attempt `failed`, in nanoseconds.
    fn add_wait(&mut self, failed: u32, wait: u64);
    /// Makes the output.
    fn end(&self, outcome: R, attempts: u32, elapsed: Duration, stop: StopReason) -> Self::Output {
        self.end_race(outcome, attempts, elapsed, stop, Race::default())
    }
    /// The same for a hedged run.
    fn end_race(
        &self,
        outcome: R,
        attempts: u32,
        elapsed: Duration,
        stop: StopReason,
        race: Race,
    ) -> Self::Output;
}

/// The outcome as the operation returned it.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl<R> OutputMode<R> for Plain {
    type Output = R;
    const NEEDS_CLOCK: bool = false;

    fn add_wait(&mut self, _: u32, _: u64) {}

    fn end_race(&self, outcome: R, _: u32, _: Duration, _: StopReason, _: Race) -> R {
        outcome
    }
}

/// A [`Report`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Reported {
    /// The time waited so far, in nanoseconds.
    waited: u64,
}

impl<R> OutputMode<R> for Reported {
    type Output = Report<R>;
    const NEEDS_CLOCK: bool = true;

    fn add_wait(&mut self, failed: u32, wait: u64) {
        let before = self.waited_before(failed);
        self.waited = before.saturating_add(wait);
    }

    fn end_race(
        &self,
        outcome: R,
        attempts: u32,
        elapsed: Duration,
        stop: StopReason,
        race: Race,
    ) -> Report<R> {
        Report {
            outcome,
            attempts,
            elapsed,
            waited: nanos::to_duration(self.waited_before(attempts)),
            stop,
            race,
        }
    }
}

/// Without the marks of errors: the outcome, or a report of it.
#[derive(Clone, Copy, Debug)]
pub struct Unmarked<O>(pub(crate) O);

impl<R: MarkedOutcome, O: OutputMode<R::Unmarked>> OutputMode<R> for Unmarked<O> {
    type Output = O::Output;
    const NEEDS_CLOCK: bool = O::NEEDS_CLOCK;

    fn add_wait(&mut self, failed: u32, wait: u64) {
        self.0.add_wait(failed, wait);
    }

    fn end_race(
        &self,
        outcome: R,
        attempts: u32,
        elapsed: Duration,
        stop: StopReason,
        race: Race,
    ) -> O::Output {
        self.0
            .end_race(outcome.unmarked(), attempts, elapsed, stop, race)
    }
}

/// An output of which there can be a report.
pub trait AddReport {
    /// The report of it.
    type WithReport;
    /// Makes a report of it.
    fn with_report(self) -> Self::WithReport;
}

impl AddReport for Plain {
    type WithReport = Reported;

    fn with_report(self) -> Reported {
        Reported::default()
    }
}

impl AddReport for Reported {
    type WithReport = Self;

    fn with_report(self) -> Self {
        self
    }
}

impl<O: AddReport> AddReport for Unmarked<O> {
    type WithReport = Unmarked<O::WithReport>;

    fn with_report(self) -> Self::WithReport {
        Unmarked(self.0.with_report())
    }
}

impl Reported {
    /// Zero for attempt 1, since a reset starts the count over.
    const fn waited_before(self, attempt: u32) -> u64 {
        if attempt == 1 { 0 } else { self.waited }
    }
}
