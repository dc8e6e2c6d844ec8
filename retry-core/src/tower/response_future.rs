use core::{
    fmt,
    future::Future,
    mem,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;
use tower_service::Service;

use super::request_run::RequestRun;
use crate::retry::{Grant, MaybeBudget, Pausing};

pin_project! {
    /// The future of a [`RetryService`](crate::tower::RetryService). It makes one attempt after the other, and
    /// polls the service ready for each. It spawns nothing and allocates nothing.
    //
    // Each field is a bare type parameter: with a projection such as `S::Future`, `tokio::spawn` of a service that
    // borrows fails ("implementation of `FnOnce` is not general enough").
    #[must_use = "futures do nothing unless awaited"]
    pub struct ResponseFuture<S, R, Q, F, W, G: MaybeBudget, C> {
        // First, so that an attempt is dropped before its span closes.
        #[pin]
        state: State<F, W, G>,
        service: S,
        run: R,
        request: Request<Q, C>,
    }
}

/// A request between two attempts, and what is left of it during one.
enum Request<Q, C> {
    None,
    Next(Q),
    Copy(C),
}

impl<Q, C> Request<Q, C> {
    fn take(&mut self) -> Self {
        mem::replace(self, Self::None)
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, W, G: MaybeBudget> {
        Waiting { #[pin] pause: Pausing<W, G> },
        // The retry that is granted and not sent yet.
        GettingReady { retry: Option<Grant<G>> },
        Sending { #[pin] response: F },
        // The breaker refuses the attempt.
        Refused,
        Over,
    }
}

impl<S, R, Q, F, W, G, C> ResponseFuture<S, R, Q, F, W, G, C>
where
    S: Service<Q, Future = F> + Clone,
    R: RequestRun<Q, S::Response, S::Error, Sleep = W, Budget = G, Copy = C>,
    G: MaybeBudget,
{
    pub(crate) fn new(ready: S, mut run: R, request: Q) -> Self {
        let state = before_attempt(&mut run);
        let service = match state {
            // A clone has reserved nothing, so others can send while this request waits at a gate or for a breaker.
            State::Waiting { .. } | State::Refused => ready.clone(),
            _ => ready,
        };
        Self {
            state,
            service,
            run,
            request: Request::Next(request),
        }
    }
}

fn before_attempt<F, R, Q, A, E>(run: &mut R) -> State<F, R::Sleep, R::Budget>
where
    R: RequestRun<Q, A, E>,
{
    if let Some(pause) = run.before() {
        return State::Waiting { pause };
    }
    let mut retry = run.grant();
    if run.ask() {
        return State::GettingReady { retry };
    }
    if let Some(retry) = &mut retry {
        // The run gives back what it took.
        retry.spend();
    }
    State::Refused
}

impl<S, R, Q, F, W, G, C> Future for ResponseFuture<S, R, Q, F, W, G, C>
where
    S: Service<Q, Future = F>,
    F: Future<Output = Result<S::Response, S::Error>>,
    R: RequestRun<Q, S::Response, S::Error, Sleep = W, Budget = G, Copy = C>,
    W: Future,
    G: MaybeBudget,
{
    type Output = Result<S::Response, R::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            match this.state.as_mut().project() {
                StateProjection::Waiting { pause } => {
                    ready!(pause.poll(cx));
                    let next = before_attempt(&mut *this.run);
                    this.state.set(next);
                }
                StateProjection::GettingReady { retry } => {
                    if let Err(error) = ready!(this.service.poll_ready(cx)) {
                        // The attempt is not made.
                        this.state.set(State::Over);
                        return Poll::Ready(Err(this.run.not_ready(error)));
                    }
                    let Request::Next(mut request) = this.request.take() else {
                        unreachable!("a request follows each wait");
                    };
                    *this.request = Request::Copy(this.run.begin_attempt(&mut request));
                    if let Some(retry) = retry {
                        retry.spend();
                    }
                    let response = this.run.inside(|| this.service.call(request));
                    this.state.set(State::Sending { response });
                }
                StateProjection::Sending { response } => {
                    let outcome = ready!(this.run.inside(|| response.poll(cx)));
                    // Drops what has sent the request, whose own spans are inside of the attempt's.
                    this.state.set(State::Over);
                    let Request::Copy(copy) = this.request.take() else {
                        unreachable!("each attempt leaves a copy or none");
                    };
                    match this.run.after(outcome, copy) {
                        ControlFlow::Continue((pause, request)) => {
                            *this.request = Request::Next(request);
                            this.state.set(State::Waiting { pause });
                        }
                        ControlFlow::Break(result) => return Poll::Ready(result),
                    }
                }
                StateProjection::Refused => {
                    let Request::Next(request) = this.request.take() else {
                        unreachable!("a request follows each wait");
                    };
                    this.state.set(State::Over);
                    match this.run.refused(request) {
                        ControlFlow::Continue((pause, request)) => {
                            *this.request = Request::Next(request);
                            this.state.set(State::Waiting { pause });
                        }
                        ControlFlow::Break(result) => return Poll::Ready(result),
                    }
                }
                StateProjection::Over => panic!("a finished run was polled again"),
            }
        }
    }
}

impl<S, R, Q, F, W, G: MaybeBudget, C> fmt::Debug for ResponseFuture<S, R, Q, F, W, G, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Waiting { .. } => "waiting",
            State::GettingReady { .. } => "getting ready",
            State::Sending { .. } => "sending",
            State::Refused => "refused",
            State::Over => "over",
        };
        f.debug_struct("ResponseFuture")
            .field("state", &state)
            .finish_non_exhaustive()
    }
}
