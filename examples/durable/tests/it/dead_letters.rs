use durable::{DELIVER, Faults, NewTask, Receiver, Store};

use crate::{
    place::Place,
    process::{Worker, deliver, run},
};

const POLICY: &str = r#"{"attempts": 2, "backoff": "0.1s", "factor": 1.0, "jitter": "none"}"#;

async fn receiver() -> Receiver {
    Receiver::start(0, Faults::percent(0, 0), false)
        .await
        .expect("a free port")
}

async fn places(name: &str) -> Vec<Place> {
    let postgres = Place::postgres(name).await;
    [Some(Place::sqlite()), postgres]
        .into_iter()
        .flatten()
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_is_listed_and_revived() {
    for place in places("revived").await {
        let receiver = receiver().await;
        let root = deliver(&place, &receiver.url("/script/503,503,503,200"));
        let other = deliver(&place, &receiver.url("/script/404"));
        Worker::finish(&place, POLICY, &[]).await;

        let listed = run(&place, &["dead"]);
        let line = |root: &str| {
            listed
                .lines()
                .find(|line| line.starts_with(root))
                .map(String::from)
        };
        let line_of_root = line(&root).expect("it is listed");
        assert!(line_of_root.contains("2 attempts"), "{line_of_root}");
        assert!(line_of_root.contains("no attempts left"), "{line_of_root}");
        assert!(line_of_root.contains("503"), "{line_of_root}");
        let line_of_other = line(&other).expect("it is listed");
        assert!(line_of_other.contains("1 attempts"), "{line_of_other}");
        assert!(line_of_other.contains("not retryable"), "{line_of_other}");

        // It has all its attempts again, and the same key for the receiver.
        assert_eq!(run(&place, &["revive", &root]).trim(), root);
        Worker::finish(&place, POLICY, &[]).await;
        assert_eq!(receiver.calls_of(&root).len(), 4);
        assert!(!run(&place, &["dead"]).contains(&root));

        // A second death is a second letter, and can be revived too.
        for _ in 0..2 {
            assert_eq!(run(&place, &["revive", "--all"]).trim(), other);
            Worker::finish(&place, POLICY, &[]).await;
        }
        assert_eq!(receiver.calls_of(&other).len(), 3);
        assert_eq!(run(&place, &["dead"]).lines().count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_kept() {
    let place = Place::sqlite();
    let store = place.open_sqlite().await;
    let newer = r#"{"root": "r", "url": "u", "body": "", "run": {"version": 2}}"#;
    for (key, payload) in [("a", "7"), ("b", newer)] {
        let task = NewTask {
            queue: DELIVER,
            key: key.into(),
            run_at: 0,
            payload: payload.into(),
        };
        store.push(vec![task]).await.expect("the store answers");
    }
    Worker::finish(&place, POLICY, &[]).await;
    let listed = run(&place, &["dead"]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(listed.contains("unreadable: `version` is 2"), "{listed}");
    assert_eq!(run(&place, &["revive", "--all"]), "");
    assert_eq!(run(&place, &["dead"]), listed);
}
