use std::time::Duration;

use durable::{Delivery, Faults, NewTask, PostgresStore, Receiver, Store};
use sqlx::PgPool;
use tokio::time::sleep;

use crate::{
    place::Place,
    process::{Worker, until},
};

/// Half of the waits are for the worker, and half for the queue.
const POLICY: &str = r#"{"attempts": 30, "backoff": "1s", "factor": 1.0}"#;
const CONCURRENCY: usize = 20;
// With a slow heart, since a busy machine stops a worker for seconds, and another would repeat what it does.
const ARGUMENTS: [&str; 6] = [
    "--patience",
    "0.5",
    "--concurrency",
    "20",
    "--heartbeat",
    "5",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_deliveries_in_a_file_survive_a_kill() {
    let place = Place::sqlite();
    deliver_all(&place, place.open_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_deliveries_in_postgresql_survive_a_kill() {
    let Some(place) = Place::postgres("many").await else {
        return;
    };
    let Place::Postgres(url) = &place else {
        unreachable!("it is in PostgreSQL");
    };
    deliver_all(
        &place,
        PostgresStore::connect(url)
            .await
            .expect("the server answers"),
    )
    .await;

    let pool = PgPool::connect(url).await.expect("the server answers");
    let workers: i64 = sqlx::query_scalar("SELECT COUNT(DISTINCT lock_by) FROM apalis.jobs")
        .fetch_one(&pool)
        .await
        .expect("the table is there");
    assert_eq!(workers, 2, "both workers had a share");
}

/// Two workers, one of which is killed halfway.
async fn deliver_all<S: Store>(place: &Place, store: S) {
    let receiver = Receiver::start(0, Faults::percent(20, 7), false)
        .await
        .expect("a free port");
    let url = receiver.url("/faulty");
    let tasks = (0..1000).map(|_| NewTask::deliver(&Delivery::new(url.as_str(), "{}")));
    store
        .push(tasks.collect())
        .await
        .expect("the store answers");

    let mut first = Worker::start(place, POLICY, &ARGUMENTS);
    let mut second = Worker::start(
        place,
        POLICY,
        &[&ARGUMENTS[..], &["--until-empty"]].concat(),
    );
    until("half of them are delivered", async || {
        receiver.counts().accepted >= 500
    })
    .await;
    first.kill();
    assert!(second.ended().await.success());

    // What a call has in flight when the last task is done would come now.
    sleep(Duration::from_millis(200)).await;
    let counts = receiver.counts();
    assert_eq!((counts.keys, counts.accepted), (1000, 1000));
    let share = counts.refused * 100 / counts.calls;
    assert!(
        (15..25).contains(&share),
        "about 20 % were refused: {counts:?}"
    );
    // At least once: what the killed worker had just delivered and not yet committed is delivered again.
    assert!(counts.repeated <= CONCURRENCY, "{counts:?}");
    let (living, dead) = place.depths().await;
    assert_eq!((living.open(), dead.open()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_kill_nothing_is_delivered_twice() {
    let place = Place::sqlite();
    let receiver = Receiver::start(0, Faults::percent(20, 8), false)
        .await
        .expect("a free port");
    let url = receiver.url("/faulty");
    let tasks = (0..300).map(|_| NewTask::deliver(&Delivery::new(url.as_str(), "{}")));
    let store = place.open_sqlite().await;
    store
        .push(tasks.collect())
        .await
        .expect("the store answers");
    let other = Worker::start(&place, POLICY, &ARGUMENTS);
    Worker::finish(&place, POLICY, &ARGUMENTS).await;
    drop(other);
    let counts = receiver.counts();
    assert_eq!(
        (counts.keys, counts.accepted, counts.repeated),
        (300, 300, 0)
    );
    assert_eq!(counts.calls, counts.accepted + counts.refused);
}
