//! `no_waits_everywhere`: runs without their waits in the whole process. It has a binary of its own, since the
//! guard would change other tests.

use std::{
    future::{IntoFuture as _, ready},
    time::Duration,
};

use retry_core::testing;
use retry_tests::{EXACT, HOUR, PATIENT, ZERO, secs};

/// The guards reach each other's tests, so these take turns.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

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
    let _turn = TURN.lock().await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_of_all_threads_are_recorded_and_kept_apart() {
    let _turn = TURN.lock().await;
    let runs = testing::no_waits_everywhere();
    let tasks: Vec<_> = (1..=3_u32)
        .cycle()
        .take(600)
        .map(|attempts| {
            tokio::spawn(async move {
                let run = EXACT.attempts(attempts + 1).retry(|| ready(None::<()>));
                run.name(["two", "three", "four"][attempts as usize - 1])
                    .await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.expect("no panic"), None);
    }
    for (name, attempts) in [("two", 2), ("three", 3), ("four", 4)] {
        assert_eq!(runs.attempts(name), [attempts; 200]);
        let waits = secs([1, 2, 4])[..attempts as usize - 1].repeat(200);
        assert_eq!(runs.waits(name), waits);
    }
    assert_eq!(runs.ends().len(), 600);
}

#[tokio::test]
async fn guards_of_the_process_and_of_a_thread_both_record() {
    let _turn = TURN.lock().await;
    let everywhere = testing::no_waits_everywhere().attempts(3);
    let here = testing::no_waits().attempts(2);
    let run = || EXACT.retry(|| None::<()>).name("fetch").call();
    let _ = run();
    let _ = std::thread::scope(|scope| scope.spawn(run).join());
    assert_eq!(here.attempts("fetch"), [2]);
    assert_eq!(everywhere.attempts("fetch"), [2, 3]);
    drop(everywhere);
    let _ = run();
    assert_eq!(here.attempts("fetch"), [2, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attempt_timeouts_are_shortened_on_every_thread() {
    let _turn = TURN.lock().await;
    let short = Duration::from_millis(5);
    let guard = testing::no_waits_everywhere().attempt_timeouts(short);
    let hang = || {
        let hang = std::future::pending::<Result<(), retry_core::TimedOut>>;
        let run = EXACT.attempts(2).retry(hang).attempt_timeout(HOUR);
        run.timer(testing::ManualClock::new()).into_future()
    };
    let elsewhere = tokio::spawn(hang()).await.expect("no panic");
    assert_eq!(elsewhere.expect_err("cut").limit(), short);
    let shorter = testing::no_waits().attempt_timeouts(short / 5);
    assert_eq!(hang().await.expect_err("cut").limit(), short / 5);
    drop((guard, shorter));
    assert_eq!(hang().await.expect_err("cut").limit(), HOUR);
}
