use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use pin_project_lite::pin_project;

use super::learns::AtGate;
use crate::{
    driver::Attempt,
    outcome::Outcome,
    retry::{Async, Blocking, Operation},
    time::{AsyncTimer, BlockingTimer, Clock},
};

/// An operation that waits at a gate before each attempt.
#[derive(Clone, Copy, Debug)]
pub struct GatedOperation<'g, Op, T> {
    pub(super) op: Op,
    pub(super) at: AtGate<'g, T>,
}

/// The marker of an operation with a gate before it.
pub trait GateMarker<'g, T> {
    /// The marker.
    type Gated;
}

impl<T, A> GateMarker<'_, T> for Blocking<A> {
    type Gated = Self;
}

impl<'g, T: AsyncTimer, Fut, A> GateMarker<'g, T> for Async<Fut, A> {
    type Gated = Async<GatedAttempt<'g, T, T::Sleep, Fut>, A>;
}

impl<T: Clock> AtGate<'_, T> {
    /// How long an attempt waits that has waited this long already. An attempt that would have no time
    /// left after it is not delayed: the server's answer says more than a timeout.
    fn delay(&self, waited: Duration, remaining: Option<Duration>) -> Option<Duration> {
        let delay = self.gate.delay(&self.timer, waited)?;
        let is_in_time = match remaining {
            Some(remaining) => waited.saturating_add(delay) < remaining,
            None => true,
        };
        is_in_time.then_some(delay)
    }

    fn is_open(&self) -> bool {
        self.gate.delay(&self.timer, Duration::ZERO).is_none()
    }
}

impl<A, Op, R, T> Operation<Blocking<A>> for GatedOperation<'_, Op, T>
where
    Op: Operation<Blocking<A>, Returned = R, Outcome = R>,
    R: Outcome,
    T: BlockingTimer,
{
    type Returned = R;
    type Outcome = R;
    const TAKES_ATTEMPT: bool = Op::TAKES_ATTEMPT;

    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> R {
        if self.at.is_open() {
            return self.op.run(attempt);
        }
        let mut attempt = attempt();
        let mut waited = Duration::ZERO;
        while let Some(delay) = self.at.delay(waited, attempt.remaining) {
            self.at.timer.block(delay);
            waited = waited.saturating_add(delay);
        }
        attempt.elapsed = attempt.elapsed.saturating_add(waited);
        attempt.remaining = attempt
            .remaining
            .map(|remaining| remaining.saturating_sub(waited));
        self.op.run(|| attempt)
    }
}

impl<'g, A, Op, Fut, T> Operation<Async<GatedAttempt<'g, T, T::Sleep, Fut>, A>>
    for GatedOperation<'g, Op, T>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future<Output: Outcome>,
    T: AsyncTimer + Clone,
{
    type Returned = GatedAttempt<'g, T, T::Sleep, Fut>;
    type Outcome = Fut::Output;
    const TAKES_ATTEMPT: bool = Op::TAKES_ATTEMPT;

    fn run(&mut self, attempt: impl FnOnce() -> Attempt) -> Self::Returned {
        let (remaining, attempt) = if self.at.is_open() {
            (None, self.op.run(attempt))
        } else {
            let attempt = attempt();
            (attempt.remaining, self.op.run(|| attempt))
        };
        GatedAttempt {
            at: self.at.clone(),
            waited: Duration::ZERO,
            remaining,
            is_open: false,
            sleep: None,
            attempt,
        }
    }
}

pin_project! {
    /// An attempt that begins when the gate is open.
    #[must_use = "futures do nothing unless awaited"]
    pub struct GatedAttempt<'g, T, S, Fut> {
        at: AtGate<'g, T>,
        waited: Duration,
        remaining: Option<Duration>,
        is_open: bool,
        #[pin]
        sleep: Option<S>,
        #[pin]
        attempt: Fut,
    }
}

impl<T, S, Fut> Future for GatedAttempt<'_, T, S, Fut>
where
    T: AsyncTimer<Sleep = S>,
    S: Future,
    Fut: Future,
{
    type Output = Fut::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Fut::Output> {
        let mut this = self.project();
        while !*this.is_open {
            if let Some(sleep) = this.sleep.as_mut().as_pin_mut() {
                ready!(sleep.poll(cx));
                this.sleep.set(None);
            }
            match this.at.delay(*this.waited, *this.remaining) {
                Some(delay) => {
                    *this.waited = this.waited.saturating_add(delay);
                    this.sleep.set(Some(this.at.timer.sleep(delay)));
                }
                None => *this.is_open = true,
            }
        }
        this.attempt.poll(cx)
    }
}

impl<T, S, Fut> fmt::Debug for GatedAttempt<'_, T, S, Fut> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatedAttempt")
            .field("waited", &self.waited)
            .field("is_open", &self.is_open)
            .finish_non_exhaustive()
    }
}
