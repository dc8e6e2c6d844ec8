//! `failsafe`: a breaker around a call or a future. It does not retry.

use std::{pin::pin, time::Duration};

use failsafe::{
    Config, Error, FailurePolicy,
    backoff::{EqualJittered, equal_jittered},
    failure_policy::{consecutive_failures, success_rate_over_time_window},
};

use crate::{
    case::{Case, OF_RETRIES},
    contender::Contender,
    executor::finish,
    policy::{CALLS_TO_OPEN, FAILURES_TO_OPEN, RATE_TO_OPEN, WINDOW},
    work::{Fault, repeat, succeed, succeed_async},
};

/// What it can do, and what it cannot.
pub const FAILSAFE: Contender = Contender {
    name: "failsafe",
    cases: &[
        (Case::BreakerBlocking, blocking),
        (Case::BreakerAwaited, awaited),
        (Case::BreakerRate, rate),
    ],
    lacks: &[(OF_RETRIES, "a breaker only")],
};

/// How long it stays open, as in its own defaults.
fn open_for() -> EqualJittered {
    equal_jittered(Duration::from_secs(10), Duration::from_mins(5))
}

#[allow(clippy::needless_pass_by_value, reason = "`map_err` gives it by value")]
fn error(failed: Error<Fault>) -> Fault {
    match failed {
        Error::Inner(fault) => fault,
        Error::Rejected => Fault(0),
    }
}

fn call(times: u64, policy: impl FailurePolicy) -> u64 {
    use failsafe::CircuitBreaker;

    let breaker = Config::new().failure_policy(policy).build();
    repeat(times, |number| {
        breaker.call(|| succeed(number)).map_err(error)
    })
}

fn blocking(times: u64) -> u64 {
    call(times, consecutive_failures(FAILURES_TO_OPEN, open_for()))
}

fn awaited(times: u64) -> u64 {
    use failsafe::futures::CircuitBreaker;

    let breaker = Config::new()
        .failure_policy(consecutive_failures(FAILURES_TO_OPEN, open_for()))
        .build();
    repeat(times, |number| {
        finish(pin!(breaker.call(succeed_async(number)))).map_err(error)
    })
}

/// Its rate is that of successes, as a moving average.
fn rate(times: u64) -> u64 {
    let policy =
        success_rate_over_time_window(1.0 - RATE_TO_OPEN, CALLS_TO_OPEN, WINDOW, open_for());
    call(times, policy)
}
