//! `execution-policy`: a policy object that runs async closures.

use std::{
    cell::Cell,
    future::ready,
    hint::black_box,
    pin::pin,
    time::{Duration, Instant},
};

use execution_policy::{
    CircuitBreaker, ExecutionError, ExecutionPolicy, ExecutionPolicyBuilder, Jitter, Retry,
    core::{BoxFuture, Core},
};

use crate::{
    case::{ANNOTATED, BLOCKING, BLOCKING_BREAKERS, Case, SCHEDULES},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FAILURES_TO_OPEN, FIRST, LONGEST, first, long_attempts},
    work::{Fault, fail_mostly_async, repeat, succeed_async},
};

/// What it can do, and what it cannot.
pub const EXECUTION_POLICY: Contender = Contender {
    name: "execution-policy",
    cases: &[
        (Case::Awaited, awaited),
        (Case::RetryExact, retry_exact),
        (Case::RetryJittered, retry_jittered),
        (Case::BreakerAwaited, breaker_awaited),
    ],
    lacks: &[
        (BLOCKING, "async only"),
        (BLOCKING_BREAKERS, "async only"),
        (ANNOTATED, "no attribute"),
        (SCHEDULES, "its schedule is private"),
    ],
};

/// The policy of a run.
#[must_use]
pub fn policy(
    attempts: u32,
    first: Duration,
    jitter: Jitter,
) -> ExecutionPolicyBuilder<u64, Fault> {
    ExecutionPolicyBuilder::new().retry(
        Retry::exponential()
            .max_attempts(attempts)
            .base_delay(first)
            .max_delay(LONGEST)
            .jitter(jitter),
    )
}

/// The operation's error.
#[must_use]
pub fn error(failed: ExecutionError<Fault>) -> Fault {
    failed.into_inner().unwrap_or(Fault(0))
}

fn awaited(times: u64) -> u64 {
    let policy = policy(ATTEMPTS, FIRST, Jitter::None).build();
    repeat(times, |number| {
        finish(pin!(policy.run(async || succeed_async(number).await))).map_err(error)
    })
}

fn breaker_awaited(times: u64) -> u64 {
    let policy = policy(ATTEMPTS, FIRST, Jitter::None)
        .circuit_breaker(CircuitBreaker::consecutive_failures(FAILURES_TO_OPEN))
        .build();
    repeat(times, |number| {
        finish(pin!(policy.run(async || succeed_async(number).await))).map_err(error)
    })
}

struct Skip(Instant);

impl Core for Skip {
    fn now(&self) -> Instant {
        self.0
    }

    fn sleep(&self, delay: Duration) -> BoxFuture<'_, ()> {
        black_box(delay);
        Box::pin(ready(()))
    }

    fn next_u64(&self) -> u64 {
        fastrand::u64(..)
    }
}

fn retries(times: u64, policy: &ExecutionPolicy<Skip, u64, Fault>) -> u64 {
    let calls = Cell::new(0);
    repeat(times, |_| {
        finish(pin!(policy.run(async || fail_mostly_async(&calls).await))).map_err(error)
    })
}

fn retry_exact(times: u64) -> u64 {
    let core = Skip(Instant::now());
    retries(
        times,
        &policy(long_attempts(), first(), Jitter::None).build_with(core),
    )
}

fn retry_jittered(times: u64) -> u64 {
    let core = Skip(Instant::now());
    retries(
        times,
        &policy(long_attempts(), first(), Jitter::Full).build_with(core),
    )
}
