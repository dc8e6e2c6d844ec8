use core::{error::Error, ops::ControlFlow};

use http::{Extensions, Response};

use super::{exchange::Exchange, http_report::HttpReport, request_budget::RequestBudget};
use crate::{
    driver::Inside,
    http::{failure::FailureKind, response::HttpResponse},
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
}

impl<B> ReportedResponse for Response<B> {
    fn extensions_mut(&mut self) -> &mut Extensions {
        self.extensions_mut()
    }
}

impl<T: Clock + Clone> Exchange<T> {
    /// Marks the thread as inside of an attempt until the mark is dropped, if the policy suppresses nested
    /// runs.
    pub(in crate::http) fn inside(&self) -> Option<Inside> {
        Inside::of(&self.run.options.policy.policy)
    }

    /// The retry that is sent next.
    #[cfg(feature = "tower")]
    pub(in crate::http) fn grant(&self) -> crate::retry::Grant<RequestBudget> {
        self.run.grant()
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
