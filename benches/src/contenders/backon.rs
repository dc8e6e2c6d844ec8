//! `backon`: an extension trait on closures, and builders of schedules.

use std::{cell::Cell, future::IntoFuture, pin::pin, time::Duration};

use backon::{BackoffBuilder, BlockingRetryable, ExponentialBuilder, Retryable};

use crate::{
    case::{ANNOTATED, Case},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST, LONGEST, delays, first, long_attempts},
    work::{exhaust, fail_mostly, repeat, skip, succeed, succeed_async},
};

/// What it can do, and what it cannot.
pub const BACKON: Contender = Contender {
    name: "backon",
    cases: &[
        (Case::BlockingOutside, blocking_outside),
        (Case::BlockingPerCall, blocking_per_call),
        (Case::Awaited, awaited),
        (Case::RetryExact, retry_exact),
        (Case::RetryJittered, retry_jittered),
        (Case::DelayExact, delay_exact),
        (Case::DelayJittered, delay_jittered),
    ],
    lacks: &[
        (ANNOTATED, "its attribute is backon-macros"),
        (
            &[Case::Deadline],
            "it limits the sum of delays, not the time",
        ),
    ],
};

/// Without jitter, as by default.
#[must_use]
pub const fn policy(attempts: u32, first: Duration) -> ExponentialBuilder {
    ExponentialBuilder::new()
        .with_min_delay(first)
        .with_max_delay(LONGEST)
        .with_max_times(attempts as usize - 1)
}

fn blocking_outside(times: u64) -> u64 {
    const POLICY: ExponentialBuilder = policy(ATTEMPTS, FIRST);
    repeat(times, |number| (|| succeed(number)).retry(POLICY).call())
}

fn blocking_per_call(times: u64) -> u64 {
    repeat(times, |number| {
        (|| succeed(number)).retry(policy(ATTEMPTS, FIRST)).call()
    })
}

fn awaited(times: u64) -> u64 {
    const POLICY: ExponentialBuilder = policy(ATTEMPTS, FIRST);
    repeat(times, |number| {
        let operation = || succeed_async(number);
        let run = Retryable::retry(operation, POLICY).sleep(tokio::time::sleep);
        finish(pin!(run.into_future()))
    })
}

fn retries(times: u64, policy: ExponentialBuilder) -> u64 {
    let calls = Cell::new(0);
    repeat(times, |_| {
        (|| fail_mostly(&calls)).retry(policy).sleep(skip).call()
    })
}

fn retry_exact(times: u64) -> u64 {
    retries(times, policy(long_attempts(), first()))
}

fn retry_jittered(times: u64) -> u64 {
    retries(times, policy(long_attempts(), first()).with_jitter())
}

fn delay_exact(times: u64) -> u64 {
    let policy = policy(delays() + 1, first());
    exhaust(times, |_| policy.build())
}

fn delay_jittered(times: u64) -> u64 {
    let policy = policy(delays() + 1, first()).with_jitter();
    exhaust(times, |_| policy.build())
}
