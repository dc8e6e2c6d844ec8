//! Runs that are under way at the same time, or move between threads, are kept apart.

use std::{
    future::{Future as _, ready},
    task::{Context, Poll, Waker},
    thread,
};

use retry_core::{
    StopReason::{Accepted, Attempts},
    testing,
};
use retry_tests::{EXACT, block_on, secs};

use super::{failing, lines};

#[tokio::test]
async fn runs_that_are_joined() {
    let runs = testing::no_waits();
    let run = |times: u32| {
        let mut operation = failing(times);
        async move { EXACT.retry(|| ready(operation())).name("fetch").await }
    };
    let _ = tokio::join!(run(9), run(1), run(0), run(3), run(2));
    // They take turns, and end in the order of their attempts.
    assert_eq!(
        lines(runs.ends()),
        [
            (Some("fetch"), 2, secs([1]), Accepted),
            (Some("fetch"), 3, secs([1, 2]), Accepted),
            (Some("fetch"), 4, secs([1, 2, 4]), Accepted),
            (Some("fetch"), 5, secs([1, 2, 4, 8]), Attempts),
        ]
    );
}

#[test]
fn loops_by_hand_that_take_turns() {
    let runs = testing::no_waits();
    let mut loops = [1, 2, 3].map(|attempts| EXACT.attempts(attempts + 1).start().name("fetch"));
    for _ in 0..4 {
        for run in &mut loops {
            if run.stop_reason().is_none() {
                let _ = run.pause("busy");
            }
        }
    }
    assert_eq!(runs.attempts("fetch"), [2, 3, 4]);
    assert_eq!(runs.waits("fetch"), secs([1, 1, 2, 1, 2, 4]));
}

#[test]
fn a_run_inside_of_another() {
    let runs = testing::no_waits();
    let inner = || EXACT.attempts(2).retry(failing(9)).name("inner").call();
    let _ = EXACT.attempts(3).retry(inner).name("outer").call();
    assert_eq!(runs.attempts("inner"), [2, 2, 2]);
    assert_eq!(runs.waits("inner"), secs([1, 1, 1]));
    assert_eq!(
        lines(runs.ends()).pop(),
        Some((Some("outer"), 3, secs([1, 2]), Attempts))
    );
}

#[test]
fn a_run_that_moves_to_another_thread_is_recorded_where_it_first_failed() {
    let runs = testing::no_waits();
    let mut operation = failing(3);
    let mut run = Box::pin(async move { EXACT.retry(|| ready(operation())).name("fetch").await });
    let first = run.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(first, Poll::Pending, "the first attempt fails here");
    let elsewhere = thread::spawn(move || {
        let runs = testing::no_waits();
        assert_eq!(block_on(run), Ok(4));
        runs.ends()
    });
    assert_eq!(elsewhere.join().expect("no panic"), []);
    assert_eq!(
        lines(runs.ends()),
        [(Some("fetch"), 4, secs([1, 2, 4]), Accepted)]
    );
}

#[test]
fn many_runs_that_move_between_threads() {
    const RUNS: u32 = 2000;
    let runs = testing::no_waits();
    let mut halves = [Vec::new(), Vec::new()];
    for number in 0..RUNS {
        let mut operation = failing(number % 4);
        let mut run =
            Box::pin(async move { EXACT.retry(|| ready(operation())).name("fetch").await });
        let first = run.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(first.is_pending(), number % 4 > 0);
        if first.is_pending() {
            halves[(number / 4 % 2) as usize].push(run);
        }
    }
    thread::scope(|scope| {
        for half in halves {
            scope.spawn(move || {
                for run in half {
                    assert!(block_on(run).is_ok());
                }
            });
        }
    });
    let ends = runs.ends();
    for attempts in 2..=4_usize {
        let of_this_kind = ends.iter().filter(|end| end.attempts as usize == attempts);
        assert_eq!(of_this_kind.clone().count(), RUNS as usize / 4);
        for end in of_this_kind {
            assert_eq!(end.waits, secs([1, 2, 4])[..attempts - 1]);
        }
    }
    assert_eq!(ends.len(), RUNS as usize / 4 * 3);
}
