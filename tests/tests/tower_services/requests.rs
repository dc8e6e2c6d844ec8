//! Requests that are copied by a closure, or can be sent once.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering::SeqCst},
};

use futures_lite::future::block_on;
use retry_core::{Budget, Event, StopReason, tower::RetryLayer};
use retry_tests::{EXACT, secs};
use tower::{Layer as _, ServiceExt as _};

use crate::queue::{BUSY, Queue, Taken};

/// A job that is not `Clone`.
#[derive(Debug)]
struct Upload {
    number: u32,
    is_stream: bool,
}

fn copy(upload: &Upload) -> Option<Upload> {
    (!upload.is_stream).then(|| Upload {
        number: upload.number + 1,
        is_stream: false,
    })
}

#[test]
fn a_closure_copies_what_is_not_clone_before_each_attempt() {
    let copies = Arc::new(AtomicU32::new(0));
    let queue = Queue::new([BUSY, BUSY, Ok(1)]);
    let counted = Arc::clone(&copies);
    let layer = RetryLayer::new(EXACT)
        .clone_request(move |upload: &Upload| {
            counted.fetch_add(1, SeqCst);
            copy(upload)
        })
        .timer(queue.clock());
    let upload = Upload {
        number: 1,
        is_stream: false,
    };
    assert_eq!(block_on(layer.layer(queue.clone()).oneshot(upload)), Ok(1));
    let calls: Vec<_> = [(1, "0ns"), (2, "1s"), (3, "3s")]
        .iter()
        .map(|(number, at)| format!("Upload {{ number: {number}, is_stream: false }} at {at}"))
        .collect();
    assert_eq!(queue.log(), calls);
    assert_eq!(copies.load(SeqCst), 3);
}

/// Sends a stream, and returns why the run ended, the waits, and what is left in the budget.
fn send_stream(answers: &[Taken]) -> (Taken, Option<StopReason>, f64) {
    let budget = Arc::new(Budget::aws());
    let reason = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&reason);
    let queue = Queue::new(answers.iter().copied());
    let layer = RetryLayer::new(EXACT)
        .clone_request(copy)
        .on_end(move |event: &Event<'_, Taken>| *kept.lock().unwrap() = event.reason())
        .budget(Arc::clone(&budget))
        .timer(queue.clock());
    let upload = Upload {
        number: 1,
        is_stream: true,
    };
    let taken = block_on(layer.layer(queue.clone()).oneshot(upload));
    assert_eq!(queue.clock().waits(), secs([]));
    let reason = *reason.lock().unwrap();
    (taken, reason, budget.available())
}

#[test]
fn a_request_that_cannot_be_copied_is_sent_once_and_pays_nothing() {
    let ended = send_stream(&[BUSY]);
    assert_eq!(ended, (BUSY, Some(StopReason::NotReplayable), 500.0));
    assert_eq!(
        send_stream(&[Ok(1)]),
        (Ok(1), Some(StopReason::Accepted), 500.0)
    );
}
