//! What the guide says about shutting down: what ends, and what each way of ending it keeps and loses.

use std::{
    collections::VecDeque,
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use retry_core::{Backoff, Budget, CancelToken, StopReason, retry};
use retry_tests::{HOUR, PATIENT, SECOND, ZERO, fail_if_it_hangs};
use tokio::{
    sync::oneshot,
    task::{JoinSet, spawn_blocking},
    time::{advance, sleep},
};

const DAY: Duration = Duration::from_secs(86_400);

#[tokio::test(start_paused = true)]
async fn a_select_drops_the_wait_of_a_run() {
    let (budget, calls, mut ends) = (Budget::aws(), AtomicU32::new(0), 0);
    let run = PATIENT
        .retry(async || Err::<(), _>(calls.fetch_add(1, SeqCst)))
        .budget(&budget)
        .on_stop(|_| ends += 1);
    tokio::select! {
        _ = run.into_future() => panic!("it waits"),
        () = sleep(SECOND) => {}
    }
    advance(DAY).await;
    assert_eq!((calls.load(SeqCst), budget.available()), (1, 500.0));
    // Nobody is there who could be asked for the outcome.
    assert_eq!(ends, 0);
}

#[tokio::test(start_paused = true)]
async fn the_retry_of_an_attempt_under_way_stays_paid() {
    let (budget, calls) = (Budget::aws(), AtomicU32::new(0));
    let run = PATIENT
        .backoff(Backoff::constant(ZERO))
        .retry(async || match calls.fetch_add(1, SeqCst) {
            0 => Err::<(), _>("busy"),
            _ => pending().await,
        })
        .budget(&budget);
    tokio::select! {
        _ = run.into_future() => panic!("its second attempt hangs"),
        () = sleep(SECOND) => {}
    }
    assert_eq!((calls.load(SeqCst), budget.available()), (2, 486.0));
}

#[tokio::test(start_paused = true)]
async fn a_loop_by_hand_that_drops_its_pause_has_its_error() {
    let (budget, mut calls) = (Budget::aws(), 0);
    let mut run = PATIENT.start().budget(&budget);
    let mut stop = Box::pin(sleep(HOUR + SECOND));
    let error = loop {
        calls += 1;
        let error = format!("refused {calls}");
        let pause = run.pause(()).expect("it is patient");
        tokio::select! {
            () = pause.into_future() => {}
            () = &mut stop => break error,
        }
    };
    assert_eq!((calls, error.as_str()), (2, "refused 2"));
    assert_eq!(budget.available(), 486.0);
}

#[tokio::test(start_paused = true)]
async fn an_aborted_join_set_gives_all_tokens_back() {
    static BUDGET: Budget = Budget::aws();
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        tasks.spawn(async {
            PATIENT
                .retry(async || Err::<(), _>(CALLS.fetch_add(1, SeqCst)))
                .budget(&BUDGET)
                .await
        });
    }
    sleep(SECOND).await;
    assert_eq!(CALLS.load(SeqCst), 20);
    assert_eq!(BUDGET.available(), 500.0 - 20.0 * 14.0);
    tasks.abort_all();
    while let Some(task) = tasks.join_next().await {
        assert!(task.expect_err("it was aborted").is_cancelled());
    }
    advance(DAY).await;
    assert_eq!((CALLS.load(SeqCst), BUDGET.available()), (20, 500.0));
}

#[test]
fn workers_hand_their_jobs_back_and_take_no_more() {
    fail_if_it_hangs(workers);
}

fn workers() {
    let (token, budget) = (CancelToken::new(), Budget::aws());
    let queue = Mutex::new((0..100).collect::<VecDeque<u32>>());
    let (waits, is_waiting) = mpsc::channel();
    let mut undone = thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|_| {
                let waits = waits.clone();
                let (token, budget, queue) = (&token, &budget, &queue);
                scope.spawn(move || {
                    let mut undone = Vec::new();
                    while !token.is_cancelled() {
                        let Some(job) = queue.lock().expect("no panic").pop_front() else {
                            break;
                        };
                        let result = PATIENT
                            .retry(|| Err::<(), _>(format!("{job} is refused")))
                            .on_retry(|_| waits.send(()).expect("the test listens"))
                            .budget(budget)
                            .cancel_on(token)
                            .call();
                        undone.extend(result.err().map(|error| (job, error)));
                    }
                    undone
                })
            })
            .collect();
        for _ in 0..8 {
            is_waiting.recv().expect("a worker waits");
        }
        token.cancel();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no panic"))
            .collect::<Vec<_>>()
    });
    undone.sort();
    let expected: Vec<_> = (0..8)
        .map(|job| (job, format!("{job} is refused")))
        .collect();
    assert_eq!((undone, budget.available()), (expected, 500.0));
    assert_eq!(queue.lock().expect("no panic").front(), Some(&8));
}

#[test]
fn only_the_token_ends_a_run_of_spawn_blocking() {
    fail_if_it_hangs(|| retry_tests::block_on(blocking_task()));
}

async fn blocking_task() {
    let (token, (waits, is_waiting)) = (Arc::new(CancelToken::new()), oneshot::channel());
    let task = spawn_blocking({
        let (token, mut waits) = (Arc::clone(&token), Some(waits));
        move || {
            PATIENT
                .retry(|| Err::<(), _>("busy"))
                .on_retry(|_| {
                    waits
                        .take()
                        .map_or(Ok(()), |waits| waits.send(()))
                        .expect("the test listens");
                })
                .cancel_on(token)
                .report()
                .call()
        }
    });
    is_waiting.await.expect("it waits");
    task.abort();
    tokio::task::yield_now().await;
    assert!(!task.is_finished());
    token.cancel();
    let report = task.await.expect("it was not aborted");
    assert_eq!((report.outcome, report.attempts), (Err("busy"), 1));
    assert_eq!(report.stop, StopReason::Cancelled);
}

#[test]
fn an_attempt_under_way_is_finished_and_its_success_returned() {
    let token = CancelToken::new();
    let mut calls = 0;
    let result = retry(|| {
        calls += 1;
        token.cancel();
        if calls == 1 { Ok("sent") } else { Err("busy") }
    })
    .cancel_on(&token)
    .call();
    assert_eq!((result, calls), (Ok("sent"), 1));
}
