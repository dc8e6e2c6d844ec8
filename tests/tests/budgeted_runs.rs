//! Budgets through runs: what a run pays, what it gets back, and what an outage costs.

use std::{
    future::{Future, IntoFuture, pending},
    pin::{Pin, pin},
    sync::{Arc, LazyLock},
    task::{Context, Poll, Waker},
    time::Duration,
};

use retry_core::{
    Budget, Policy, StopReason, TimedOut, Verdict, retry, retry_block, testing::ManualClock,
};
use retry_tests::{HOUR, PATIENT, SECOND, ZERO};

/// Waits that end at once.
const AT_ONCE: Policy = PATIENT.backoff(retry_core::Backoff::constant(ZERO));

fn busy() -> Result<(), &'static str> {
    Err("busy")
}

/// Polls once and drops the future, which then is in its first wait.
fn drop_in_wait(future: impl Future) {
    let mut future = pin!(future);
    let polled = poll_once(future.as_mut());
    assert!(polled.is_pending());
}

fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn a_run_without_a_failure_pays_nothing() {
    let budget = Budget::aws();
    let result = retry(|| Ok::<_, ()>(1)).budget(&budget).call();
    assert_eq!((result, budget.available()), (Ok(1), 500.0));
}

#[test]
fn a_success_gives_back_what_the_last_retry_took() {
    let budget = Budget::aws();
    let mut left = Vec::new();
    let mut calls = 0;
    let result = AT_ONCE
        .retry(|| {
            left.push(budget.available());
            calls += 1;
            if calls < 3 { busy() } else { Ok(()) }
        })
        .budget(&budget)
        .call();
    assert_eq!(result, Ok(()));
    assert_eq!(left, [500.0, 486.0, 472.0]);
    assert_eq!(budget.available(), 486.0);
}

#[test]
fn the_last_attempt_and_an_error_that_is_not_retried_pay_nothing() {
    let budget = Budget::aws();
    let _ = AT_ONCE.retry(busy).attempts(3).budget(&budget).call();
    assert_eq!(budget.available(), 472.0);
    let _ = AT_ONCE.retry(busy).on(|_| false).budget(&budget).call();
    assert_eq!(budget.available(), 472.0);
}

#[test]
fn neither_does_a_run_that_another_rule_stops() {
    let budget = Budget::aws();
    let report = PATIENT
        .retry(busy)
        .deadline(SECOND)
        .budget(&budget)
        .report()
        .call();
    assert_eq!(report.stop, StopReason::Deadline);
    let report = PATIENT
        .retry(busy)
        .on(|_| Verdict::RetryAfter(HOUR))
        .budget(&budget)
        .report()
        .call();
    assert!(matches!(report.stop, StopReason::HintTooLong { .. }));
    let report = PATIENT
        .retry(busy)
        .schedule([])
        .budget(&budget)
        .report()
        .call();
    assert_eq!(report.stop, StopReason::ScheduleEnded);
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn an_empty_budget_stops_a_run_with_its_own_outcome() {
    let budget = Budget::bucket(14).retry_cost(14.0);
    let report = AT_ONCE.retry(busy).budget(&budget).report().call();
    assert_eq!((report.attempts, report.stop), (2, StopReason::Budget));
    assert_eq!((report.outcome, budget.available()), (Err("busy"), 0.0));
    let budget = Budget::bucket(12).retry_cost(14.0);
    let report = AT_ONCE.retry(busy).budget(&budget).report().call();
    assert_eq!((report.attempts, report.stop), (1, StopReason::Budget));
    assert_eq!(budget.available(), 12.0);
}

#[test]
fn throttled_failures_and_timeouts_cost_what_is_set_for_them() {
    let budget = Budget::aws().timeout_cost(100.0);
    let throttled = |_: &_| Verdict::Throttled(None);
    let _ = AT_ONCE
        .retry(busy)
        .attempts(2)
        .on(throttled)
        .budget(&budget)
        .call();
    assert_eq!(budget.available(), 495.0);
    let clock = ManualClock::new();
    let run = AT_ONCE
        .retry(pending::<Result<(), TimedOut>>)
        .attempts(2)
        .attempt_timeout(SECOND)
        .budget(&budget)
        .timer(&clock);
    let outcome = futures_lite::future::block_on(run.into_future());
    assert!(outcome.is_err());
    assert_eq!(budget.available(), 395.0);
    let _ = AT_ONCE.retry(busy).attempts(2).budget(&budget).call();
    assert_eq!(budget.available(), 381.0);
}

#[test]
fn a_future_that_is_dropped_in_a_wait_gets_its_token_back() {
    static OF_POLICY: Budget = Budget::aws();
    static POLICY: Policy = PATIENT.budget(&OF_POLICY);
    let budget = Budget::aws();
    drop_in_wait(
        PATIENT
            .retry(|| async { busy() })
            .budget(&budget)
            .into_future(),
    );
    assert_eq!(budget.available(), 500.0);
    drop_in_wait(POLICY.retry(|| async { busy() }).into_future());
    drop_in_wait(retry(|| async { busy() }).policy(&POLICY).into_future());
    assert_eq!(OF_POLICY.available(), 500.0);
    // In the second wait only the second retry is not made.
    {
        let run = AT_ONCE.retry(|| async { busy() }).budget(&budget);
        let mut future = pin!(run.into_future());
        assert!(poll_once(future.as_mut()).is_pending());
        assert_eq!(budget.available(), 486.0);
        assert!(poll_once(future.as_mut()).is_pending());
        assert_eq!(budget.available(), 472.0);
    }
    assert_eq!(budget.available(), 486.0);
}

#[test]
fn an_attempt_that_is_dropped_has_used_its_token() {
    let budget = Budget::aws();
    let mut calls = 0;
    let run = AT_ONCE
        .retry(|| {
            calls += 1;
            let is_first = calls == 1;
            async move {
                if is_first {
                    return busy();
                }
                pending().await
            }
        })
        .budget(&budget);
    {
        let mut future = pin!(run.into_future());
        assert!(poll_once(future.as_mut()).is_pending());
        assert!(poll_once(future.as_mut()).is_pending());
    }
    assert_eq!(budget.available(), 486.0);
}

#[test]
fn a_hook_that_outlasts_the_deadline_gets_the_token_back() {
    let (budget, clock) = (Budget::aws(), ManualClock::new());
    let report = PATIENT
        .retry(busy)
        .deadline(HOUR * 2)
        .on_retry(|_| clock.advance(HOUR))
        .budget(&budget)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (1, StopReason::Deadline));
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn a_timer_that_panics_gets_the_token_back() {
    let budget = Budget::aws();
    let run = || {
        PATIENT
            .retry(busy)
            .budget(&budget)
            .sleep_with(|_| panic!("no sleep"))
            .call()
    };
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    assert!(panicked.is_err());
    assert_eq!(budget.available(), 500.0);
}

#[test]
fn a_pause_that_is_dropped_gets_its_token_back() {
    let budget = Arc::new(Budget::aws());
    let mut run = AT_ONCE.start().budget(Arc::clone(&budget));
    drop(run.pause("busy"));
    assert_eq!(budget.available(), 500.0);
    let pause = run.pause("busy").expect("granted");
    drop_in_wait(pause.into_future());
    assert_eq!(budget.available(), 500.0);
    run.pause("busy").expect("granted").block();
    assert_eq!(budget.available(), 486.0);
    run.accept(());
    assert_eq!(budget.available(), 500.0);
}

static SHARED: LazyLock<Arc<Budget>> = LazyLock::new(|| Arc::new(Budget::aws()));
static OF_POLICY: Budget = Budget::aws();
static POLICY: Policy = AT_ONCE.attempts(2).budget(&OF_POLICY);

#[retry(policy = AT_ONCE, attempts = 2, budget = Arc::clone(&SHARED))]
fn annotated() -> Result<(), &'static str> {
    busy()
}

