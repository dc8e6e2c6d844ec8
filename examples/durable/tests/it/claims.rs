use std::time::Duration;

use durable::{Claim, DELIVER, Delivery, Faults, NewTask, PostgresStore, Receiver, Store};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::time::sleep;

use crate::{
    place::Place,
    process::{Worker, deliver, until},
};

#[tokio::test(flavor = "multi_thread")]
async fn only_a_claim_that_holds_completes_a_task() {
    let places = [Some(Place::sqlite()), Place::postgres("claims").await];
    for place in places.into_iter().flatten() {
        match &place {
            Place::Sqlite(_) => check_claims(place.open_sqlite().await).await,
            Place::Postgres(url) => {
                let store = PostgresStore::connect(url).await;
                check_claims(store.expect("the server answers")).await;
            }
        }
    }
}

async fn check_claims<S: Store>(store: S) {
    let new_task = || NewTask::deliver(&Delivery::new("http://127.0.0.1:9/", ""));
    store
        .push(vec![new_task()])
        .await
        .expect("the store answers");
    let task = store
        .unclaimed(DELIVER)
        .await
        .expect("the store answers")
        .remove(0)
        .id;
    let complete = async |worker: Option<&str>| {
        let claim = Claim {
            task: task.clone(),
            worker: worker.map(String::from),
        };
        let done = store.complete(&claim, "done", Some(new_task()), None).await;
        done.expect("the store answers")
    };
    let open = async || {
        store
            .depth(DELIVER)
            .await
            .expect("the store answers")
            .open()
    };

    assert!(!complete(Some("another")).await);
    assert_eq!(open().await, 1, "nothing was pushed");
    assert!(complete(None).await);
    assert_eq!(open().await, 1, "one is done and one is new");
    assert!(!complete(None).await, "it is done already");
    assert_eq!(open().await, 1);
}

/// A worker whose store fails must not live on: it would keep the task.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_cannot_complete_a_task_stops() {
    let place = Place::sqlite();
    let receiver = Receiver::start(0, Faults::percent(0, 0), false)
        .await
        .expect("a free port");
    deliver(&place, &receiver.url("/script/503,200"));
    let file = SqliteConnectOptions::new().filename(&place.arguments()[1]);
    let mut connection = SqliteConnection::connect_with(&file)
        .await
        .expect("the file opens");
    let refuse = "CREATE TRIGGER refuse BEFORE UPDATE ON Jobs WHEN NEW.status = 'Done'
                  BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    sqlx::raw_sql(refuse)
        .execute(&mut connection)
        .await
        .expect("it is added");

    let policy = r#"{"backoff": "0.1s"}"#;
    let status = Worker::start(&place, policy, &["--patience", "0"])
        .ended()
        .await;
    assert!(!status.success());
    assert_eq!(receiver.counts().calls, 1);

    sqlx::raw_sql("DROP TRIGGER refuse")
        .execute(&mut connection)
        .await
        .expect("it is there");
    Worker::finish(&place, policy, &[]).await;
    assert_eq!(receiver.counts().accepted, 1);
}

/// A worker that is stopped finishes what it has begun, and no other repeats it.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_stopped_finishes_its_tasks() {
    let place = Place::sqlite();
    let receiver = Receiver::start(0, Faults::percent(0, 0), false)
        .await
        .expect("a free port");
    deliver(&place, &receiver.url("/script/503,200"));
    let policy = r#"{"backoff": "1s", "jitter": "none"}"#;
    let mut worker = Worker::start(&place, policy, &["--patience", "5"]);
    until("the first call", async || receiver.counts().calls == 1).await;
    worker.interrupt();
    assert!(worker.ended().await.success());
    sleep(Duration::from_millis(50)).await;
    assert_eq!(
        (receiver.counts().calls, receiver.counts().accepted),
        (2, 1)
    );
    let (living, dead) = place.depths().await;
    assert_eq!((living.open(), dead.open()), (0, 0));
}
