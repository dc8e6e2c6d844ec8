use core::{error::Error, future::IntoFuture, marker::PhantomData, ops::ControlFlow};

use http::{Request, Response};

use super::{
    grpc_response::GrpcResponse, request_copy::RequestCopy, service_errors::ServiceErrors,
};
use crate::{
    breaker::BreakerOpen,
    http::{
        adapter::{Exchange, NextStep, RequestBudget},
        failure::FailureKind,
    },
    retry::{Grant, Pausing},
    time::AsyncTimer,
    tower::{
        CloneRequest,
        named_in_messages::{NextAttempt, RequestRun},
    },
};

/// The run of an HTTP request.
#[derive(Debug)]
pub struct HttpRun<T, C, E> {
    /// `None` if the request is not retried.
    exchange: Option<Exchange<T>>,
    clone: C,
    /// Why the breaker refuses the attempt that is due.
    refusal: Option<BreakerOpen>,
    errors: PhantomData<fn() -> E>,
}

impl<T, C, E> HttpRun<T, C, E> {
    pub(super) const fn new(exchange: Option<Exchange<T>>, clone: C) -> Self {
        Self {
            exchange,
            clone,
            refusal: None,
            errors: PhantomData,
        }
    }
}

impl<T, C, E, B, R, F> RequestRun<Request<B>, Response<R>, F> for HttpRun<T, C, E>
where
    T: AsyncTimer + Clone,
    C: CloneRequest<Request<B>>,
    E: ServiceErrors<F>,
    B: 'static,
{
    type Error = E::Error;
    type Budget = RequestBudget;
    type Sleep = T::Sleep;
    type Copy = RequestCopy<B>;

    fn convert(error: F) -> E::Error {
        E::convert(error)
    }

    fn before(&mut self) -> Option<Pausing<T::Sleep, RequestBudget>> {
        let pause = self.exchange.as_mut()?.before()?;
        Some(pause.into_future())
    }

    fn grant(&self) -> Option<Grant<RequestBudget>> {
        self.exchange.as_ref().map(Exchange::grant)
    }

    fn ask(&mut self) -> bool {
        self.refusal = self.exchange.as_mut().and_then(|it| it.ask().err());
        self.refusal.is_none()
    }

    fn refused(&mut self, request: Request<B>) -> NextAttempt<Self, Request<B>, Response<R>, F> {
        let (Some(exchange), Some(open)) = (&mut self.exchange, self.refusal.take()) else {
            unreachable!("the breaker of an exchange has refused the attempt");
        };
        match exchange.refused(open) {
            ControlFlow::Continue(pause) => ControlFlow::Continue((pause.into_future(), request)),
            ControlFlow::Break(_) => ControlFlow::Break(Err(E::refused(open))),
        }
    }

    fn begin_attempt(&mut self, request: &mut Request<B>) -> RequestCopy<B> {
        let Some(exchange) = &mut self.exchange else {
            return RequestCopy::None;
        };
        let copy = RequestCopy::of(request, &self.clone);
        exchange.begin_attempt(request.extensions_mut());
        copy
    }

    fn inside<X>(&self, code: impl FnOnce() -> X) -> X {
        let _inside = self.exchange.as_ref().and_then(Exchange::inside);
        code()
    }

    fn after(
        &mut self,
        outcome: Result<Response<R>, F>,
        copy: RequestCopy<B>,
    ) -> NextAttempt<Self, Request<B>, Response<R>, F> {
        let outcome = outcome.map_err(E::convert);
        let Some(exchange) = &mut self.exchange else {
            return ControlFlow::Break(outcome);
        };
        let outcome = outcome.map(GrpcResponse);
        match exchange.after(outcome, || copy.make(), read_error::<E, _>) {
            NextStep::SendAgain {
                pause,
                request,
                discarded,
            } => {
                // Its connection must be free before the wait.
                drop(discarded);
                ControlFlow::Continue((pause.into_future(), request))
            }
            NextStep::Return { outcome, report } => {
                let concluded = outcome.and_then(|GrpcResponse(response)| {
                    let raised = exchange.raised(&response, &report);
                    E::conclude(response, raised)
                });
                ControlFlow::Break(concluded)
            }
        }
    }

    fn not_ready(&mut self, error: F) -> E::Error {
        let error = E::convert(error);
        if let Some(exchange) = &mut self.exchange {
            exchange.not_ready(E::as_error(&error));
        }
        error
    }
}

pub(super) fn read_error<E, F>(error: &E::Error) -> (FailureKind, &(dyn Error + 'static))
where
    E: ServiceErrors<F>,
{
    let error = E::as_error(error);
    (FailureKind::of(error), error)
}
