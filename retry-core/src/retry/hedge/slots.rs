use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::{
    observe::AttemptSpan,
    outcome::TimedOut,
    retry::{guard::Guarded, run_options::RunOptions, run_state::RunState},
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
    /// Polls the attempt, inside of its span.
    pub(super) fn poll<C>(
        self: Pin<&mut Self>,
        run: &RunState<C>,
        cx: &mut Context<'_>,
    ) -> Poll<End<Fut::Output>>
    where
        C: RunOptions<Fut::Output, Task>,
    {
        match self.project() {
            SlotProjection::Out { attempt, span, .. } => {
                let ended = run.inside::<Fut::Output, Task, _>(span, |_| attempt.poll(cx));
                ended.map(|ended| match ended {
                    Ok(outcome) => End::Outcome(outcome),
                    Err(timed_out) => End::Cut(timed_out),
                })
            }
            SlotProjection::OutOfTime => Poll::Ready(End::Cut(TimedOut::new(Duration::ZERO))),
            SlotProjection::Refused { .. } => Poll::Ready(End::Refused),
            SlotProjection::Empty => unreachable!("only attempts that are out are polled"),
        }
    }
}

impl<Fut, G, Q> Slot<Fut, G, Q> {
    /// Takes the breaker of an attempt that has ended, and leaves this one.
    pub(super) fn swap_breaker(self: Pin<&mut Self>, other: Q) -> Q {
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
    /// A place for each attempt of a hedged run, in the order of their numbers. They are fields and not an array,
    /// which cannot be pinned in parts without unsafe code.
    #[project = SlotsProjection]
    #[derive(Debug)]
    pub(super) struct Slots<Fut, G, Q> {
        #[pin]
        first: Slot<Fut, G, Q>,
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
    pub(super) const EMPTY: Self = Self {
        first: Slot::Empty,
        second: Slot::Empty,
        third: Slot::Empty,
        fourth: Slot::Empty,
        fifth: Slot::Empty,
    };

    /// The place of the attempt with this number.
    pub(super) fn of(self: Pin<&mut Self>, attempt: u32) -> Pin<&mut Slot<Fut, G, Q>> {
        let SlotsProjection {
            first,
            second,
            third,
            fourth,
            fifth,
        } = self.project();
        match attempt {
            1 => first,
            2 => second,
            3 => third,
            4 => fourth,
            5 => fifth,
            _ => unreachable!("a hedged run makes at most five attempts"),
        }
    }
}
