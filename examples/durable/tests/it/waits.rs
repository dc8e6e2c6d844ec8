use std::time::Duration;

use durable::{Call, Faults, Receiver};
use tokio::time::sleep;

use crate::{
    place::Place,
    process::{Worker, deliver},
};

/// Waits of 1.3 s and 2.6 s: no whole seconds, so that a queue that rounds is early or late.
const POLICY: &str = r#"{"attempts": 3, "backoff": "1.3s", "factor": 2.0, "jitter": "none"}"#;
const WAITS: [Duration; 2] = [Duration::from_millis(1300), Duration::from_millis(2600)];
const MAX_LATE: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread")]
async fn waits_in_the_worker_are_as_long_as_asked() {
    check_waits(|| async { Some(Place::sqlite()) }, "10").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waits_in_a_file_are_as_long_as_asked() {
    check_waits(|| async { Some(Place::sqlite()) }, "0.1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waits_in_postgresql_are_as_long_as_asked() {
    let mut round = 0;
    let place = move || {
        round += 1;
        async move { Place::postgres(&format!("waits_{round}")).await }
    };
    check_waits(place, "0.1").await;
}

/// No call may ever be early. A call may be late because the machine is busy, so that has three rounds to hold.
async fn check_waits<F: Future<Output = Option<Place>>>(
    mut place: impl FnMut() -> F,
    patience: &str,
) {
    let mut late = Vec::new();
    for _ in 0..3 {
        let Some(place) = place().await else {
            return;
        };
        let latest = latest_of_five(&place, patience).await;
        if latest <= MAX_LATE {
            return;
        }
        late.push(latest);
    }
    panic!("calls were late in each round: {late:?}");
}

/// How late the latest call of five deliveries was, which start at different fractions of a second.
async fn latest_of_five(place: &Place, patience: &str) -> Duration {
    let receiver = Receiver::start(0, Faults::percent(0, 0), false)
        .await
        .expect("a free port");
    let mut worker = Worker::start(place, POLICY, &["--patience", patience]);
    let mut roots = Vec::new();
    for _ in 0..5 {
        roots.push(deliver(place, &receiver.url("/script/503,503,200")));
        sleep(Duration::from_millis(190)).await;
    }
    crate::process::until("all are delivered", async || {
        receiver.counts().accepted == 5
    })
    .await;
    worker.kill();

    let mut latest = Duration::ZERO;
    for root in roots {
        let calls = receiver.calls_of(&root);
        let gaps = gaps(&calls);
        assert_eq!(gaps.len(), 2, "three calls each: {calls:?}");
        for (gap, wait) in gaps.into_iter().zip(WAITS) {
            assert!(gap >= wait, "a call after {gap:?}, too early for {wait:?}");
            latest = latest.max(gap.saturating_sub(wait));
        }
    }
    latest
}

#[tokio::test(flavor = "multi_thread")]
async fn another_delivery_is_made_during_a_wait() {
    // A worker that does one thing at a time, and is not patient.
    for arguments in [
        ["--concurrency", "1", "--patience", "0.1"],
        ["--concurrency", "2", "--patience", "10"],
    ] {
        let place = Place::sqlite();
        let receiver = Receiver::start(0, Faults::percent(0, 0), false)
            .await
            .expect("a free port");
        let slow = deliver(&place, &receiver.url("/script/503,200"));
        let quick = deliver(&place, &receiver.url("/script/200"));
        Worker::finish(&place, POLICY, &arguments).await;

        let keys: Vec<String> = receiver.calls().into_iter().map(|call| call.key).collect();
        assert_eq!(keys.last(), Some(&slow));
        assert_eq!(keys.iter().filter(|key| **key == slow).count(), 2);
        assert_eq!(keys.iter().filter(|key| **key == quick).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hint_of_the_receiver_is_waited_for() {
    let place = Place::sqlite();
    let receiver = Receiver::start(0, Faults::percent(0, 0), false)
        .await
        .expect("a free port");
    deliver(&place, &receiver.url("/script/503+3,200"));
    Worker::finish(&place, POLICY, &["--patience", "0.1"]).await;
    let gaps = gaps(&receiver.calls());
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0] >= Duration::from_secs(3), "{gaps:?}");
}

/// The times between calls.
pub(crate) fn gaps(calls: &[Call]) -> Vec<Duration> {
    let pairs = calls.iter().zip(calls.iter().skip(1));
    pairs
        .map(|(first, second)| second.at.saturating_sub(first.at))
        .collect()
}
