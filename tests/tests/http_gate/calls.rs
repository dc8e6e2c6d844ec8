//! A call with a gate: it waits there before each attempt, and the gate learns from what comes back.

use std::{cell::Cell, time::Duration};

use http::{Method, Response};
use retry_core::{
    Jitter,
    http::{Gate, HttpError, HttpPolicy, IdempotencyKey, check},
    testing::ManualClock,
    time::Clock as _,
};
use retry_tests::{MINUTE, SECOND, ZERO, response};

const HTTP: HttpPolicy = HttpPolicy::new().jitter(Jitter::None);

fn is_about(wait: Duration, seconds: u64) -> bool {
    (seconds..=seconds + seconds / 10).contains(&wait.as_secs())
}

#[test]
fn a_call_waits_at_its_gate_before_the_first_attempt() {
    let (gate, clock) = (Gate::new(), ManualClock::new());
    gate.close(30 * SECOND, &clock);
    let sent = HTTP
        .call(Method::GET)
        .gate_with(&gate, &clock)
        .retry(|| Ok::<_, HttpError>(response(200, &[])))
        .timer(&clock)
        .call();
    assert_eq!(sent.expect("a response").status(), 200);
    assert_eq!(clock.waits().len(), 1);
    assert!(is_about(clock.waits()[0], 30), "{:?}", clock.waits());
}

#[test]
fn other_calls_wait_for_the_limit_that_one_call_has_met() {
    let (gate, clock) = (Gate::new(), ManualClock::new());
    let once = HTTP.attempts(1);
    let call = once.call(Method::GET).gate_with(&gate, &clock);
    let limited = || response(429, &[("retry-after", "30")]);
    let refused = call
        .retry(|| Ok::<_, HttpError>(limited()))
        .timer(&clock)
        .call();
    assert_eq!(refused.expect("a response").status(), 429);
    assert!(
        gate.delay(&clock, ZERO).is_some(),
        "learned from a response"
    );
    call.retry_without_raising(|| Ok::<Response<()>, std::fmt::Error>(response(200, &[])))
        .timer(&clock)
        .call()
        .expect("a response");
    assert!(is_about(clock.waits()[0], 30), "{:?}", clock.waits());

    call.retry_checked(|| check(limited()).map(drop))
        .timer(&clock)
        .call()
        .expect_err("refused");
    assert!(gate.delay(&clock, ZERO).is_some(), "learned from an error");
    call.retry_checked(|| check(response(200, &[])).map(drop))
        .timer(&clock)
        .call()
        .expect("a response");
    assert!(is_about(clock.waits()[1], 30), "{:?}", clock.waits());
}

#[tokio::test]
async fn an_async_call_waits_at_its_gate_and_teaches_it() {
    let (gate, clock) = (Gate::new(), ManualClock::new());
    gate.close(30 * SECOND, &clock);
    let began = Cell::new(ZERO);
    let limited = [("retry-after", "20")];
    let calls = Cell::new(0);
    let sent = HTTP
        .call(Method::POST)
        .gate_with(&gate, &clock)
        .key(&IdempotencyKey::random())
        .retry(|| async {
            calls.set(calls.get() + 1);
            if calls.get() > 1 {
                return Ok::<_, HttpError>(response(200, &[]));
            }
            began.set(clock.now());
            Ok(response(429, &limited))
        })
        .timer(&clock)
        .await;
    assert_eq!(sent.expect("a response").status(), 200);
    assert!(is_about(began.get(), 30), "{:?}", began.get());
    let waits = clock.waits();
    assert!(is_about(waits[1], 20), "the wait of the run: {waits:?}");
}

#[tokio::test(start_paused = true)]
async fn a_gate_without_a_timer_of_its_own_waits_on_tokios_clock() {
    static GATE: Gate = Gate::new();
    let start = tokio::time::Instant::now();
    let call = HTTP.call(Method::GET).gate(&GATE);
    let calls = Cell::new(0);
    let send = || async {
        calls.set(calls.get() + 1);
        match calls.get() {
            1 => check(response(429, &[("retry-after", "40")])),
            _ => check(response(200, &[])),
        }
    };
    call.retry_checked(send).await.expect("a response");
    assert!(start.elapsed() >= 40 * SECOND, "{:?}", start.elapsed());
    assert!(start.elapsed() <= 50 * SECOND, "{:?}", start.elapsed());
}

#[tokio::test]
async fn an_attempt_that_the_wait_would_leave_no_time_is_sent_at_once() {
    let (gate, clock) = (Gate::new(), ManualClock::new());
    gate.close(30 * SECOND, &clock);
    let policy = HTTP.deadline(20 * SECOND);
    let call = policy.call(Method::GET).gate_with(&gate, &clock);
    let send = || Ok::<_, HttpError>(response(200, &[]));
    call.retry(send).timer(&clock).call().expect("a response");
    call.retry(async || send())
        .timer(&clock)
        .await
        .expect("a response");
    HTTP.call(Method::GET)
        .gate_with(&gate, &clock)
        .retry(async || send())
        .attempt_timeout(20 * SECOND)
        .timer(&clock)
        .await
        .expect("a response");
    assert_eq!(clock.waits(), []);

    let policy = HTTP.deadline(MINUTE);
    let remaining = Cell::new(None);
    policy
        .call(Method::GET)
        .gate_with(&gate, &clock)
        .retry(|attempt: retry_core::Attempt| {
            remaining.set(attempt.remaining());
            send()
        })
        .timer(&clock)
        .call()
        .expect("a response");
    let left = remaining.get().expect("a deadline");
    assert_eq!(left + clock.waits()[0], MINUTE, "the wait counts");
}

#[tokio::test]
async fn the_run_of_a_call_with_a_gate_can_be_spawned() {
    static GATE: Gate = Gate::new();
    const SHARED: HttpPolicy = HTTP;
    let url = String::from("/items");
    let sent = tokio::spawn(async move {
        let get = async |_: &str| Ok::<_, HttpError>(response(200, &[]));
        SHARED
            .call(Method::GET)
            .gate(&GATE)
            .retry(|| async { get(&url).await })
            .on_ok(|response| response.status() == 202)
            .await
    });
    let sent = sent.await.expect("no panic");
    assert_eq!(sent.expect("a response").status(), 200);
}
