//! Plays a hedged run on a manual clock, millisecond by millisecond, and notes what happens.

use std::{
    cell::{Cell, RefCell},
    future::{Future, IntoFuture, poll_fn},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use retry_core::{
    Attempt, Budget, Hedge, Policy, Report, StopReason, Verdict, retry, testing::ManualClock,
    time::Clock as _,
};

pub(crate) const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// What an attempt answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Fine,
    /// Retried.
    Busy,
    /// Retried, not before this many milliseconds.
    After(u64),
    /// The same, where the callee is overloaded.
    Throttled(u64),
    /// Not retried.
    Fatal,
    /// Made in place of an attempt that the breaker refused. Judged, it would end the run.
    Refused,
}

impl Answer {
    pub(crate) fn verdict(&self) -> Verdict {
        match *self {
            Self::Fine => Verdict::Accept,
            Self::Busy => Verdict::Retry,
            Self::After(hint) => Verdict::RetryAfter(ms(hint)),
            Self::Throttled(hint) => Verdict::Throttled(Some(ms(hint))),
            Self::Fatal | Self::Refused => Verdict::Stop,
        }
    }
}

/// After how many milliseconds each attempt answers, and what. Those after the last never do.
pub(crate) type Script<'a> = &'a [(u64, Answer)];

/// What a run did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Played {
    /// When each attempt began, in milliseconds.
    pub(crate) begins: Vec<u128>,
    /// When the run ended.
    pub(crate) ended: u128,
    pub(crate) outcome: Result<u32, Answer>,
    pub(crate) stop: StopReason,
    pub(crate) winner: Option<u32>,
    pub(crate) dropped: u32,
}

/// Counts the attempts that are alive.
pub(crate) struct Alive(Rc<Cell<u32>>);

impl Alive {
    pub(crate) fn new(count: &Rc<Cell<u32>>) -> Self {
        count.set(count.get() + 1);
        Self(Rc::clone(count))
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// An operation that follows a script. Its value is the number of the attempt.
#[derive(Clone, Default)]
pub(crate) struct Stage {
    pub(crate) clock: ManualClock,
    pub(crate) begins: Rc<RefCell<Vec<u128>>>,
    pub(crate) alive: Rc<Cell<u32>>,
}

impl Stage {
    pub(crate) fn now(&self) -> u128 {
        self.clock.now().as_millis()
    }

    pub(crate) fn attempt(
        &self,
        script: Script<'_>,
        attempt: Attempt,
    ) -> impl Future<Output = Result<u32, Answer>> + use<> {
        let number = attempt.number();
        self.begins.borrow_mut().push(self.now());
        let alive = Alive::new(&self.alive);
        let clock = self.clock.clone();
        let scripted = script.get(number as usize - 1);
        let scripted = scripted.map(|&(after, answer)| (clock.now() + ms(after), answer));
        poll_fn(move |_| {
            let _ = &alive;
            match scripted {
                Some((at, answer)) if clock.now() >= at => Poll::Ready(match answer {
                    Answer::Fine => Ok(number),
                    failure => Err(failure),
                }),
                _ => Poll::Pending,
            }
        })
    }

    /// Polls a future once each millisecond until it is ready, for ten seconds at most.
    #[track_caller]
    pub(crate) fn play<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..10_000 {
            if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                assert_eq!(self.alive.get(), 0, "attempts are alive after the end");
                return output;
            }
            self.clock.advance(ms(1));
        }
        panic!("the run hangs: attempts began at {:?}", self.begins);
    }

    pub(crate) fn played(&self, report: Report<Result<u32, Answer>>) -> Played {
        assert_eq!(report.elapsed.as_millis(), self.now());
        assert_eq!(report.attempts as usize, self.begins.borrow().len());
        Played {
            begins: self.begins.borrow().clone(),
            ended: self.now(),
            winner: report.winner(),
            dropped: report.dropped(),
            stop: report.stop,
            outcome: report.outcome,
        }
    }
}

/// Plays a script under this policy, with a budget.
#[track_caller]
pub(crate) fn play_with(
    policy: Policy,
    hedge: Hedge,
    budget: &Budget,
    script: Script<'_>,
) -> Played {
    let stage = Stage::default();
    let run = retry(|attempt: Attempt| stage.attempt(script, attempt))
        .policy(policy)
        .on(Answer::verdict)
        .hedge(hedge)
        .budget(budget)
        .timer(&stage.clock)
        .report();
    stage.played(stage.play(run.into_future()))
}

#[track_caller]
pub(crate) fn play(policy: Policy, hedge: Hedge, script: Script<'_>) -> Played {
    play_with(policy, hedge, &Budget::reserved(100), script)
}
