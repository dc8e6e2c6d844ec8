//! A hook that panics: the retry that it comes before is not made and gives back what it took, the retries
//! before it stay paid, and nothing else is left behind.

use std::{
    cell::Cell,
    future::{Future, IntoFuture as _, ready},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{Arc, OnceLock},
    task::{Context, Waker},
    time::Duration,
};

use http::Request;
use retry_core::{
    Budget, Event, Policy, StopReason,
    http::{HttpEvent, HttpRetry},
    retry, retry_block,
    testing::ManualClock,
};
use retry_tests::{EXACT, HTTP, fail_if_it_hangs, panic_message, response};

const SUPPRESSING: Policy = EXACT.attempts(3).suppress_nested();

type Outcome = Result<(), &'static str>;

/// Which call of a hook panics, counted from 1 over all its calls.
struct Panics<'a> {
    calls: &'a Cell<u32>,
    at: u32,
}

impl Panics<'_> {
    fn call(&self) {
        self.calls.set(self.calls.get() + 1);
        assert_ne!(self.calls.get(), self.at, "the hook");
    }
}

fn seconds(waits: &[u64]) -> Vec<Duration> {
    waits.iter().copied().map(Duration::from_secs).collect()
}

/// Runs a form whose hook panics, and checks that it left nothing behind: no mark of an attempt, and a
/// budget with which the next run works.
#[track_caller]
fn assert_left(form: impl FnOnce(&Budget, &ManualClock), available: f64, waits: &[u64]) {
    let (budget, clock) = (Budget::aws(), ManualClock::new());
    let message = panic_message(AssertUnwindSafe(|| form(&budget, &clock)));
    assert!(message.contains("the hook"), "{message}");
    assert_eq!(budget.available(), available);
    assert_eq!(clock.waits(), seconds(waits));

    let report = retry(|| Err::<(), _>("busy"))
        .policy(SUPPRESSING)
        .budget(&budget)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (3, StopReason::Attempts));
    assert_eq!(budget.available(), available - 28.0);
}

/// The hooks before waits and at the ends, in each form. The second call of `on_retry` panics: the first
/// retry was made.
macro_rules! forms {
    ($test:ident, $at:literal, $available:literal, $waits:expr, |$run:ident, $hook:ident| $set:expr) => {
        #[test]
        fn $test() {
            let calls = Cell::new(0);
            let $hook = || {
                calls.set(0);
                let panics = Panics {
                    calls: &calls,
                    at: $at,
                };
                move |_: &Event<'_, Outcome>| panics.call()
            };
            assert_left(
                |budget, clock| {
                    let $run = retry(|| Err::<(), _>("busy")).policy(SUPPRESSING);
                    let _ = $set.budget(budget).timer(clock).call();
                },
                $available,
                &$waits,
            );
            assert_left(
                |budget, clock| {
                    let $run = retry(|| ready(Err::<(), _>("busy"))).policy(SUPPRESSING);
                    let run = $set.budget(budget).timer(clock).into_future();
                    let _ = futures_lite::future::block_on(run);
                },
                $available,
                &$waits,
            );
            assert_left(
                |budget, clock| {
                    let $run = SUPPRESSING.start().budget(budget);
                    let mut run = $set.timer(clock);
                    while let Ok(pause) = run.pause("busy") {
                        pause.block();
                    }
                },
                $available,
                &$waits,
            );
        }
    };
}

forms!(
    before_a_wait_the_retry_gives_its_token_back,
    2,
    486.0,
    [1],
    |run, hook| run.on_retry(hook())
);
forms!(
    at_the_stop_the_retries_that_were_made_stay_paid,
    1,
    472.0,
    [1, 2],
    |run, hook| run.on_stop(hook())
);
forms!(
    at_the_end_the_retries_that_were_made_stay_paid,
    1,
    472.0,
    [1, 2],
    |run, hook| run.on_end(hook())
);

#[test]
fn after_a_success_the_budget_has_heard_of_it() {
    let end = |_: &Event<'_, Outcome>| panic!("the hook");
    assert_left(
        |budget, clock| {
            let mut outcomes = [Err("busy"), Err("busy"), Ok(())].into_iter();
            let run = retry(|| outcomes.next().expect("three")).policy(SUPPRESSING);
            let _ = run.on_end(end).budget(budget).timer(clock).call();
        },
        486.0,
        &[1, 2],
    );
    assert_left(
        |budget, clock| {
            let mut run = SUPPRESSING.start().on_end(end).budget(budget).timer(clock);
            run.pause("busy").expect("retried").block();
            run.accept(());
        },
        500.0,
        &[1],
    );
}

