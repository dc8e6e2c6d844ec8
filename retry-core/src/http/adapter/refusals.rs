use core::ops::ControlFlow;

use super::{
    exchange::Exchange, http_event::RequestFailure, http_report::HttpReport,
    request_budget::RequestBudget, request_options::RequestOptions,
};
use crate::{
    breaker::BreakerOpen,
    http::failure::FailureKind,
    outcome::Verdict,
    retry::{Pause, Run},
    time::Clock,
};

/// What an adapter does before an attempt, if there is a [breaker](crate::http::HttpRetry::breakers).
impl<T: Clock + Clone> Exchange<T> {
    /// Asks the breaker whether the attempt may be sent. Call it after [`before`](Self::before), and do not send
    /// what it refuses: [`refused`](Self::refused) says what follows.
    ///
    /// # Errors
    ///
    /// The breaker is open, or others probe whether it may close. Without a breaker, never.
    pub fn ask(&mut self) -> Result<(), BreakerOpen> {
        self.run.admit()
    }

    /// What follows an attempt that the breaker refused: the pause before the next one, or the end. At the end the
    /// caller gets `open` as the error.
    pub fn refused(
        &mut self,
        open: BreakerOpen,
    ) -> ControlFlow<HttpReport, Pause<T, RequestBudget>> {
        self.run.begin_attempt();
        let failure = RequestFailure {
            kind: FailureKind::NeverSent,
            error: &open,
        };
        // It was not sent, so it need not be copied.
        match self.run.ended(&Err(failure), open.verdict(), || true) {
            Ok(wait) => ControlFlow::Continue(self.run.pause_for(wait)),
            Err(_) => ControlFlow::Break(self.run.options.report),
        }
    }

    /// The attempt is not sent, for another reason.
    #[cfg(feature = "tower")]
    pub(super) fn release(&mut self) {
        crate::retry::MaybeBreaker::release(&mut self.run.options.breaker);
    }
}

impl<T: Clock> Run<T, RequestOptions> {
    fn admit(&mut self) -> Result<(), BreakerOpen> {
        self.with_clock(|options, clock| options.breaker.admit(clock))
    }

    /// Tells the breaker how the attempt ended.
    pub(super) fn report(&mut self, verdict: &Verdict) {
        self.with_clock(|options, clock| options.breaker.report(verdict, clock));
    }
}
