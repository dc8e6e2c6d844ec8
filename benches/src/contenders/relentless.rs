//! `relentless`: builders with stops and waits.

use std::{cell::Cell, hint::black_box, pin::pin, time::Duration};

use relentless::{
    RetryError, RetryPolicy, RetryState, Wait,
    clock::{Clock, SyncClock, TokioClock},
    stop, wait,
};

use crate::{
    case::{ANNOTATED, Case},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, DEADLINE, FIRST, LONGEST, delays, first, long_attempts},
    work::{Fault, Outcome, exhaust, fail_mostly, repeat, succeed, succeed_async},
};

/// What it can do, and what it cannot.
pub const RELENTLESS: Contender = Contender {
    name: "relentless",
    cases: &[
        (Case::BlockingOutside, blocking_outside),
        (Case::BlockingPerCall, blocking_per_call),
        (Case::Awaited, awaited),
        (Case::RetryExact, retry_exact),
        (Case::RetryJittered, retry_jittered),
        (Case::DelayExact, delay_exact),
        (Case::DelayJittered, delay_jittered),
        (Case::Deadline, deadline),
    ],
    lacks: &[(ANNOTATED, "no attribute")],
};

/// Doubled delays with a cap.
#[must_use]
pub fn waits(first: Duration) -> impl Wait {
    wait::exponential(first).cap(LONGEST)
}

/// The operation's error.
#[must_use]
pub fn error(failed: RetryError<Fault, Outcome>) -> Fault {
    failed.into_last_error().unwrap_or(Fault(0))
}

fn blocking_outside(times: u64) -> u64 {
    let policy = RetryPolicy::new()
        .stop(stop::attempts(ATTEMPTS))
        .wait(waits(FIRST));
    repeat(times, |number| {
        policy.retry(|_| succeed(number)).call().map_err(error)
    })
}

fn blocking_per_call(times: u64) -> u64 {
    repeat(times, |number| {
        relentless::retry(|_| succeed(number))
            .stop(stop::attempts(ATTEMPTS))
            .wait(waits(FIRST))
            .call()
            .map_err(error)
    })
}

fn awaited(times: u64) -> u64 {
    let policy = RetryPolicy::new()
        .stop(stop::attempts(ATTEMPTS))
        .wait(waits(FIRST));
    let clock = TokioClock::new();
    repeat(times, |number| {
        let run = policy
            .retry_async(|_| succeed_async(number))
            .clock(&clock)
            .call();
        finish(pin!(run)).map_err(error)
    })
}

struct Skip;

impl Clock for Skip {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl SyncClock for Skip {
    fn wait(&self, delay: Duration) {
        black_box(delay);
    }
}

fn retries(times: u64, waits: impl Wait) -> u64 {
    let calls = Cell::new(0);
    let policy = RetryPolicy::new()
        .stop(stop::attempts(long_attempts()))
        .wait(waits);
    repeat(times, |_| {
        policy
            .retry(|_| fail_mostly(&calls))
            .clock(Skip)
            .call()
            .map_err(error)
    })
}

fn retry_exact(times: u64) -> u64 {
    retries(times, waits(first()))
}

fn retry_jittered(times: u64) -> u64 {
    retries(times, waits(first()).full_jitter())
}

fn schedules(times: u64, waits: &impl Wait) -> u64 {
    let delays = delays();
    exhaust(times, |_| {
        (1..=delays).map(|attempt| waits.next_wait(&RetryState::for_attempt(attempt)))
    })
}

fn delay_exact(times: u64) -> u64 {
    schedules(times, &waits(first()))
}

fn delay_jittered(times: u64) -> u64 {
    schedules(times, &waits(first()).full_jitter())
}

fn deadline(times: u64) -> u64 {
    let policy = RetryPolicy::new()
        .stop(stop::attempts(ATTEMPTS))
        .wait(waits(FIRST))
        .timeout(DEADLINE);
    repeat(times, |number| {
        policy.retry(|_| succeed(number)).call().map_err(error)
    })
}
