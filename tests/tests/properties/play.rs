use std::{cell::RefCell, panic::resume_unwind, time::Duration};

use futures_lite::future::yield_now;
use retry_core::{Budget, Driver, Event, Outcome, Policy, StopReason, Verdict, time::Clock};

use crate::{
    bench::Bench,
    ledger::{Counted, Ledger},
    script::Script,
};

/// What a run returns.
pub(crate) type Ended = Result<Counted, Counted>;

/// One run of a script, in some form.
#[derive(Debug)]
pub(crate) struct Play<'a> {
    pub(crate) script: &'a Script,
    pub(crate) policy: Policy,
    pub(crate) bench: Bench,
    pub(crate) ledger: Ledger,
    pub(crate) budget: Option<&'static Budget>,
    /// Where it panics.
    pub(crate) fault: Option<Fault>,
    seen: RefCell<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// How many attempts have begun.
    begun: usize,
    calls: usize,
    notes: Vec<Note>,
}

/// Code of the user's that panics, and the number of the call that does, from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    Operation(usize),
    Judge(usize),
    Hook(usize),
    Timer(usize),
}

/// What a hook was told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Note {
    pub(crate) hook: Hook,
    pub(crate) attempt: u32,
    pub(crate) elapsed: Duration,
    pub(crate) hint: Option<Duration>,
    /// The delay, or the reason of the end.
    pub(crate) next: Result<Duration, StopReason>,
    /// Whose error it got.
    pub(crate) error: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Hook {
    Retry,
    Stop,
    End,
}

/// What can be seen of a run from outside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trace {
    pub(crate) calls: usize,
    pub(crate) waits: Vec<Duration>,
    pub(crate) notes: Vec<Note>,
    /// Which attempt's value or error came back.
    pub(crate) outcome: Result<usize, usize>,
    /// The tokens that are left.
    pub(crate) available: Option<f64>,
}

impl<'a> Play<'a> {
    pub(crate) fn new(script: &'a Script) -> Self {
        // A policy lends a budget forever, and each play wants its own: they are small.
        let budget = script
            .bucket
            .map(|bucket| &*Box::leak(Box::new(bucket.budget())));
        let policy = script.policy();
        Self {
            script,
            policy: budget.map_or(policy, |budget| policy.budget(budget)),
            bench: Bench::new(script.entropy),
            ledger: Ledger::default(),
            budget,
            fault: None,
            seen: RefCell::default(),
        }
    }

    /// Plays the script in this form.
    pub(crate) fn trace(script: &Script, form: fn(&Play<'_>) -> Ended) -> Trace {
        let play = Play::new(script);
        let outcome = match form(&play) {
            Ok(value) => Ok(value.call),
            Err(error) => Err(error.call),
        };
        let seen = play.seen.take();
        Trace {
            calls: seen.calls,
            waits: play.bench.clock.waits(),
            notes: seen.notes,
            outcome,
            available: play.budget.map(Budget::available),
        }
    }

    /// The delays that replace the backoff.
    pub(crate) fn delays(&self) -> Vec<Duration> {
        self.script.schedule.clone()
    }

    /// The next attempt.
    pub(crate) fn attempt(&self) -> Ended {
        self.seen.borrow_mut().begun += 1;
        self.finish_attempt()
    }

    fn finish_attempt(&self) -> Ended {
        let call = self.seen.borrow().calls;
        self.seen.borrow_mut().calls += 1;
        let step = self.script.step(call);
        self.bench.clock.advance(step.ran);
        let value = self.ledger.value(call);
        self.panic_at(Fault::Operation(call));
        match step.verdict {
            None => Ok(value),
            Some(_) => Err(value),
        }
    }

    /// The same as a future, which holds a value while it is pending.
    pub(crate) async fn async_attempt(&self) -> Ended {
        let call = self.seen.borrow().calls;
        self.seen.borrow_mut().begun += 1;
        let _held = self.ledger.value(call);
        for _ in 0..self.script.step(call).pending {
            yield_now().await;
        }
        self.finish_attempt()
    }

    /// The verdict on an error.
    pub(crate) fn judge(&self) -> impl Fn(&Counted) -> Verdict + use<'_> {
        |error| {
            self.panic_at(Fault::Judge(error.call));
            self.verdict(error)
        }
    }

    pub(crate) fn verdict(&self, error: &Counted) -> Verdict {
        let verdict = self.script.step(error.call).verdict;
        verdict.expect("a success has no error")
    }

    pub(crate) fn hook<R>(&self, hook: Hook) -> impl Fn(&Event<'_, R>) + use<'_, R>
    where
        R: Outcome<Error = Counted>,
    {
        move |event| {
            self.note(Note {
                hook,
                attempt: event.attempt(),
                elapsed: event.elapsed(),
                hint: event.hint(),
                next: event
                    .delay()
                    .ok_or_else(|| event.reason().expect("a delay or a reason")),
                error: event.error().map(|error| error.call),
            });
        }
    }

    pub(crate) fn note(&self, note: Note) {
        let number = self.seen.borrow().notes.len();
        self.panic_at(Fault::Hook(number));
        self.seen.borrow_mut().notes.push(note);
    }

    /// How many attempts have begun.
    pub(crate) fn begun(&self) -> usize {
        self.seen.borrow().begun
    }

    /// Unwinds without a message if this is the fault.
    fn panic_at(&self, here: Fault) {
        if self.fault == Some(here) {
            resume_unwind(Box::new(here));
        }
    }

    pub(crate) fn notes(&self) -> Vec<Note> {
        self.seen.borrow().notes.clone()
    }

    /// The time since the start of the bench.
    pub(crate) fn now(&self) -> Duration {
        self.bench.now()
    }

    /// Notes what a driver has decided, as the hooks would.
    pub(crate) fn note_of(
        &self,
        driver: &Driver,
        next: Result<Duration, StopReason>,
        error: Option<&Counted>,
    ) {
        let verdict = error.map(|error| self.verdict(error));
        let note = |hook| {
            self.note(Note {
                hook,
                attempt: driver.attempt() - u32::from(next.is_ok()),
                elapsed: Duration::ZERO,
                hint: match next {
                    Err(StopReason::Accepted) => None,
                    _ => verdict.and_then(Verdict::hint),
                },
                next,
                error: error.map(|error| error.call),
            });
        };
        match next {
            Ok(_) => note(Hook::Retry),
            Err(StopReason::Accepted) => note(Hook::End),
            Err(_) => {
                note(Hook::Stop);
                note(Hook::End);
            }
        }
    }
}

impl Trace {
    /// Without what a driver is not told: the time of an end, and that a budget gets something back.
    pub(crate) fn of_rules(mut self) -> Self {
        for note in &mut self.notes {
            note.elapsed = Duration::ZERO;
        }
        self.available = None;
        self
    }

    /// Why the run ended.
    pub(crate) fn reason(&self) -> StopReason {
        let last = self.notes.last().expect("a run has an end");
        last.next.expect_err("the last note is that of the end")
    }
}
