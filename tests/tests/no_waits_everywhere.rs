//! Runs without their waits, in the whole process: a binary of its own, since it is process-wide.

use std::time::Duration;

use retry_core::{Backoff, Jitter, Policy, testing};

const PATIENT: Policy = Policy::new()
    .attempts(5)
    .backoff(Backoff::constant(Duration::from_secs(3600)))
    .jitter(Jitter::None);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_reaches_every_thread() {
    let outer = testing::no_waits_everywhere();
    let spawned = tokio::spawn(async { PATIENT.retry(|| async { None::<()> }).report().await });
    assert_eq!(spawned.await.expect("no panic").attempts, 5);
    let limited = testing::no_waits_everywhere().attempts(2);
    let spawned = tokio::task::spawn_blocking(|| PATIENT.retry(|| None::<()>).report().call());
    assert_eq!(spawned.await.expect("no panic").attempts, 2);
    {
        let _here = testing::no_waits().attempts(1);
        assert_eq!(PATIENT.retry(|| None::<()>).report().call().attempts, 1);
    }
    drop((outer, limited));
    let mut waits = Vec::new();
    let _ = PATIENT
        .retry(|| None::<()>)
        .sleep_with(|delay| waits.push(delay))
        .call();
    assert_eq!(waits, [Duration::from_secs(3600); 4]);
}
