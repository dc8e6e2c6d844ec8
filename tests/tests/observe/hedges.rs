//! What events and metrics say of hedged runs.

use std::{
    cell::Cell,
    future::{Future, IntoFuture, poll_fn},
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use retry_core::{Attempt, retry, testing::ManualClock, time::Clock as _};
use retry_tests::{logged, recorded};

const MS: Duration = Duration::from_millis(1);

/// A run that is hedged after 100 ms. Attempt `n` answers after so many milliseconds: 0 is a failure at once.
fn run(answers: &[u32]) {
    let clock = ManualClock::new();
    let started = Cell::new(0);
    let run = retry(|attempt: Attempt| {
        started.set(attempt.number());
        let after = answers[attempt.number() as usize - 1];
        let at = clock.now() + MS * after;
        let clock = &clock;
        poll_fn(move |_| match clock.now() {
            _ if after == 0 => Poll::Ready(Err("busy")),
            now if now >= at => Poll::Ready(Ok(())),
            _ => Poll::Pending,
        })
    })
    .attempts(u32::try_from(answers.len()).unwrap())
    .name("fetch")
    .hedge(MS * 100)
    .timer(&clock);
    let mut future = pin!(run.into_future());
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..2_000 {
        if future.as_mut().poll(&mut cx).is_ready() {
            return;
        }
        clock.advance(MS);
    }
    panic!("the run hangs");
}

#[test]
fn the_events_of_a_hedged_run_say_which_attempt_won() {
    assert_eq!(
        logged(|| run(&[900, 900, 10])),
        [
            "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt=1 retry.delay=0 s retry.hedge=true",
            "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt=2 retry.delay=0 s retry.hedge=true",
            "DEBUG retry: recovered retry.name=\"fetch\" retry.attempt=3 retry.winner=3",
        ]
    );
    assert_eq!(
        logged(|| run(&[150, 900])),
        [
            "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt=1 retry.delay=0 s retry.hedge=true",
            "DEBUG retry: hedged in vain retry.name=\"fetch\" retry.attempt=2 retry.winner=1",
        ]
    );
    assert_eq!(
        logged(|| run(&[0, 10])),
        [
            "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt=1 retry.delay=0 s error.type=\"&str\"",
            "DEBUG retry: recovered retry.name=\"fetch\" retry.attempt=2 retry.winner=2",
        ]
    );
    assert_eq!(logged(|| run(&[99, 10])), [""; 0]);
}

#[test]
fn hedges_are_counted_by_whether_they_won() {
    assert_eq!(
        recorded(|| run(&[900, 900, 10])),
        [
            "retry.hedges{name=fetch,result=lost} count counter 1",
            "retry.hedges{name=fetch,result=won} count counter 1",
            "retry.run.retries{name=fetch} count histogram [2.0]",
            "retry.stops{name=fetch,reason=accepted} count counter 1",
        ]
    );
    // The first attempt won: nothing recovered.
    assert_eq!(
        recorded(|| run(&[150, 900])),
        [
            "retry.hedges{name=fetch,result=lost} count counter 1",
            "retry.run.retries{name=fetch} count histogram [1.0]",
        ]
    );
    // A retry with nothing else out is no hedge.
    assert_eq!(
        recorded(|| run(&[0, 10])),
        [
            "retry.run.delay{name=fetch} seconds histogram [0.0]",
            "retry.run.retries{name=fetch} count histogram [1.0]",
            "retry.stops{name=fetch,reason=accepted} count counter 1",
        ]
    );
    assert_eq!(recorded(|| run(&[99, 10])), [""; 0]);
}
