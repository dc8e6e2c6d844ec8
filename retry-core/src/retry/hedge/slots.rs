use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use super::hedged_options::HedgedOptions;
use crate::{
    observe::AttemptSpan,
    outcome::TimedOut,
    retry::{guard::Guarded, run_state::RunState},
    time::Task,
};

pin_project! {
    /// The place of one attempt of a hedged run.
    #[project = SlotProjection]
    #[derive(Debug)]
    pub(super) enum Slot<Fut, G, Q> {
        Empty,
        // The deadline leaves nothing to this attempt: it is not made and counts as cut.
        OutOfTime,
        // The breaker refused this attempt: it is not made.
        Refused { breaker: Q },
        Out {
            // A reading of the clock, if the hedge learns.
            began: u64,
            #[pin]
            attempt: Guarded<Fut, G>,
            // After the attempt, which is dropped before its span closes.
            span: AttemptSpan,
            // Holds the place of this attempt, and frees it if the attempt is dropped.
            breaker: Q,
        },
    }
}

/// How an attempt of a hedged run ended.
pub(super) enum End<R> {
    Outcome(R),
    Cut(TimedOut),
    Refused,
}

/// An attempt that has ended, without its future.
pub(super) struct EndedAttempt<R, Q> {
    pub(super) end: End<R>,
    /// A reading of the clock, if the hedge learns.
    pub(super) began: Option<u64>,
    pub(super) breaker: Q,
}

impl<Fut, G, Q> Slot<Fut, G, Q>
where
    Fut: Future,
    G: Future<Output = TimedOut>,
{
    /// Polls the attempt, inside of its span, and drops it when it has ended, before its outcome is judged.
    #[inline]
    pub(super) fn poll_and_drop<C, const MARKED: bool>(
        mut self: Pin<&mut Self>,
        run: &RunState<C>,
        cx: &mut Context<'_>,
    ) -> Option<EndedAttempt<Fut::Output, Q>>
    where
        C: HedgedOptions<Fut::Output, Breaker = Q>,
    {
        let end = match self.as_mut().project() {
            SlotProjection::Out { attempt, span, .. } => {
                let ended = run.marked::<Fut::Output, Task, MARKED, _>(span, |_| attempt.poll(cx));
                match ended {
                    Poll::Ready(Ok(outcome)) => End::Outcome(outcome),
                    Poll::Ready(Err(timed_out)) => End::Cut(timed_out),
                    Poll::Pending => return None,
                }
            }
            SlotProjection::OutOfTime => End::Cut(TimedOut::new(Duration::ZERO)),
            SlotProjection::Refused { .. } => End::Refused,
            SlotProjection::Empty => unreachable!("only attempts that are out are polled"),
        };
        let ended = EndedAttempt {
            end,
            began: self.began(),
            breaker: self.as_mut().swap_breaker(run.options.breaker()),
        };
        self.set(Self::Empty);
        Some(ended)
    }
}

impl<Fut, G, Q> Slot<Fut, G, Q> {
    /// Takes the breaker of an attempt that has ended, and leaves this one.
    fn swap_breaker(self: Pin<&mut Self>, other: Q) -> Q {
        match self.project() {
            SlotProjection::Out { breaker, .. } | SlotProjection::Refused { breaker } => {
                mem::replace(breaker, other)
            }
            SlotProjection::OutOfTime | SlotProjection::Empty => other,
        }
    }

    /// The reading of the clock when the attempt began. `None` if there is none.
    pub(super) const fn began(&self) -> Option<u64> {
        match self {
            Self::Out { began, .. } => Some(*began),
            Self::Empty | Self::OutOfTime | Self::Refused { .. } => None,
        }
    }
}

pin_project! {
    /// A place for each attempt of a hedged run, in the order of their numbers. Most runs need only the first.
    #[project = SlotsProjection]
    #[derive(Debug)]
    pub(super) struct Slots<Fut, G, Q> {
        #[pin]
        first: Slot<Fut, G, Q>,
        #[pin]
        further: Option<Further<Fut, G, Q>>,
    }
}

pin_project! {
    /// The places after the first. They are fields and not an array, which cannot be pinned in parts without unsafe
    /// code.
    #[project = FurtherProjection]
    #[derive(Debug)]
    struct Further<Fut, G, Q> {
        #[pin]
        second: Slot<Fut, G, Q>,
        #[pin]
        third: Slot<Fut, G, Q>,
        #[pin]
        fourth: Slot<Fut, G, Q>,
        #[pin]
        fifth: Slot<Fut, G, Q>,
    }
}

impl<Fut, G, Q> Slots<Fut, G, Q> {
    /// Without attempts.
    //
    // Not a `const`: each use would copy all bytes, where this sets two tags.
    #[inline]
    pub(super) const fn new() -> Self {
        Self {
            first: Slot::Empty,
            further: None,
        }
    }

    /// The place of the first attempt.
    #[inline]
    pub(super) fn first(self: Pin<&mut Self>) -> Pin<&mut Slot<Fut, G, Q>> {
        self.project().first
    }

    /// The place of the attempt with this number.
    pub(super) fn of(self: Pin<&mut Self>, attempt: u32) -> Pin<&mut Slot<Fut, G, Q>> {
        let SlotsProjection { first, mut further } = self.project();
        if attempt == 1 {
            return first;
        }
        if further.is_none() {
            further.set(Some(Further {
                second: Slot::Empty,
                third: Slot::Empty,
                fourth: Slot::Empty,
                fifth: Slot::Empty,
            }));
        }
        let further = further.as_pin_mut().map(Further::project);
        match (attempt, further) {
            (2, Some(further)) => further.second,
            (3, Some(further)) => further.third,
            (4, Some(further)) => further.fourth,
            (5, Some(further)) => further.fifth,
            _ => unreachable!("a hedged run makes at most five attempts"),
        }
    }
}
