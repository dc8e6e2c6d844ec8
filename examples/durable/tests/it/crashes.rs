use std::time::Duration;

use durable::{Faults, Receiver};

use crate::{
    place::Place,
    process::{Worker, deliver, run, until},
    waits::gaps,
};

const WAIT: Duration = Duration::from_millis(1500);
const POLICY: &str = r#"{"attempts": 2, "backoff": "1.5s", "factor": 1.0, "jitter": "none"}"#;
/// Waits go to the queue.
const IN_QUEUE: [&str; 2] = ["--patience", "0.1"];
/// Waits stay in the worker.
const IN_WORKER: [&str; 2] = ["--patience", "10"];

async fn receiver() -> Receiver {
    Receiver::start(0, Faults::percent(0, 0), false)
        .await
        .expect("a free port")
}

/// A queue in each kind of store that there is.
async fn places(name: &str) -> Vec<Place> {
    let postgres = Place::postgres(name).await;
    [Some(Place::sqlite()), postgres]
        .into_iter()
        .flatten()
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_during_a_wait_in_the_queue_costs_nothing() {
    for place in places("kill_in_queue").await {
        let receiver = receiver().await;
        deliver(&place, &receiver.url("/script/503,200"));
        let mut worker = Worker::start(&place, POLICY, &IN_QUEUE);
        until("the run waits in the queue", async || {
            let (living, _) = place.depths().await;
            receiver.counts().calls == 1 && living.waiting == 1 && living.claimed == 0
        })
        .await;
        worker.kill();

        Worker::finish(&place, POLICY, &IN_QUEUE).await;
        let gaps = gaps(&receiver.calls());
        assert_eq!(gaps.len(), 1, "one call before the kill and one after");
        assert!(gaps[0] >= WAIT, "the wait goes on where it was: {gaps:?}");
        assert_eq!(receiver.counts().accepted, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_during_a_wait_in_the_worker_repeats_the_task() {
    for place in places("kill_in_worker").await {
        let receiver = receiver().await;
        deliver(&place, &receiver.url("/script/503,503,503"));
        let mut worker = Worker::start(&place, POLICY, &IN_WORKER);
        until("the first call", async || receiver.counts().calls == 1).await;
        worker.kill();

        Worker::finish(&place, POLICY, &IN_WORKER).await;
        // The first attempt was in no store, so both are made.
        assert_eq!(receiver.counts().calls, 3);
        let (living, dead) = place.depths().await;
        assert_eq!((living.open(), dead.open()), (0, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_leaves_both_the_acknowledgement_and_the_follow_up_or_neither() {
    for (point, calls_in_all) in [
        // The attempt is repeated, and then there is the second one.
        ("before-transaction", 3),
        ("between-statements", 3),
        ("before-commit", 3),
        // The follow-up is there, and is the only one.
        ("after-commit", 2),
    ] {
        for place in places(&format!("crash_{}", point.replace('-', "_"))).await {
            let receiver = receiver().await;
            deliver(&place, &receiver.url("/script/503"));
            crash(&place, point).await;
            assert_eq!(receiver.counts().calls, 1, "{point}");
            let (living, dead) = place.depths().await;
            assert_eq!((living.open(), dead.open()), (1, 0), "{point}: one task");

            Worker::finish(&place, POLICY, &IN_QUEUE).await;
            let calls = receiver.calls();
            assert_eq!(calls.len(), calls_in_all, "{point}");
            let last = gaps(&calls).pop();
            assert!(last >= Some(WAIT), "{point}: {last:?} before the last call");
            assert!(run(&place, &["dead"]).contains("2 attempts"), "{point}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_the_end_leaves_one_dead_letter() {
    const ONE: &str = r#"{"attempts": 1}"#;
    for point in ["between-statements", "before-commit", "after-commit"] {
        let place = Place::sqlite();
        let receiver = receiver().await;
        deliver(&place, &receiver.url("/script/503"));
        let status = Worker::start(&place, ONE, &["--crash-at", point])
            .ended()
            .await;
        assert!(!status.success());
        Worker::finish(&place, ONE, &[]).await;
        let (living, dead) = place.depths().await;
        assert_eq!((living.open(), dead.open()), (0, 1), "{point}");
    }
}

/// What at least once means: the answer is lost, so the attempt is repeated, with the same key.
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_a_success_and_its_commit_repeats_the_success() {
    for (point, repeated) in [
        ("before-transaction", 1),
        ("between-statements", 1),
        ("before-commit", 1),
        ("after-commit", 0),
    ] {
        let place = Place::sqlite();
        let receiver = receiver().await;
        let root = deliver(&place, &receiver.url("/script/200"));
        crash(&place, point).await;
        Worker::finish(&place, POLICY, &IN_QUEUE).await;
        let counts = receiver.counts();
        assert_eq!((counts.keys, counts.repeated), (1, repeated), "{point}");
        assert_eq!(receiver.calls_of(&root).len(), counts.calls, "{point}");
    }
}

async fn crash(place: &Place, point: &str) {
    let arguments = [&IN_QUEUE[..], &["--crash-at", point]].concat();
    let status = Worker::start(place, POLICY, &arguments).ended().await;
    assert!(!status.success(), "{point}: it was to crash");
}
