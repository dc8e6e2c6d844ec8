use durable::{DELIVER, Delivery, Faults, NewTask, PostgresStore, Receiver, Store};

use crate::{
    place::Place,
    process::{Worker, run},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_with_the_same_id_is_left_out() {
    let postgres = Place::postgres("same_id").await;
    for place in [Some(Place::sqlite()), postgres].into_iter().flatten() {
        let receiver = Receiver::start(0, Faults::percent(0, 0), false)
            .await
            .expect("a free port");
        let url = receiver.url("/script/200");
        run(&place, &["deliver", "--id", "order-41", &url]);
        run(&place, &["deliver", "--id", "order-41", &url]);
        Worker::finish(&place, "{}", &[]).await;
        // The key is still known when the task is done.
        run(&place, &["deliver", "--id", "order-41", &url]);
        Worker::finish(&place, "{}", &[]).await;
        assert_eq!(receiver.calls_of("order-41").len(), 1);
    }
}

/// PostgreSQL fails the whole transaction at a duplicate, unless there is a savepoint.
#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_does_not_cost_the_rest_of_a_batch() {
    let places = [Some(Place::sqlite()), Place::postgres("duplicate").await];
    for place in places.into_iter().flatten() {
        match &place {
            Place::Sqlite(_) => push_with_duplicate(place.open_sqlite().await).await,
            Place::Postgres(url) => {
                let store = PostgresStore::connect(url).await;
                push_with_duplicate(store.expect("the server answers")).await;
            }
        }
    }
}

async fn push_with_duplicate<S: Store>(store: S) {
    let [one, two, three] = ["one", "two", "three"].map(|root| {
        let mut delivery = Delivery::new("http://127.0.0.1:9/", "");
        delivery.root = root.into();
        NewTask::deliver(&delivery)
    });
    let push = async |tasks| store.push(tasks).await.expect("the store answers");
    push(vec![one.clone(), two.clone()]).await;
    push(vec![one, three, two]).await;
    assert_eq!(
        store
            .depth(DELIVER)
            .await
            .expect("the store answers")
            .open(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_find_a_new_file_do_not_collide() {
    for _ in 0..5 {
        let place = Place::sqlite();
        let mut workers = [(); 4].map(|()| Worker::start(&place, "{}", &["--until-empty"]));
        for worker in &mut workers {
            assert!(worker.ended().await.success());
        }
    }
}
