use core::{future::Future, ops::ControlFlow};

use crate::retry::{Grant, MaybeBudget, Pausing};

/// What a [`RetryService`](super::RetryService) needs of its layer.
pub trait BeginRun<Request, Response, Error> {
    /// The run of one request.
    type Run: RequestRun<Request, Response, Error>;
    /// Begins the run of this request.
    fn begin(&self, request: &mut Request) -> Self::Run;
}

/// The run of one request: all that differs between the layer for any service and that for HTTP. The future
/// polls and calls the service; this copies requests and decides.
pub trait RequestRun<Request, Response, Error> {
    /// The error that the caller gets.
    type Error;
    /// The budget that pays for the retries.
    type Budget: MaybeBudget;
    /// The future of a wait, without what it gives back.
    type Sleep: Future;
    /// What is kept of a request while it is out, to make the next one.
    type Copy;

    /// The error that the caller gets for one of the service.
    fn convert(error: Error) -> Self::Error;
    /// A wait before the next attempt that does not follow from the last one. Asked again after it.
    fn before(&mut self) -> Option<Pausing<Self::Sleep, Self::Budget>> {
        None
    }
    /// The retry that was granted last, if any.
    fn grant(&self) -> Option<Grant<Self::Budget>>;
    /// Asks the breaker whether the next attempt may be made.
    fn ask(&mut self) -> bool;
    /// What follows an attempt that the breaker refused, whose request was not sent.
    fn refused(&mut self, request: Request) -> NextAttempt<Self, Request, Response, Error>;
    /// Copies the request of an attempt that begins now, and marks it.
    fn begin_attempt(&mut self, request: &mut Request) -> Self::Copy;
    /// Runs code of the attempt.
    fn inside<X>(&self, code: impl FnOnce() -> X) -> X;
    /// What follows the outcome of an attempt: a wait and the next request, or what the caller gets. An outcome
    /// that the caller does not get is dropped before the wait begins.
    fn after(
        &mut self,
        outcome: Result<Response, Error>,
        copy: Self::Copy,
    ) -> NextAttempt<Self, Request, Response, Error>;
    /// Ends the run with the error of a service that did not get ready for the attempt.
    fn not_ready(&mut self, error: Error) -> Self::Error;
}

/// What follows an attempt.
pub type NextAttempt<R, Request, Response, Error> = ControlFlow<
    Result<Response, <R as RequestRun<Request, Response, Error>>::Error>,
    (
        Pausing<
            <R as RequestRun<Request, Response, Error>>::Sleep,
            <R as RequestRun<Request, Response, Error>>::Budget,
        >,
        Request,
    ),
>;
