//! Each form of run is recorded in the same way.

use std::{cell::Cell, future::ready};

use retry_core::{
    StopReason::{Accepted, Attempts},
    retry, retry_block,
    testing::{self, NoWaits},
};
use retry_tests::{EXACT, secs};

use super::{failing, lines};

/// One run that recovers at its third attempt, one that gives up after five, one that succeeds at once.
const FAILURES: [u32; 3] = [2, 9, 0];

#[track_caller]
fn assert_recorded(runs: &NoWaits, name: Option<&'static str>) {
    assert_eq!(
        lines(runs.ends()),
        [
            (name, 3, secs([1, 2]), Accepted),
            (name, 5, secs([1, 2, 4, 8]), Attempts),
        ]
    );
    let name = name.unwrap_or_default();
    if !name.is_empty() {
        assert_eq!(runs.attempts(name), [3, 5]);
        assert_eq!(runs.waits(name), secs([1, 2, 1, 2, 4, 8]));
    }
    assert!(runs.attempts("another name").is_empty());
    assert_eq!(runs.waits("another name"), []);
}

#[test]
fn a_closure_that_blocks() {
    let runs = testing::no_waits();
    for times in FAILURES {
        let _ = EXACT.retry(failing(times)).name("fetch").call();
    }
    assert_recorded(&runs, Some("fetch"));
}

#[tokio::test]
async fn an_async_closure() {
    let runs = testing::no_waits();
    for times in FAILURES {
        let mut operation = failing(times);
        let run = EXACT.retry(|| ready(operation())).name("fetch");
        let _ = run.await;
    }
    assert_recorded(&runs, Some("fetch"));
}

#[test]
fn a_run_without_a_name() {
    let runs = testing::no_waits();
    for times in FAILURES {
        let _ = EXACT.retry(failing(times)).call();
    }
    assert_recorded(&runs, None);
}

#[test]
fn an_annotated_function() {
    #[retry(policy = EXACT)]
    fn fetch(calls: &Cell<u32>, times: u32) -> Option<()> {
        calls.set(calls.get() + 1);
        (calls.get() > times).then_some(())
    }
    let runs = testing::no_waits();
    for times in FAILURES {
        let _ = fetch(&Cell::new(0), times);
    }
    assert_recorded(&runs, Some("fetch"));
}

#[tokio::test]
async fn an_annotated_async_function() {
    #[retry(policy = EXACT)]
    async fn fetch(calls: &Cell<u32>, times: u32) -> Option<()> {
        calls.set(calls.get() + 1);
        (calls.get() > times).then_some(())
    }
    let runs = testing::no_waits();
    for times in FAILURES {
        let _ = fetch(&Cell::new(0), times).await;
    }
    assert_recorded(&runs, Some("fetch"));
}

#[tokio::test]
async fn a_method_with_more_keys_than_the_plain_loop_has() {
    struct Client(Cell<u32>);
    impl Client {
        #[retry(policy = EXACT, name = "client", on_retry = |_| {})]
        async fn fetch(&self, times: u32) -> Option<()> {
            self.0.set(self.0.get() + 1);
            (self.0.get() > times).then_some(())
        }
    }
    let runs = testing::no_waits();
    for times in FAILURES {
        let _ = Client(Cell::new(0)).fetch(times).await;
    }
    assert_recorded(&runs, Some("client"));
}

#[tokio::test]
async fn blocks() {
    let runs = testing::no_waits();
    for times in FAILURES {
        let mut operation = failing(times);
        let _ = retry_block!(policy = EXACT; { operation() });
    }
    assert_recorded(&runs, None);
    drop(runs);

    let runs = testing::no_waits();
    for times in FAILURES {
        let mut operation = failing(times);
        let run = retry_block!(policy = EXACT, name = "block"; async { operation() });
        let _ = run.await;
    }
    assert_recorded(&runs, Some("block"));
}

#[tokio::test]
async fn a_loop_by_hand_that_says_when_it_succeeds() {
    let blocking = testing::no_waits();
    for times in FAILURES {
        let (mut run, mut operation) = (EXACT.start().name("fetch"), failing(times));
        let _ = loop {
            match operation() {
                Ok(value) => break Ok(run.accept(value)),
                Err(error) => match run.pause(error) {
                    Ok(pause) => pause.block(),
                    Err(error) => break Err(error),
                },
            }
        };
    }
    assert_recorded(&blocking, Some("fetch"));
    drop(blocking);

    let awaited = testing::no_waits();
    for times in FAILURES {
        let (mut run, mut operation) = (EXACT.start().name("fetch"), failing(times));
        let _ = loop {
            match operation() {
                Ok(value) => break Ok(run.accept(value)),
                Err(error) => match run.pause(error) {
                    Ok(pause) => pause.await,
                    Err(error) => break Err(error),
                },
            }
        };
    }
    assert_recorded(&awaited, Some("fetch"));
}
