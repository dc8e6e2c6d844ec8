//! `no_waits_everywhere`: runs without their waits in the whole process. It has a binary of its own, since the
//! guard would change other tests.

use std::time::Duration;

use retry_core::testing;
use retry_tests::{HOUR, PATIENT, ZERO};

/// The waits of a run that always fails.
fn waits() -> Vec<Duration> {
    let clock = testing::ManualClock::new();
    assert_eq!(PATIENT.retry(|| None::<()>).timer(&clock).call(), None);
    clock.waits()
}

async fn waits_async() -> Vec<Duration> {
    let clock = testing::ManualClock::new();
    let run = PATIENT.retry(|| async { None::<()> }).timer(&clock);
    assert_eq!(run.await, None);
    clock.waits()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_run_on_any_thread_waits_while_a_guard_lives() {
    let outer = testing::no_waits_everywhere();
    let spawned = tokio::spawn(waits_async());
    assert_eq!(spawned.await.expect("no panic"), [ZERO; 4]);
    let limited = testing::no_waits_everywhere().attempts(2);
    let spawned = tokio::task::spawn_blocking(waits);
    assert_eq!(spawned.await.expect("no panic"), [ZERO]);
    {
        let _here = testing::no_waits().attempts(1);
        assert_eq!(waits(), []);
    }
    drop((outer, limited));
    assert_eq!(waits(), [HOUR; 4]);
}
