//! Nothing of a failed attempt lives during the wait, and all is dropped once.

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use futures_lite::future::block_on;
use retry_core::tower::RetryLayer;
use retry_tests::{EXACT, NotesDrop, Trace};
use tower::{Layer as _, Service, ServiceExt as _};

/// A service whose requests, responses and futures note their drops. It answers after one more poll.
#[derive(Clone)]
struct Noting(Trace);

struct Job(
    Trace,
    #[allow(dead_code, reason = "noted when dropped")] NotesDrop,
);

impl Clone for Job {
    fn clone(&self) -> Self {
        self.0.note("copy");
        Self(self.0.clone(), self.0.note_drop("drop request"))
    }
}

struct InFlight {
    trace: Trace,
    was_polled: bool,
    _dropped: NotesDrop,
}

impl Future for InFlight {
    type Output = Result<NotesDrop, ()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.was_polled {
            self.was_polled = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.trace.note("answer");
        Poll::Ready(Ok(self.trace.note_drop("drop response")))
    }
}

impl Service<Job> for Noting {
    type Response = NotesDrop;
    type Error = ();
    type Future = InFlight;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, job: Job) -> InFlight {
        drop(job);
        self.0.note("call");
        InFlight {
            trace: self.0.clone(),
            was_polled: false,
            _dropped: self.0.note_drop("drop future"),
        }
    }
}

fn job(trace: &Trace) -> Job {
    Job(trace.clone(), trace.note_drop("drop request"))
}

const ATTEMPT: [&str; 5] = ["copy", "drop request", "call", "answer", "drop future"];

#[test]
fn an_attempt_is_dropped_before_the_wait_after_it() {
    let trace = Trace::default();
    let service = RetryLayer::new(EXACT.attempts(2))
        .judge(|_: &Result<NotesDrop, ()>| true)
        .timer(trace.clone())
        .layer(Noting(trace.clone()));
    let response = block_on(service.oneshot(job(&trace)));
    let mut expected = ATTEMPT.to_vec();
    expected.extend(["drop response", "wait"]);
    expected.extend(ATTEMPT);
    expected.push("drop request");
    assert_eq!(trace.take(), expected);
    drop(response);
    assert_eq!(trace.take(), ["drop response"]);
}

#[test]
fn a_request_that_is_dropped_drops_its_attempt_and_its_copy_once() {
    let trace = Trace::default();
    let service = RetryLayer::new(EXACT)
        .timer(trace.clone())
        .layer(Noting(trace.clone()));
    {
        let mut sent = pin!(service.oneshot(job(&trace)));
        let cx = &mut Context::from_waker(Waker::noop());
        assert!(sent.as_mut().poll(cx).is_pending());
        assert_eq!(trace.take(), ["copy", "drop request", "call"]);
    }
    assert_eq!(trace.take(), ["drop future", "drop request"]);
}
