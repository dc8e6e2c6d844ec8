//! This crate.

use std::{cell::Cell, future::IntoFuture, hint::black_box, pin::pin};

use retry_core::{Backoff, Breaker, BreakerOpen, Hedge, Jitter, Policy, retry};

use crate::{
    case::Case,
    contender::Contender,
    executor::finish,
    policy::{
        ATTEMPTS, CALLS_TO_OPEN, DEADLINE, DELAYS, FAILURES_TO_OPEN, FIRST, LONG_ATTEMPTS, LONGEST,
        RATE_TO_OPEN, WINDOW,
    },
    work::{Fault, Outcome, answer, exhaust, fail_mostly, repeat, skip, succeed, succeed_async},
};

/// This crate.
pub const RETRY_CORE: Contender = Contender {
    name: "retry-core",
    cases: &[
        (Case::BlockingOutside, blocking_outside),
        (Case::BlockingPerCall, blocking_per_call),
        (Case::Awaited, awaited),
        (Case::Hedged, hedged),
        (Case::AnnotatedBlocking, annotated_blocking),
        (Case::AnnotatedAsync, annotated_async),
        (Case::RetryExact, retry_exact),
        (Case::RetryJittered, retry_jittered),
        (Case::DelayExact, delay_exact),
        (Case::DelayJittered, delay_jittered),
        (Case::Deadline, deadline),
        (Case::BreakerBlocking, breaker_blocking),
        (Case::BreakerAwaited, breaker_awaited),
        (Case::BreakerRate, breaker_rate),
    ],
    lacks: &[],
};

const BACKOFF: Backoff = Backoff::exponential(FIRST).max_delay(LONGEST);

static EXACT: Policy = Policy::new()
    .attempts(ATTEMPTS)
    .backoff(BACKOFF)
    .jitter(Jitter::None);

static LONG_EXACT: Policy = EXACT.attempts(LONG_ATTEMPTS);
static LONG_JITTERED: Policy = LONG_EXACT.jitter(Jitter::Full);
static SCHEDULE_EXACT: Policy = EXACT.attempts(DELAYS + 1);
static SCHEDULE_JITTERED: Policy = SCHEDULE_EXACT.jitter(Jitter::Full);
const HEDGE: Hedge = Hedge::after(FIRST);
static TIMED: Policy = EXACT.deadline(DEADLINE);
static CONSECUTIVE: Breaker = Breaker::consecutive(FAILURES_TO_OPEN);
static RATE: Breaker = Breaker::rate(RATE_TO_OPEN)
    .min_calls(CALLS_TO_OPEN)
    .window(WINDOW);

fn blocking_outside(times: u64) -> u64 {
    repeat(times, |number| {
        retry(|| succeed(number)).policy(&EXACT).call()
    })
}

fn blocking_per_call(times: u64) -> u64 {
    repeat(times, |number| {
        retry(|| succeed(number))
            .attempts(ATTEMPTS)
            .backoff(FIRST)
            .max_delay(LONGEST)
            .jitter(Jitter::None)
            .call()
    })
}

fn awaited(times: u64) -> u64 {
    repeat(times, |number| {
        let run = retry(|| succeed_async(number)).policy(&EXACT);
        finish(pin!(run.into_future()))
    })
}

fn hedged(times: u64) -> u64 {
    repeat(times, |number| {
        let run = retry(|| succeed_async(number)).policy(&EXACT);
        finish(pin!(run.hedge(HEDGE).into_future()))
    })
}

fn annotated_blocking(times: u64) -> u64 {
    #[inline(never)]
    #[retry(attempts = 3, backoff = 100ms)]
    fn annotated(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, annotated)
}

fn annotated_async(times: u64) -> u64 {
    #[retry(attempts = 3, backoff = 100ms)]
    async fn annotated(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, |number| finish(pin!(annotated(number))))
}

fn retries(times: u64, policy: &Policy) -> u64 {
    let calls = Cell::new(0);
    repeat(times, |_| {
        retry(|| fail_mostly(&calls))
            .policy(policy)
            .sleep_with(skip)
            .call()
    })
}

fn retry_exact(times: u64) -> u64 {
    retries(times, black_box(&LONG_EXACT))
}

fn retry_jittered(times: u64) -> u64 {
    retries(times, black_box(&LONG_JITTERED))
}

fn delay_exact(times: u64) -> u64 {
    let policy = black_box(&SCHEDULE_EXACT);
    exhaust(times, |seed| policy.delays_with(seed))
}

fn delay_jittered(times: u64) -> u64 {
    let policy = black_box(&SCHEDULE_JITTERED);
    exhaust(times, |seed| policy.delays_with(seed))
}

fn deadline(times: u64) -> u64 {
    repeat(times, |number| {
        retry(|| succeed(number)).policy(&TIMED).call()
    })
}

/// The error of an attempt that a breaker refuses.
fn refused(_: BreakerOpen) -> Fault {
    Fault(0)
}

fn breaker_blocking(times: u64) -> u64 {
    repeat(times, |number| {
        retry(|| succeed(number))
            .policy(&EXACT)
            .breaker_or(&CONSECUTIVE, refused)
            .call()
    })
}

fn breaker_awaited(times: u64) -> u64 {
    repeat(times, |number| {
        let run = retry(|| succeed_async(number)).policy(&EXACT);
        finish(pin!(run.breaker_or(&CONSECUTIVE, refused).into_future()))
    })
}

fn breaker_rate(times: u64) -> u64 {
    repeat(times, |number| {
        retry(|| succeed(number))
            .policy(&EXACT)
            .breaker_or(&RATE, refused)
            .call()
    })
}
