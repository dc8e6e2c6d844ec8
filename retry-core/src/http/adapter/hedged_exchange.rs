use core::{error::Error, fmt, ops::ControlFlow, time::Duration};

use super::{
    exchange::Exchange,
    http_event::{AttemptResult, RequestFailure},
    http_report::HttpReport,
    next_step::ReportedResponse,
    request_breaker::RequestBreaker,
    request_options::RequestOptions,
};
use crate::{
    breaker::BreakerOpen,
    driver::{AttemptStart, Driver, Race, StopReason},
    http::{
        failure::{FailureKind, HttpError},
        response::HttpResponse,
    },
    limits::Charge,
    observe,
    outcome::{TimedOut, Verdict},
    policy::{Policy, nanos},
    retry::{
        AsyncOptions, EndEarly, HedgedOptions, RunOptions, TakesHedge, Unguarded,
        hedge::FurtherAttempt,
    },
    time::{AsyncTimer, Clock, Task},
};

/// The errors of a client.
pub(in crate::http) struct ErrorForms<E> {
    /// What an error says about the request.
    pub(in crate::http) read: fn(&E) -> (FailureKind, &(dyn Error + 'static)),
    /// The error in place of an attempt that the breaker refused.
    pub(in crate::http) refused: fn(BreakerOpen) -> E,
}

/// The options of a request that is hedged: its exchange, which judges each answer.
pub struct HedgedExchange<T, E> {
    exchange: Exchange<T>,
    timer: T,
    errors: ErrorForms<E>,
}

/// How a hedged request ended.
#[derive(Debug)]
pub struct HedgedAnswer<R, E> {
    pub(in crate::http) outcome: Result<R, E>,
    pub(in crate::http) report: HttpReport,
    /// The error for the response, if the policy raises on its status.
    pub(in crate::http) raised: Option<HttpError>,
}

impl<T: AsyncTimer + Clone> Exchange<T> {
    /// The options of a run that makes the attempts of a request that [may be hedged](Self::can_hedge).
    pub(in crate::http) fn into_hedged<E>(self, errors: ErrorForms<E>) -> HedgedExchange<T, E> {
        let timer = self.run.clock().clone();
        HedgedExchange {
            exchange: self,
            timer,
            errors,
        }
    }
}

impl<T, E> HedgedExchange<T, E> {
    fn request(&self) -> &RequestOptions {
        &self.exchange.run.options
    }

    fn result<'a, R: HttpResponse>(&self, outcome: &'a Result<R, E>) -> AttemptResult<'a> {
        match outcome {
            Ok(response) => Ok(response.status()),
            Err(error) => {
                let (kind, error) = (self.errors.read)(error);
                Err(RequestFailure { kind, error })
            }
        }
    }

    fn answer<R: ReportedResponse>(&self, outcome: Result<R, E>) -> HedgedAnswer<R, E>
    where
        T: Clock + Clone,
    {
        let report = self.request().report;
        let response = outcome.as_ref().ok();
        HedgedAnswer {
            raised: response
                .and_then(|response| self.exchange.raised(response.received(), &report)),
            report,
            outcome,
        }
    }
}

impl<T, E> EndEarly for HedgedExchange<T, E> {
    fn holds_place(&self) -> bool {
        false
    }

    fn end_early(&mut self, driver: &mut Driver) {
        let budget = self.request().budget_in_force();
        driver.end_early(budget);
        observe::budget(budget);
    }
}

impl<T, E> TakesHedge for HedgedExchange<T, E> {}

