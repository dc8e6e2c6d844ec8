//! Tokens that end the waits of blocking runs.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
        mpsc,
    },
    thread,
};

use retry_core::{
    Budget, CancelToken, Event, Policy, StopReason, retry, retry_block, testing::ManualClock,
};
use retry_tests::{HOUR, PATIENT, fail_if_it_hangs, secs};

/// Waits of an hour: a test that waits one hangs.
const SLOW: Policy = PATIENT;

/// Says that it was called, and fails.
fn called(calls: &mpsc::Sender<u32>, count: &AtomicU32) -> Result<(), u32> {
    let number = count.fetch_add(1, SeqCst) + 1;
    calls.send(number).expect("the test listens");
    Err(number)
}

#[test]
fn a_thread_that_waits_wakes_at_once_and_makes_no_further_call() {
    fail_if_it_hangs(wake_one);
}

fn wake_one() {
    let (token, count) = (CancelToken::new(), AtomicU32::new(0));
    let (calls, was_called) = mpsc::channel();
    let (retries, is_waiting) = mpsc::channel();
    thread::scope(|scope| {
        let run = scope.spawn(|| {
            SLOW.retry(|| called(&calls, &count))
                .on_retry(move |_| retries.send(()).expect("the test listens"))
                .cancel_on(&token)
                .report()
                .call()
        });
        assert_eq!(was_called.recv(), Ok(1));
        is_waiting.recv().expect("a wait follows");
        token.cancel();
        let report = run.join().expect("no panic");
        assert_eq!((report.outcome, report.attempts), (Err(1), 1));
        assert_eq!(report.stop, StopReason::Cancelled);
    });
    assert_eq!(count.load(SeqCst), 1);
}

#[test]
fn a_token_that_is_cancelled_already_leaves_one_attempt() {
    let token = Arc::new(CancelToken::new());
    token.cancel();
    assert!(token.is_cancelled());
    let mut calls = 0;
    let result = SLOW
        .retry(|| {
            calls += 1;
            Err::<(), _>(calls)
        })
        .cancel_on(Arc::clone(&token))
        .call();
    assert_eq!((result, calls), (Err(1), 1));
    // A delay of zero asks too.
    let result = SLOW
        .backoff(retry_core::Backoff::constant(retry_tests::ZERO))
        .retry(|| {
            calls += 1;
            Err::<(), _>(calls)
        });
    assert_eq!(result.cancel_on(token).call(), Err(2));
}

#[test]
fn without_a_cancellation_the_run_goes_on() {
    let token = CancelToken::new();
    let mut calls = 0;
    let result = Policy::new()
        .backoff(retry_core::Backoff::constant(retry_tests::ZERO))
        .retry(|| {
            calls += 1;
            if calls < 3 { Err("busy") } else { Ok(calls) }
        })
        .cancel_on(&token)
        .call();
    assert_eq!(result, Ok(3));
}

#[test]
fn a_success_in_spite_of_a_cancelled_token_is_returned() {
    let token = CancelToken::new();
    token.cancel();
    assert_eq!(retry(|| Ok::<_, ()>(7)).cancel_on(&token).call(), Ok(7));
}

#[test]
fn hooks_get_the_last_outcome_and_the_budget_its_token() {
    let (token, budget, mut ends) = (CancelToken::new(), Budget::aws(), Vec::new());
    let mut stops = 0;
    let result = SLOW
        .retry(|| Err::<(), _>("busy"))
        .budget(&budget)
        .cancel_on(&token)
        .on_retry(|_| token.cancel())
        .on_stop(|_| stops += 1)
        .on_end(|event: &Event<'_, _>| {
            ends.push((event.attempt(), event.error().copied(), event.reason()));
        })
        .call();
    assert_eq!((result, stops), (Err("busy"), 1));
    assert_eq!(ends, [(1, Some("busy"), Some(StopReason::Cancelled))]);
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn a_rejected_value_is_converted_as_at_every_stop() {
    let token = CancelToken::new();
    token.cancel();
    let result = SLOW
        .retry(|| Ok::<_, String>("running"))
        .on_ok(|state| *state == "running")
        .exhausted(|state| Err(format!("still {state}")))
        .cancel_on(&token)
        .call();
    assert_eq!(result, Err("still running".to_owned()));
}

#[test]
fn a_timer_of_ones_own_is_asked_before_and_after_its_sleep() {
    let (token, clock) = (CancelToken::new(), ManualClock::new());
    let mut calls = 0;
    let report = SLOW
        .retry(|| {
            calls += 1;
            if calls == 2 {
                token.cancel();
            }
            Err::<(), _>("busy")
        })
        .cancel_on(&token)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (2, StopReason::Cancelled));
    assert_eq!(report.elapsed, HOUR);
    assert_eq!(clock.waits(), secs([3600]));
    let (token, mut slept) = (CancelToken::new(), 0);
    let report = SLOW
        .retry(|| Err::<(), _>("busy"))
        .cancel_on(&token)
        .sleep_with(|_| {
            slept += 1;
            token.cancel();
        })
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (1, StopReason::Cancelled));
    assert_eq!(slept, 1);
}

static SHUTDOWN: CancelToken = CancelToken::new();

#[retry(policy = SLOW, cancel = &SHUTDOWN)]
fn annotated(calls: &mut u32) -> Result<(), u32> {
    *calls += 1;
    Err(*calls)
}

#[test]
fn the_attribute_the_block_and_the_loop_by_hand_take_a_token() {
    SHUTDOWN.cancel();
    assert_eq!(annotated(&mut 0), Err(1));
    let mut calls = 0;
    let result = retry_block!(policy = SLOW, cancel = &SHUTDOWN; {
        calls += 1;
        Err::<(), _>(calls)
    });
    assert_eq!((result, calls), (Err(1), 1));
    let budget = Budget::aws();
    let mut run = SLOW.start().budget(&budget);
    let pause = run.pause("busy").expect("a pause");
    assert!(!pause.block_or(&SHUTDOWN));
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn many_threads_wake() {
    fail_if_it_hangs(wake_many);
}

fn wake_many() {
    let token = CancelToken::new();
    let (ready, is_ready) = mpsc::channel();
    let ends = thread::scope(|scope| {
        let threads: Vec<_> = (0..32)
            .map(|_| {
                let ready = ready.clone();
                let token = &token;
                scope.spawn(move || {
                    SLOW.retry(|| Err::<(), _>("busy"))
                        .on_retry(|_| ready.send(()).expect("the test listens"))
                        .cancel_on(token)
                        .report()
                        .call()
                        .stop
                })
            })
            .collect();
        for _ in 0..32 {
            is_ready.recv().expect("a thread waits");
        }
        token.cancel();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect::<Vec<_>>()
    });
    assert_eq!(ends, [StopReason::Cancelled; 32]);
}
