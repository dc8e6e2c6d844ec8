//! The loop by hand.

use retry_core::{Mark, Marked, Policy, Retryable, StopReason, testing};

fn run(judge: impl Fn(&Marked<&'static str>) -> retry_core::Verdict) -> (u32, &'static str) {
    let _guard = testing::no_waits();
    let mut run = Policy::new().attempts(5).start();
    let mut calls = 0;
    let mut attempt = || {
        calls += 1;
        Err::<(), _>(if calls < 3 {
            "reset".transient()
        } else {
            "gone".permanent()
        })
    };
    let given_up = loop {
        let Err(error) = attempt() else {
            unreachable!("it always fails")
        };
        match run.pause_on(error, &judge) {
            Ok(pause) => pause.block(),
            Err(error) => break error.into_inner(),
        }
    };
    assert_eq!(run.stop_reason(), Some(StopReason::NotRetryable));
    (calls, given_up)
}

#[test]
fn the_judge_is_the_mark() {
    assert_eq!(run(Marked::verdict), (3, "gone"));
    assert_eq!(run(Retryable::verdict), (3, "gone"));
}