impl<T, R, E> RunOptions<Result<R, E>, Task> for HedgedExchange<T, E>
where
    T: AsyncTimer + Clone,
    R: ReportedResponse,
{
    type Output = HedgedAnswer<R, E>;
    type Kept = ();
    const REPORTS_TIME: bool = true;
    // Each attempt asks a breaker of its own, see `HedgedOptions::breaker`.
    const HAS_BREAKER: bool = false;

    fn policy(&self) -> &Policy {
        &self.request().policy.policy
    }

    fn name(&self) -> Option<&'static str> {
        self.request().name
    }

    fn clock(&self) -> &dyn Clock {
        &self.timer
    }

    fn limit(&self, _: impl FnOnce() -> Option<Duration>) -> Option<Duration> {
        None
    }

    fn ask_closed(&mut self) -> bool {
        true
    }

    fn ask(&mut self) -> bool {
        true
    }

    fn refused(&mut self) -> Option<(Result<R, E>, Verdict)> {
        None
    }

    fn judge(&mut self, outcome: &Result<R, E>) -> Verdict {
        match outcome {
            Ok(response) => self.exchange.verdict_on_response(response).of_request,
            Err(error) => {
                let (kind, error) = (self.errors.read)(error);
                self.exchange.verdict_on_error(&kind, error).of_request
            }
        }
    }

    fn accept_first(&mut self, driver: &Driver, outcome: Result<R, E>) -> Self::Output {
        self.accept_watched(driver, outcome)
    }

    fn accept_watched(&mut self, driver: &Driver, outcome: Result<R, E>) -> Self::Output {
        let elapsed = nanos::from_duration(driver.elapsed(&self.timer));
        let result = self.result(&outcome);
        let options = &mut self.exchange.run.options;
        options.accept_hedged(driver, &self.timer, &result, elapsed, None);
        self.answer(outcome)
    }

    fn refuse(
        &mut self,
        _: &mut Driver,
        _: Result<R, E>,
        _: &Verdict,
        _: AttemptStart,
    ) -> ControlFlow<Self::Output, (Duration, ())> {
        unreachable!("a hedged run asks for further attempts")
    }
}

impl<T, R, E> AsyncOptions<Result<R, E>> for HedgedExchange<T, E>
where
    T: AsyncTimer + Clone,
    R: ReportedResponse,
{
    type Sleep = T::Sleep;
    type Guard = Unguarded;
    const IS_LIMITED: bool = false;

    fn sleep(&mut self, delay: Duration) -> T::Sleep {
        self.timer.sleep(delay)
    }

    fn guard(&mut self, _: Option<Duration>) -> Unguarded {
        Unguarded::default()
    }

    fn timed_out(&mut self, _: TimedOut) -> Result<R, E> {
        unreachable!("a guard that is never ready cuts no attempt")
    }
}

impl<T, R, E> HedgedOptions<Result<R, E>> for HedgedExchange<T, E>
where
    T: AsyncTimer + Clone,
    R: ReportedResponse,
{
    type Breaker = RequestBreaker;

    fn breaker(&self) -> RequestBreaker {
        self.request().breaker.clone()
    }

    fn refused_by(&self, breaker: &mut RequestBreaker) -> Result<R, E> {
        let open = breaker
            .refused()
            .expect("the breaker has refused the attempt");
        Err((self.errors.refused)(open))
    }

    fn alarm(&mut self, delay: Duration) -> T::Sleep {
        self.timer.alarm(delay)
    }

    fn guard_beside_others(&mut self, _: Option<Duration>) -> Unguarded {
        Unguarded::default()
    }

    fn further(
        &mut self,
        driver: &mut Driver,
        at_most: u32,
        further: &FurtherAttempt<'_, Result<R, E>>,
    ) -> Result<Duration, StopReason> {
        let result = further.outcome.map(|outcome| self.result(outcome));
        let further = FurtherAttempt {
            outcome: result.as_ref(),
            verdict: further.verdict,
            was_cut: false,
            held: further.held,
            attempt: further.attempt,
            race: further.race,
            refused: further.refused,
        };
        let options = &mut self.exchange.run.options;
        let wait = options.further(driver, &self.timer, at_most, &further)?;
        Ok(driver.sleep_for(wait))
    }

    fn revoke(&self, driver: &mut Driver) {
        let budget = self.request().budget_in_force();
        driver.revoke(budget);
        observe::budget(budget);
    }

    fn fail_race(
        &mut self,
        driver: &mut Driver,
        outcome: Result<R, E>,
        verdict: &Verdict,
        reason: StopReason,
        race: Race,
    ) -> Self::Output {
        let elapsed = nanos::from_duration(driver.elapsed(&self.timer));
        let result = self.result(&outcome);
        let options = &mut self.exchange.run.options;
        options.fail_hedged(driver, &result, verdict, elapsed, (reason, race));
        self.answer(outcome)
    }

    fn win_race(
        &mut self,
        driver: &Driver,
        outcome: Result<R, E>,
        race: Race,
        paid: Option<Charge>,
    ) -> Self::Output {
        let elapsed = nanos::from_duration(driver.elapsed(&self.timer));
        let result = self.result(&outcome);
        let options = &mut self.exchange.run.options;
        let won = Some((race, paid));
        options.accept_hedged(driver, &self.timer, &result, elapsed, won);
        self.answer(outcome)
    }
}

impl<T, E> fmt::Debug for HedgedExchange<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedExchange")
            .field("exchange", &self.exchange)
            .finish_non_exhaustive()
    }
}
