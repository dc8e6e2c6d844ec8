//! The same on executors: their timers wake the run, and it may move between threads.

use std::{
    future::{IntoFuture, pending},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use retry_core::{Attempt, Hedge, TimedOut, hedge::Latencies, retry};
use retry_tests::runtime_of_two_threads;

use crate::stage::ms;

/// Only this attempt ever answers.
async fn answers(attempt: Attempt, only: u32) -> Result<u32, &'static str> {
    if attempt.number() == only {
        Ok(only)
    } else {
        pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn tokios_paused_clock_starts_each_hedge_when_it_is_due() {
    let start = tokio::time::Instant::now();
    let report = retry(|attempt: Attempt| answers(attempt, 3))
        .hedge(Hedge::after(ms(100)))
        .report()
        .await;
    assert_eq!((report.outcome, report.winner()), (Ok(3), Some(3)));
    assert_eq!(start.elapsed(), ms(200));
    assert_eq!((report.elapsed, report.waited), (ms(200), Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_timeout_cuts_each_attempt_by_itself() {
    let start = tokio::time::Instant::now();
    let report = retry(|_: Attempt| pending::<Result<(), TimedOut>>())
        .hedge(Hedge::after(ms(100)))
        .attempt_timeout(ms(150))
        .report()
        .await;
    // They begin at 0, 100 and 150, where the first is cut, and are cut at 150, 250 and 300.
    assert_eq!(start.elapsed(), ms(300));
    assert_eq!((report.attempts, report.dropped()), (3, 0));
    assert!(report.outcome.is_err());
}

#[test]
fn smol_wakes_the_run_too() {
    let result = smol::block_on(
        retry(|attempt: Attempt| answers(attempt, 2))
            .hedge(ms(2))
            .into_future(),
    );
    assert_eq!(result, Ok(2));
}

#[test]
fn a_run_that_borrows_is_send_and_moves_between_threads() {
    static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).or(ms(2));
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let result = runtime_of_two_threads().block_on(async {
        let spawned = tokio::spawn(async move {
            let url = String::from("/tea");
            retry(|attempt: Attempt| {
                let url = &url;
                async move {
                    CALLS.fetch_add(1, Ordering::SeqCst);
                    answers(attempt, 3).await.map(|number| (number, url.len()))
                }
            })
            .hedge(&HEDGE)
            .attempt_timeout_or(Duration::from_secs(60), |_| "cut")
            .await
        });
        spawned.await.expect("no panic")
    });
    assert_eq!((result, CALLS.load(Ordering::SeqCst)), (Ok((3, 4)), 3));
}