#[retry(policy = AT_ONCE, attempts = 2, budget = &**SHARED)]
async fn annotated_async() -> Result<(), &'static str> {
    busy()
}

#[retry(policy = POLICY)]
async fn of_policy() -> Result<(), &'static str> {
    busy()
}

#[test]
fn every_form_pays_from_the_budget_that_it_names() {
    use futures_lite::future::block_on;

    let _ = annotated();
    assert_eq!(SHARED.available(), 486.0);
    let _ = block_on(annotated_async());
    assert_eq!(SHARED.available(), 472.0);
    let _ = retry_block!(policy = AT_ONCE, attempts = 2, budget = &**SHARED; { busy() });
    assert_eq!(SHARED.available(), 458.0);
    let _ = block_on(of_policy());
    assert_eq!(OF_POLICY.available(), 486.0);
    let _ = POLICY.retry(busy).call();
    assert_eq!(OF_POLICY.available(), 472.0);
    let mut run = POLICY.start();
    while let Ok(pause) = run.pause("busy") {
        pause.block();
    }
    assert_eq!(OF_POLICY.available(), 458.0);
    // The builder's budget replaces that of the policy.
    let _ = POLICY.retry(busy).budget(&**SHARED).call();
    assert_eq!((SHARED.available(), OF_POLICY.available()), (444.0, 458.0));
}

/// The attempts of 100 calls a second for a minute, all of which fail.
fn attempts_in_an_outage(budget: Option<&Budget>) -> u32 {
    let (clock, mut attempts) = (ManualClock::new(), 0);
    for _ in 0..6_000 {
        let call = || {
            attempts += 1;
            busy()
        };
        let run = AT_ONCE.retry(call).attempts(4).timer(&clock);
        let _ = match budget {
            Some(budget) => run.budget(budget).call(),
            None => run.call(),
        };
        clock.advance(Duration::from_millis(10));
    }
    attempts
}

#[test]
fn an_outage_costs_what_the_documentation_says() {
    assert_eq!(attempts_in_an_outage(None), 24_000);
    assert_eq!(attempts_in_an_outage(Some(&Budget::new())), 7_809);
    assert_eq!(attempts_in_an_outage(Some(&Budget::aws())), 6_035);
    assert_eq!(attempts_in_an_outage(Some(&Budget::grpc())), 6_004);
}

#[test]
fn what_is_paid_in_expires_by_the_clock_of_the_runs() {
    let (budget, clock) = (Budget::ratio(0.5), ManualClock::new());
    for _ in 0..10 {
        let _ = retry(|| Ok::<_, ()>(()))
            .budget(&budget)
            .timer(&clock)
            .call();
    }
    assert_eq!(budget.available(), 5.0);
    clock.advance(SECOND * 11);
    let report = AT_ONCE
        .retry(busy)
        .budget(&budget)
        .timer(&clock)
        .report()
        .call();
    assert_eq!((report.attempts, report.stop), (1, StopReason::Budget));
}
