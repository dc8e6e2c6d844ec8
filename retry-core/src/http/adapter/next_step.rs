use core::{error::Error, ops::ControlFlow};

use http::{Extensions, Response};

#[cfg(feature = "tower")]
use super::http_event::RequestFailure;
use super::{exchange::Exchange, http_report::HttpReport, request_budget::RequestBudget};
#[cfg(feature = "tower")]
use crate::outcome::Verdict;
use crate::{
    http::{failure::FailureKind, request::ResendCount, response::HttpResponse},
    observe::{AttemptSpan, InAttempt},
    retry::Pause,
    time::Clock,
};

/// What an adapter does after an attempt.
pub(in crate::http) enum NextStep<T, Q, R, E> {
    /// Send `request` after the pause. The caller does not get the response `discarded`.
    SendAgain {
        pause: Pause<T, RequestBudget>,
        request: Q,
        discarded: Option<R>,
    },
    /// Return this to the caller. A response has the report in its extensions.
    Return {
        outcome: Result<R, E>,
        report: HttpReport,
    },
}

/// A response that can carry the report.
pub(in crate::http) trait ReportedResponse: HttpResponse {
    fn extensions_mut(&mut self) -> &mut Extensions;

    /// The response that came, with the status that an error for it has.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    fn received(&self) -> &impl HttpResponse
    where
        Self: Sized,
    {
        self
    }
}

impl<B> ReportedResponse for Response<B> {
    fn extensions_mut(&mut self) -> &mut Extensions {
        self.extensions_mut()
    }
}

impl<T: Clock + Clone> Exchange<T> {
    /// Begins an attempt: opens its span, if the policy asks for one, and marks its request.
    pub(in crate::http) fn begin_attempt(&mut self, extensions: &mut Extensions) {
        self.run.begin_attempt();
        self.mark_resend(extensions);
        let options = &self.run.options;
        let attempt = self.run.attempt_number();
        let resends = ResendCount::new(options.resends).map(ResendCount::get);
        self.span = AttemptSpan::open(&options.policy.policy, || options.name, attempt, resends);
    }

    /// What holds while code of the attempt runs: its span is entered, and the thread is marked if the policy
    /// suppresses nested runs.
    pub(in crate::http) fn inside(&self) -> Option<InAttempt<'_>> {
        InAttempt::of(&self.run.options.policy.policy, &self.span)
    }

    /// The retry that is sent next.
    #[cfg(feature = "tower")]
    pub(in crate::http) fn grant(&self) -> crate::retry::Grant<RequestBudget> {
        self.run.grant()
    }

    /// Ends the run with the error of a service that did not get ready for the attempt.
    #[cfg(feature = "tower")]
    pub(in crate::http) fn not_ready(&mut self, error: &(dyn Error + 'static)) {
        self.run.begin_attempt();
        self.release();
        let kind = FailureKind::NeverSent;
        let failure = Err(RequestFailure { kind, error });
        // Such a service cannot be used again, so there is no other attempt.
        let _ = self.run.ended(&failure, Verdict::Stop, || false);
    }

    /// What follows this outcome of an attempt. `copy` gives the request for another attempt, if it can be
    /// sent again; it is not called if none follows. `read_error` tells what an error says about the request.
    pub(in crate::http) fn after<Q, R, E>(
        &mut self,
        outcome: Result<R, E>,
        copy: impl FnOnce() -> Option<Q>,
        read_error: impl FnOnce(&E) -> (FailureKind, &(dyn Error + 'static)),
    ) -> NextStep<T, Q, R, E>
    where
        R: ReportedResponse,
    {
        let next = match &outcome {
            Ok(response) => self.after_response(response, copy),
            Err(error) => {
                let (kind, error) = read_error(error);
                self.after_error(kind, error, copy)
            }
        };
        match next {
            ControlFlow::Continue((pause, request)) => NextStep::SendAgain {
                pause,
                request,
                discarded: outcome.ok(),
            },
            ControlFlow::Break(report) => NextStep::Return {
                outcome: outcome.map(|mut response| {
                    response.extensions_mut().insert(report);
                    response
                }),
                report,
            },
        }
    }
}
