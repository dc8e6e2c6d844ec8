//! When the values of an attempt are dropped.

use retry_tests::{NotesDrop, Trace};

use super::*;

#[retry(attempts = 2, backoff = 1s, timer = trace)]
fn blocking(trace: &Trace) -> Result<(), NotesDrop> {
    let _local = trace.note_drop("local");
    Err(trace.note_drop("error"))
}

#[retry(attempts = 2, backoff = 1s, timer = trace)]
async fn awaited(trace: &Trace) -> Result<(), NotesDrop> {
    let _local = trace.note_drop("local");
    futures_lite::future::yield_now().await;
    Err(trace.note_drop("error"))
}

#[test]
fn nothing_of_a_failed_attempt_lives_through_the_wait() {
    let trace = Trace::default();
    drop(blocking(&trace));
    assert_eq!(trace.take(), ["local", "error", "wait", "local", "error"]);
    drop(block_on(awaited(&trace)));
    assert_eq!(trace.take(), ["local", "error", "wait", "local", "error"]);
}
