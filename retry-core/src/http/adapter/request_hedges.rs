use super::{http_event::AttemptResult, request_options::RequestOptions};
use crate::{
    driver::{AttemptStart, Driver, Race, StopReason},
    limits::Charge,
    outcome::Verdict,
    policy::nanos,
    retry::hedge::FurtherAttempt,
    time::Clock,
};

/// What a request that is hedged does in place of `failed` and `accepted`.
impl RequestOptions {
    /// Whether a further attempt is made, and after which wait in nanoseconds.
    pub(super) fn further(
        &mut self,
        driver: &mut Driver,
        clock: &dyn Clock,
        at_most: u32,
        further: &FurtherAttempt<'_, AttemptResult<'_>>,
    ) -> Result<u64, StopReason> {
        let hedged = self.policy.policy.hedged(at_most);
        let elapsed = driver.failed_now(&hedged, clock, AttemptStart::Unknown);
        let wait = self
            .after_attempt(|after| after.further(&mut *driver, clock, &hedged, elapsed, further))?;
        self.resends = driver.attempt() - 1;
        if !further.race.is_on() {
            self.add_wait(nanos::to_duration(wait));
        }
        Ok(wait)
    }

    /// What follows the failure that ends the request.
    pub(super) fn fail_hedged(
        &mut self,
        driver: &Driver,
        result: &AttemptResult<'_>,
        verdict: &Verdict,
        elapsed: u64,
        (reason, race): (StopReason, Race),
    ) {
        self.after_attempt(|after| {
            after.race_failed(driver, elapsed, result, verdict, reason, race);
        });
        self.end(driver, elapsed, reason);
    }

    /// What follows an accepted answer. `won` is the race, if there was one, and what the last attempt took from the
    /// budget.
    pub(super) fn accept_hedged(
        &mut self,
        driver: &Driver,
        clock: &dyn Clock,
        result: &AttemptResult<'_>,
        elapsed: u64,
        won: Option<(Race, Option<Charge>)>,
    ) {
        self.after_attempt(|after| match won {
            Some((race, paid)) => after.race_won(driver, clock, elapsed, result, race, paid),
            None => after.accepted(driver, clock, result, elapsed),
        });
        self.end(driver, elapsed, StopReason::Accepted);
    }
}
