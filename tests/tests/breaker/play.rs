use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    time::Duration,
};

use retry_core::{Breaker, Event, Outcome, Policy, StopReason, testing::ManualClock};

use crate::Failure;

/// What a form of run is given, and what it did.
pub(crate) struct Play {
    pub(crate) policy: Policy,
    pub(crate) breaker: Breaker,
    pub(crate) clock: ManualClock,
    pub(crate) answers: RefCell<VecDeque<Result<u32, Failure>>>,
    pub(crate) calls: Cell<u32>,
    /// The attempt, and why the run ended.
    pub(crate) ends: RefCell<Vec<(u32, StopReason)>>,
}

impl Play {
    pub(crate) fn new(
        policy: Policy,
        breaker: Breaker,
        answers: impl IntoIterator<Item = Result<u32, Failure>>,
    ) -> Self {
        Self {
            policy,
            breaker,
            clock: ManualClock::new(),
            answers: RefCell::new(answers.into_iter().collect()),
            calls: Cell::new(0),
            ends: RefCell::new(Vec::new()),
        }
    }

    pub(crate) fn attempt(&self) -> Result<u32, Failure> {
        self.calls.set(self.calls.get() + 1);
        let mut answers = self.answers.borrow_mut();
        answers.pop_front().expect("a call too many")
    }

    pub(crate) fn end<R: Outcome>(&self) -> impl Fn(&Event<'_, R>) {
        |event| {
            let reason = event.reason().expect("the end");
            self.ends.borrow_mut().push((event.attempt(), reason));
        }
    }

    /// The one end, and the waits in milliseconds.
    pub(crate) fn seen(&self) -> (u32, u32, StopReason, Vec<u128>) {
        let [(attempts, reason)] = self.ends.borrow()[..] else {
            panic!("not one end: {:?}", self.ends.borrow());
        };
        assert_eq!(self.answers.borrow().len(), 0);
        let waits = self.clock.waits();
        let waits = waits.iter().map(Duration::as_millis).collect();
        (self.calls.get(), attempts, reason, waits)
    }
}
