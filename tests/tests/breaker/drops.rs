//! A run that ends early frees its place.

use std::{
    future::{Future, IntoFuture, pending},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::{Context, Waker},
};

use crate::{Failure, STEADY, open, seconds};
use retry_core::{Breaker, breaker::BreakerState, retry, retry_block, testing::ManualClock};

/// Polls once, and drops the future.
fn drop_pending(future: impl Future) {
    let mut future = pin!(future);
    let polled = future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
}

/// A breaker that takes a probe.
fn ready() -> (Breaker, ManualClock) {
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    open(&breaker, &clock);
    clock.advance(seconds(5));
    (breaker, clock)
}

/// The next one is the probe, and closes it.
#[track_caller]
fn assert_free(breaker: &Breaker, clock: &ManualClock) {
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    let result = STEADY.retry(|| Ok::<_, Failure>(1)).attempts(1);
    assert_eq!(result.breaker(breaker).timer(clock).call(), Ok(1));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_future_that_is_dropped_frees_its_place() {
    let (breaker, clock) = ready();
    for _ in 0..3 {
        let run = retry(pending::<Result<(), Failure>>).breaker(&breaker);
        drop_pending(run.timer(&clock).into_future());
    }
    assert_free(&breaker, &clock);
}

#[test]
fn so_does_that_of_an_async_block() {
    let (breaker, clock) = ready();
    for _ in 0..3 {
        drop_pending(
            retry_block!(breaker = &breaker, timer = &clock; async -> Result<(), Failure> {
                pending().await
            }),
        );
    }
    assert_free(&breaker, &clock);
}

#[test]
fn a_panic_frees_its_place() {
    let (breaker, clock) = ready();
    let blocking = || {
        let run = retry(|| -> Result<(), Failure> { panic!("a bug") });
        let _ = run.breaker(&breaker).timer(&clock).call();
    };
    assert!(catch_unwind(AssertUnwindSafe(blocking)).is_err());
    let later = || {
        // The first attempt is refused, the second is the probe and panics.
        let breaker = Breaker::consecutive(1);
        let clock = ManualClock::new();
        open(&breaker, &clock);
        let run = STEADY.retry(|| -> Result<(), Failure> { panic!("a bug") });
        let run = run.breaker(&breaker).timer(&clock);
        assert!(catch_unwind(AssertUnwindSafe(|| run.call())).is_err());
        assert_free(&breaker, &clock);
    };
    later();
    let judging = || {
        let run = retry(|| Err::<(), _>(Failure::Down)).on(|_| panic!("a bug") as bool);
        let _ = run.breaker(&breaker).timer(&clock).call();
    };
    assert!(catch_unwind(AssertUnwindSafe(judging)).is_err());
    assert_free(&breaker, &clock);
}

#[test]
fn a_loop_by_hand_that_ends_early_frees_its_place() {
    let (breaker, clock) = ready();
    let mut run = STEADY.start().timer(clock.clone()).breaker(&breaker);
    run.ask().expect("the probe");
    drop(run);
    assert_free(&breaker, &clock);
}

/// What is reported already stays reported.
#[test]
fn a_future_that_is_dropped_while_it_waits_has_reported() {
    let breaker = Breaker::consecutive(2);
    let run = || retry(|| async { Err::<(), _>(Failure::Down) }).policy(STEADY);
    drop_pending(
        run()
            .breaker(&breaker)
            .sleep_with(|_| pending::<()>())
            .into_future(),
    );
    assert_eq!(breaker.state(), BreakerState::Closed);
    drop_pending(
        run()
            .breaker(&breaker)
            .sleep_with(|_| pending::<()>())
            .into_future(),
    );
    assert_eq!(breaker.state(), BreakerState::Open);
}
