use core::{fmt, future::IntoFuture, ops::ControlFlow};

use super::{
    clone_request::CloneRequest,
    request_run::{NextAttempt, RequestRun},
};
use crate::{
    observe::{AttemptSpan, InAttempt},
    outcome::Verdict,
    retry::{Grant, JudgedOptions, Run},
    time::AsyncTimer,
};

/// The run of a request to any service.
pub struct ServiceRun<C, K, T> {
    run: Run<T, C>,
    clone: K,
    /// The span of the attempt under way.
    span: AttemptSpan,
}

impl<C, K, T> ServiceRun<C, K, T> {
    pub(super) fn new(run: Run<T, C>, clone: K) -> Self {
        Self {
            run,
            clone,
            span: AttemptSpan::default(),
        }
    }
}

impl<C, K, T, Request, Response, Error> RequestRun<Request, Response, Error> for ServiceRun<C, K, T>
where
    C: JudgedOptions<Result<Response, Error>>,
    K: CloneRequest<Request>,
    T: AsyncTimer + Clone,
{
    type Error = Error;
    type Budget = C::Budget;
    type Sleep = T::Sleep;
    type Copy = Option<Request>;

    fn convert(error: Error) -> Error {
        error
    }

    fn grant(&self) -> Option<Grant<C::Budget>> {
        Some(self.run.grant())
    }

    fn ask(&mut self) -> bool {
        self.run.asks()
    }

    fn refused(&mut self, request: Request) -> NextAttempt<Self, Request, Response, Error> {
        self.run.begin_attempt();
        let outcome = self.run.options.refused();
        match self.run.after(&outcome, || true) {
            Ok(wait) => {
                let pause = self.run.pause_for(wait).into_future();
                ControlFlow::Continue((pause, request))
            }
            Err(_) => ControlFlow::Break(outcome),
        }
    }

    fn begin_attempt(&mut self, request: &mut Request) -> Option<Request> {
        let copy = self.clone.clone_request(request);
        self.run.begin_attempt();
        let (options, attempt) = (&self.run.options, self.run.attempt_number());
        self.span = AttemptSpan::open(options.policy(), || options.name(), attempt, None);
        copy
    }

    fn inside<X>(&self, code: impl FnOnce() -> X) -> X {
        let _inside = InAttempt::of(self.run.options.policy(), &self.span);
        code()
    }

    fn after(
        &mut self,
        outcome: Result<Response, Error>,
        copy: Option<Request>,
    ) -> NextAttempt<Self, Request, Response, Error> {
        self.span = AttemptSpan::default();
        let next = self.run.after(&outcome, || copy.is_some());
        match (next, copy) {
            (Ok(wait), Some(request)) => {
                drop(outcome);
                let pause = self.run.pause_for(wait).into_future();
                ControlFlow::Continue((pause, request))
            }
            _ => ControlFlow::Break(outcome),
        }
    }

    fn not_ready(&mut self, error: Error) -> Error {
        self.run.begin_attempt();
        self.run.options.release();
        let outcome = Err::<Response, _>(error);
        // A service that failed to get ready cannot be used again, so there is no other attempt.
        let _ = self.run.ended(&outcome, Verdict::Stop, || false);
        let Err(error) = outcome else {
            unreachable!("it is an error since the lines above")
        };
        error
    }
}

impl<C, K, T> fmt::Debug for ServiceRun<C, K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceRun").finish_non_exhaustive()
    }
}
