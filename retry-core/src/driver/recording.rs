use super::{Driver, Facts, driver::Phase, failing::Failing, run_mode::RunMode};
use crate::limits::Budget;

/// What a driver tells the guards of a test, which may record its run.
impl Driver {
    /// Says that the run has ended, on a failure or after one.
    #[inline]
    pub(crate) fn record_end(&self, facts: impl FnOnce() -> Facts) {
        if let Some(mode) = self.special_mode() {
            mode.record_end(facts());
        }
    }

    /// Whether a run that is dropped now has something to end: a retry was granted whose attempt has not
    /// begun, or a guard may record the run.
    #[inline]
    pub(crate) const fn must_end_early(&self) -> bool {
        self.is_waiting() || self.special_mode().is_some()
    }

    /// Ends a run that is dropped, unless it has ended. The budget gets back what a retry took that is not made.
    #[cold]
    #[inline(never)]
    pub(crate) fn end_early(&mut self, budget: Option<&Budget>) {
        if self.is_waiting() {
            self.revoke(budget);
        }
        if let Some(mode) = self.special_mode() {
            mode.forget();
        }
    }

    #[inline]
    const fn special_mode(&self) -> Option<RunMode> {
        match &self.phase {
            Phase::Failing(Failing { mode, .. }) if !mode.is_usual() => Some(*mode),
            _ => None,
        }
    }
}
