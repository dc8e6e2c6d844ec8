use core::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{
    Outcome, Retry,
    attempt_timeout::Guarded,
    engine::{AsyncSetup, Engine, Task},
    operation::{Async, Operation},
    time::poll_wait,
};

pin_project! {
    /// The future of an async run: what `retry(op).await` awaits.
    ///
    /// It spawns nothing and allocates nothing. Dropped, it drops the attempt or the wait under way
    /// at once.
    //
    // Each component is a bare type parameter: with a projection in a field, the compiler loses
    // track of borrowed captures and refuses `tokio::spawn` ("expected async block, found async
    // block").
    #[must_use = "futures do nothing unless awaited"]
    pub struct RetryFuture<A, Op, Fut, S, G, C> {
        op: Op,
        engine: Engine<C>,
        #[pin]
        state: State<Fut, S, G>,
        takes: PhantomData<fn(A)>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<Fut, S, G> {
        New,
        Attempt {
            // In here, not in the engine: it takes no room beside a sleep, which is the larger.
            began: u64,
            #[pin]
            attempt: Guarded<Fut, G>,
        },
        Wait { #[pin] sleep: S },
        Done,
    }
}

impl<A, Op, Fut, S, G, C> Future for RetryFuture<A, Op, Fut, S, G, C>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    S: Future,
    C: AsyncSetup<Fut::Output, Sleep = S, Guard = G>,
    G: Future<Output = crate::TimedOut>,
{
    type Output = C::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Output> {
        let mut this = self.project();
        let engine = this.engine;
        loop {
            match this.state.as_mut().project() {
                StateProjection::New => {
                    engine.begin::<Fut::Output, Task>(Op::TAKES_ATTEMPT);
                }
                StateProjection::Attempt { began, attempt } => {
                    let began = *began;
                    let ended = ready!(attempt.poll(cx));
                    // The attempt is over: its future goes before its outcome is made and judged.
                    this.state.set(State::Done);
                    let outcome = match ended {
                        Ok(outcome) => outcome,
                        Err(timed_out) => engine.config.timed_out(timed_out),
                    };
                    match engine.settle::<_, Task>(outcome, began, Op::TAKES_ATTEMPT) {
                        ControlFlow::Break(output) => return Poll::Ready(output),
                        ControlFlow::Continue(delay) => {
                            engine.progress.yields = delay.is_zero();
                            let sleep = engine.config.sleep(delay);
                            this.state.set(State::Wait { sleep });
                            continue;
                        }
                    }
                }
                StateProjection::Wait { sleep } => {
                    ready!(poll_wait(&mut engine.progress.yields, sleep, cx));
                    this.state.set(State::Done);
                }
                StateProjection::Done => panic!("a finished run was polled again"),
            }
            let began = engine.began::<Fut::Output, Task>();
            let guard = engine.config.guard(&engine.progress);
            let attempt = this.op.run(|| engine.attempt::<Fut::Output, Task>());
            this.state.set(State::Attempt {
                began,
                attempt: Guarded { attempt, guard },
            });
        }
    }
}

impl<A, Op, Fut, S, G, C> fmt::Debug for RetryFuture<A, Op, Fut, S, G, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::New => "new",
            State::Attempt { .. } => "attempting",
            State::Wait { .. } => "waiting",
            State::Done => "done",
        };
        f.debug_struct("RetryFuture")
            .field("attempt", &self.engine.progress.attempt())
            .field("state", &state)
            .finish_non_exhaustive()
    }
}

/// An operation that can be awaited under this configuration.
#[diagnostic::on_unimplemented(
    message = "this operation is blocking: end the chain with `.call()`",
    label = "blocking: `.call()` instead of `.await`"
)]
pub trait Awaited<Op, C>: Sized {
    /// What the run hands back.
    type Output;
    /// The future of the run.
    type Future: Future<Output = Self::Output>;
    /// Makes it.
    fn future(op: Op, config: C) -> Self::Future;
}

impl<A, Fut, Op, C> Awaited<Op, C> for Async<Fut, A>
where
    Op: Operation<Self, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    C: AsyncSetup<Fut::Output>,
{
    type Output = C::Output;
    type Future = RetryFuture<A, Op, Fut, C::Sleep, C::Guard, C>;

    fn future(op: Op, config: C) -> Self::Future {
        RetryFuture {
            op,
            engine: Engine::new(config),
            state: State::New,
            takes: PhantomData,
        }
    }
}

impl<M, Op, C> IntoFuture for Retry<M, Op, C>
where
    M: Awaited<Op, C>,
{
    type Output = M::Output;
    type IntoFuture = M::Future;

    fn into_future(self) -> M::Future {
        M::future(self.op, self.config)
    }
}
