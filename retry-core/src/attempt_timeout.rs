use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::{TimedOut, hooks::Unset};

/// As an attempt timeout: no limit of its own, only what the deadline leaves.
///
/// ```no_run
/// # #[cfg(feature = "futures-timer")] async fn f() -> std::io::Result<()> {
/// use core::time::Duration;
/// use retry_core::{Remaining, retry};
///
/// retry(|| async { Ok::<_, std::io::Error>(()) })
///     .deadline(Duration::from_secs(30))
///     .attempt_timeout(Remaining)
///     .await
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining;

/// The time that one async attempt may take: made from a `Duration`, an `Option<Duration>` or
/// [`Remaining`]. What a deadline leaves is always a limit too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptTimeout {
    /// `None`: no limit at all, not even the deadline's.
    limit: Option<Duration>,
}

impl From<Duration> for AttemptTimeout {
    fn from(limit: Duration) -> Self {
        Self { limit: Some(limit) }
    }
}

/// `None` is no attempt timeout.
impl From<Option<Duration>> for AttemptTimeout {
    fn from(limit: Option<Duration>) -> Self {
        Self { limit }
    }
}

impl From<Remaining> for AttemptTimeout {
    fn from(_: Remaining) -> Self {
        Self {
            limit: Some(Duration::MAX),
        }
    }
}

/// The attempt timeout of a run, or none.
pub trait Limit<E> {
    /// The future beside each attempt: ready when the attempt has taken too long.
    type Guard<S: Future>: Future<Output = TimedOut>;
    /// Whether there is one, so that what the deadline leaves is worth a clock reading.
    const GIVEN: bool;

    /// The time that an attempt has, given what the deadline leaves.
    fn limit(&self, remaining: Option<Duration>) -> Option<Duration>;

    /// A guard for an attempt with this limit.
    fn guard<S: Future>(
        limit: Option<Duration>,
        sleep: impl FnOnce(Duration) -> S,
    ) -> Self::Guard<S>;

    /// The error of an attempt that was cut.
    fn error(&mut self, timed_out: TimedOut) -> E;
}

impl<E> Limit<E> for Unset {
    type Guard<S: Future> = Unguarded;
    const GIVEN: bool = false;

    fn limit(&self, _: Option<Duration>) -> Option<Duration> {
        None
    }

    fn guard<S: Future>(_: Option<Duration>, _: impl FnOnce(Duration) -> S) -> Unguarded {
        Unguarded::default()
    }

    fn error(&mut self, _: TimedOut) -> E {
        unreachable!("a guard that is never ready cuts no attempt")
    }
}

/// An attempt timeout and how an error is made of it.
#[derive(Clone, Copy, Debug)]
pub struct Limited<F> {
    pub(crate) timeout: AttemptTimeout,
    pub(crate) make: F,
}

impl<E, F: FnMut(TimedOut) -> E> Limit<E> for Limited<F> {
    type Guard<S: Future> = Guard<S>;
    const GIVEN: bool = true;

    fn limit(&self, remaining: Option<Duration>) -> Option<Duration> {
        match (self.timeout.limit, remaining) {
            (Some(limit), Some(remaining)) => Some(limit.min(remaining)),
            (Some(Duration::MAX), None) => None,
            (limit, _) => limit,
        }
    }

    fn guard<S: Future>(limit: Option<Duration>, sleep: impl FnOnce(Duration) -> S) -> Guard<S> {
        Guard {
            limit: limit.unwrap_or(Duration::MAX),
            sleep: limit.map(sleep),
        }
    }

    fn error(&mut self, timed_out: TimedOut) -> E {
        (self.make)(timed_out)
    }
}

/// Beside an attempt without a limit: never ready, and of no size.
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
    /// Beside an attempt with a limit.
    #[derive(Debug)]
    pub struct Guard<S> {
        limit: Duration,
        #[pin]
        sleep: Option<S>,
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
    /// An attempt beside its guard.
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

    /// The attempt is polled first: an outcome that is there is never thrown away.
    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        match this.attempt.poll(cx) {
            Poll::Ready(outcome) => Poll::Ready(Ok(outcome)),
            Poll::Pending => this.guard.poll(cx).map(Err),
        }
    }
}
