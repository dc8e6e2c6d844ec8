use core::{
    future::Future,
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
    pub(super) enum Slot<Fut, G> {
        Empty,
        // The deadline leaves nothing to this attempt: it is not made and counts as cut.
        OutOfTime,
        Out {
            // A reading of the clock, if the hedge learns.
            began: u64,
            #[pin]
            attempt: Guarded<Fut, G>,
            // After the attempt, which is dropped before its span closes.
            span: AttemptSpan,
        },
    }
}

impl<Fut, G> Slot<Fut, G>
where
    Fut: Future,
    G: Future<Output = TimedOut>,
{
    /// Polls the attempt, inside of its span.
    pub(super) fn poll<C>(
        self: Pin<&mut Self>,
        run: &RunState<C>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Fut::Output, TimedOut>>
    where
        C: RunOptions<Fut::Output, Task>,
    {
        match self.project() {
            SlotProjection::Out { attempt, span, .. } => {
                run.inside::<Fut::Output, Task, _>(span, |_| attempt.poll(cx))
            }
            SlotProjection::OutOfTime => Poll::Ready(Err(TimedOut::new(Duration::ZERO))),
            SlotProjection::Empty => unreachable!("only attempts that are out are polled"),
        }
    }
}

impl<Fut, G> Slot<Fut, G> {
    /// The reading of the clock when the attempt began. `None` if there is none.
    pub(super) const fn began(&self) -> Option<u64> {
        match self {
            Self::Out { began, .. } => Some(*began),
            Self::Empty | Self::OutOfTime => None,
        }
    }
}

pin_project! {
    /// A place for each attempt of a hedged run, in the order of their numbers. They are fields and not an array,
    /// which cannot be pinned in parts without unsafe code.
    #[project = SlotsProjection]
    #[derive(Debug)]
    pub(super) struct Slots<Fut, G> {
        #[pin]
        first: Slot<Fut, G>,
        #[pin]
        second: Slot<Fut, G>,
        #[pin]
        third: Slot<Fut, G>,
        #[pin]
        fourth: Slot<Fut, G>,
        #[pin]
        fifth: Slot<Fut, G>,
    }
}

impl<Fut, G> Slots<Fut, G> {
    pub(super) const EMPTY: Self = Self {
        first: Slot::Empty,
        second: Slot::Empty,
        third: Slot::Empty,
        fourth: Slot::Empty,
        fifth: Slot::Empty,
    };

    /// The place of the attempt with this number.
    pub(super) fn of(self: Pin<&mut Self>, attempt: u32) -> Pin<&mut Slot<Fut, G>> {
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
