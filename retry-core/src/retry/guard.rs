use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::outcome::TimedOut;

/// The guard of an attempt without a limit: never ready, and zero-sized.
#[derive(Debug, Default)]
pub struct Unguarded(());

impl Future for Unguarded {
    type Output = TimedOut;

    #[inline]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<TimedOut> {
        Poll::Pending
    }
}

pin_project! {
    /// The guard of an attempt with a limit.
    #[derive(Debug)]
    pub struct Guard<S> {
        limit: Duration,
        #[pin]
        sleep: Option<S>,
    }
}

impl<S> Guard<S> {
    pub(super) fn new(limit: Option<Duration>, sleep: impl FnOnce(Duration) -> S) -> Self {
        Self {
            limit: limit.unwrap_or(Duration::MAX),
            sleep: limit.map(sleep),
        }
    }
}

impl<S: Future> Future for Guard<S> {
    type Output = TimedOut;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<TimedOut> {
        let this = self.project();
        match this.sleep.as_pin_mut() {
            Some(sleep) => sleep.poll(cx).map(|_| TimedOut::new(*this.limit)),
            None => Poll::Pending,
        }
    }
}

pin_project! {
    /// An attempt and its guard.
    #[derive(Debug)]
    pub struct Guarded<Fut, G> {
        #[pin]
        pub(crate) attempt: Fut,
        #[pin]
        pub(crate) guard: G,
    }
}

impl<Fut, G> Future for Guarded<Fut, G>
where
    Fut: Future,
    G: Future<Output = TimedOut>,
{
    type Output = Result<Fut::Output, TimedOut>;

    /// Polls the attempt first, so that an outcome which is ready is never lost.
    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        match this.attempt.poll(cx) {
            Poll::Ready(outcome) => Poll::Ready(Ok(outcome)),
            Poll::Pending => this.guard.poll(cx).map(Err),
        }
    }
}
