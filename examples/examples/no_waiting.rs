//! Tests that do not wait: they take the waits out, or record them.

use std::{cell::Cell, time::Duration};

use retry_core::{
    retry,
    testing::{self, ManualClock},
    time::BlockingTimer,
};

/// Code under test that knows nothing about tests. In production it may wait for 35 seconds.
#[retry(attempts = 4, backoff = 5s, on = SyncError::Busy)]
fn sync(calls: &Cell<u32>) -> Result<(), SyncError> {
    calls.set(calls.get() + 1);
    Err(SyncError::Busy)
}

/// Code under test that takes a timer.
#[retry(attempts = 4, backoff = 5s, jitter = none, on = SyncError::Busy, timer = timer)]
fn sync_with(timer: &impl BlockingTimer) -> Result<(), SyncError> {
    Err(SyncError::Busy)
}

fn main() {
    gives_up_after_four_attempts();
    fails_at_once_where_a_test_wants_it();
    doubles_its_waits();
}

fn gives_up_after_four_attempts() {
    let _guard = testing::no_waits();
    let calls = Cell::new(0);
    assert_eq!(sync(&calls), Err(SyncError::Busy));
    assert_eq!(calls.get(), 4);
}

fn fails_at_once_where_a_test_wants_it() {
    let _guard = testing::no_waits().attempts(1);
    let calls = Cell::new(0);
    assert_eq!(sync(&calls), Err(SyncError::Busy));
    assert_eq!(calls.get(), 1);
}

fn doubles_its_waits() {
    let clock = ManualClock::new();
    assert_eq!(sync_with(&clock), Err(SyncError::Busy));
    assert_eq!(clock.waits(), [5, 10, 20].map(Duration::from_secs));
}

#[derive(Debug, PartialEq)]
enum SyncError {
    Busy,
}