#[test]
fn in_an_annotated_block_too() {
    let calls = Cell::new(0);
    let panics = Panics {
        calls: &calls,
        at: 2,
    };
    assert_left(
        |budget, clock| {
            let hook = |_: &Event<'_, Outcome>| panics.call();
            let _ = retry_block!(policy = SUPPRESSING, on_retry = hook, budget = budget, timer = clock; -> Outcome {
                Err("busy")
            });
        },
        486.0,
        &[1],
    );
}

#[test]
fn an_operation_that_panics_has_used_its_retry() {
    let attempts = Cell::new(0);
    assert_left(
        |budget, clock| {
            let run = retry(|| {
                attempts.set(attempts.get() + 1);
                assert_ne!(attempts.get(), 2, "not the hook");
                Err::<(), _>("busy")
            });
            let _ = run.policy(SUPPRESSING).budget(budget).timer(clock).call();
        },
        486.0,
        &[1],
    );
}

/// Which hook of a client panics.
#[derive(Clone, Copy)]
enum At {
    Retry,
    Stop,
    End,
}

/// A client with one hook that panics, at a wait or end of the attempt with this number.
fn client(at: At, attempt: u32) -> (HttpRetry<ManualClock>, Arc<Budget>, ManualClock) {
    let hook = move |event: &HttpEvent<'_>| assert_ne!(event.attempt(), attempt, "the hook");
    let (budget, clock) = (Arc::new(Budget::aws()), ManualClock::new());
    let retry = HttpRetry::new(HTTP.policy(SUPPRESSING))
        .budget("", Arc::clone(&budget))
        .timer(clock.clone());
    let retry = match at {
        At::Retry => retry.on_retry(hook),
        At::Stop => retry.on_stop(hook),
        At::End => retry.on_end(hook),
    };
    (retry, budget, clock)
}

/// Sends a request that gets these answers.
fn send(retry: &HttpRetry<ManualClock>, statuses: &[u16]) {
    let mut request = Request::new(());
    let mut exchange = retry.begin(&mut request, None).expect("mounted");
    for status in statuses {
        match exchange.answered(&response(*status, &[])) {
            ControlFlow::Continue(pause) => pause.block(),
            ControlFlow::Break(_) => return,
        }
    }
}

#[test]
fn of_a_client_too() {
    for (row, (at, attempt, statuses, available, waits)) in [
        (At::Retry, 1, [503, 503, 503], 500.0, &[][..]),
        (At::Retry, 2, [503, 429, 503], 486.0, &[1]),
        (At::Stop, 3, [503, 503, 503], 472.0, &[1, 2]),
        (At::End, 3, [503, 503, 503], 472.0, &[1, 2]),
        (At::End, 3, [503, 503, 200], 486.0, &[1, 2]),
    ]
    .into_iter()
    .enumerate()
    {
        let (retry, budget, clock) = client(at, attempt);
        let panic = catch_unwind(AssertUnwindSafe(|| send(&retry, &statuses)));
        panic.expect_err("it panics");
        assert_eq!(budget.available(), available, "row {row}");
        assert_eq!(clock.waits(), seconds(waits), "row {row}");
        // Other requests go on as before.
        send(
            &retry.on_retry(|_| {}).on_stop(|_| {}).on_end(|_| {}),
            &[503, 200],
        );
        assert_eq!(budget.available(), available, "row {row}");
    }
}

#[test]
fn in_a_future_that_is_polled_to_the_panic_too() {
    let budget = Budget::aws();
    let run = retry(|| async { Err::<(), _>("busy") })
        .policy(SUPPRESSING)
        .budget(&budget)
        .timer(ManualClock::new())
        .on_retry(|_| panic!("the hook"))
        .into_future();
    let mut run = pin!(run);
    let cx = &mut Context::from_waker(Waker::noop());
    let polled = catch_unwind(AssertUnwindSafe(|| run.as_mut().poll(cx)));
    polled.expect_err("it panics");
    // Before the future is dropped.
    assert_eq!(budget.available(), 500.0);
}

/// A hook that sends a request through its own client would hang if a lock were held.
#[test]
fn no_lock_is_held_while_a_hook_runs() {
    fail_if_it_hangs(|| {
        let client = Arc::new(OnceLock::<HttpRetry<ManualClock>>::new());
        let hook = || {
            let client = Arc::clone(&client);
            move |event: &HttpEvent<'_>| {
                if event.name().is_none() {
                    let inner = client.get().expect("set").clone().name("inner");
                    send(&inner, &[503, 503, 503]);
                }
            }
        };
        let retry = HttpRetry::new(HTTP)
            .on_retry(hook())
            .on_stop(hook())
            .on_end(hook())
            .judge(|call, status, headers| call.verdict(status, headers))
            .timer(ManualClock::new());
        client.set(retry.clone()).expect("set once");
        send(&retry, &[503, 503, 503]);
    });
}
