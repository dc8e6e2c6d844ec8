use std::{
    collections::VecDeque,
    fmt::Debug,
    future::{Ready, ready},
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll},
    time::Duration,
};

use retry_core::{Verdict, testing::ManualClock, time::Clock as _};
use tower::Service;

/// Why the queue takes no job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Refused {
    Busy,
    /// It says for how many seconds.
    BusyFor(u64),
    Overloaded,
    TooLarge,
    /// It is broken, and says so when it is polled ready.
    Closed,
}

pub(crate) type Taken = Result<u32, Refused>;

pub(crate) const BUSY: Taken = Err(Refused::Busy);

/// Judges what the queue says.
pub(crate) fn judge(taken: &Taken) -> Verdict {
    match taken {
        Ok(_) => Verdict::Accept,
        Err(Refused::Busy | Refused::Closed) => Verdict::Retry,
        Err(Refused::BusyFor(seconds)) => Verdict::RetryAfter(Duration::from_secs(*seconds)),
        Err(Refused::Overloaded) => Verdict::Throttled(None),
        Err(Refused::TooLarge) => Verdict::Stop,
    }
}

/// What the queue says when it is polled ready.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Readiness {
    Ready,
    /// Not yet. It takes a second.
    InASecond,
    Broken,
}

/// A queue for jobs that answers by a script, and notes each call with the time. Each clone has to be polled ready
/// before it is called.
#[derive(Debug)]
pub(crate) struct Queue {
    shared: Arc<Mutex<Shared>>,
    clock: ManualClock,
    is_ready: bool,
}

#[derive(Debug)]
struct Shared {
    answers: VecDeque<Taken>,
    readiness: VecDeque<Readiness>,
    log: Vec<String>,
}

impl Queue {
    pub(crate) fn new(answers: impl IntoIterator<Item = Taken>) -> Self {
        let shared = Shared {
            answers: answers.into_iter().collect(),
            readiness: VecDeque::new(),
            log: Vec::new(),
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
            clock: ManualClock::new(),
            is_ready: false,
        }
    }

    /// With these answers to `poll_ready`, and "ready" after them.
    pub(crate) fn readiness(self, readiness: impl IntoIterator<Item = Readiness>) -> Self {
        self.shared().readiness.extend(readiness);
        self
    }

    /// The clock that it reads, and that the layer waits on.
    pub(crate) fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    /// The calls so far, and when it was polled and not ready.
    pub(crate) fn log(&self) -> Vec<String> {
        self.shared().log.clone()
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().expect("no panic")
    }

    fn note(&self, what: impl Debug) {
        let line = format!("{what:?} at {:?}", self.clock.now());
        self.shared().log.push(line);
    }
}

/// A clone is not ready: that is not shared.
impl Clone for Queue {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            clock: self.clock.clone(),
            is_ready: false,
        }
    }
}

impl<Job: Debug> Service<Job> for Queue {
    type Response = u32;
    type Error = Refused;
    type Future = Ready<Taken>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Refused>> {
        let readiness = self.shared().readiness.pop_front();
        match readiness.unwrap_or(Readiness::Ready) {
            Readiness::Ready => {
                self.is_ready = true;
                Poll::Ready(Ok(()))
            }
            Readiness::InASecond => {
                self.note(Readiness::InASecond);
                self.clock.advance(Duration::from_secs(1));
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Readiness::Broken => {
                self.note(Readiness::Broken);
                Poll::Ready(Err(Refused::Closed))
            }
        }
    }

    fn call(&mut self, job: Job) -> Ready<Taken> {
        assert!(self.is_ready, "called without having been polled ready");
        self.is_ready = false;
        self.note(job);
        let answer = self.shared().answers.pop_front();
        ready(answer.expect("an answer"))
    }
}
