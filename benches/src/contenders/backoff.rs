//! `backoff`: functions that take a backoff, which ends after a time.

use std::{
    cell::Cell,
    future::{Ready, ready},
    hint::black_box,
    iter,
    pin::pin,
    time::Duration,
};

use backoff::{
    Error, ExponentialBackoff, ExponentialBackoffBuilder, Notify,
    backoff::Backoff,
    future::{Retry, Sleeper},
};

use crate::{
    case::{ANNOTATED, Case},
    contender::Contender,
    executor::finish,
    policy::{DEADLINE, FIRST, LONGEST, delays, first},
    work::{Fault, exhaust, fail_mostly_async, repeat, succeed, succeed_async},
};

/// What it can do, and what it cannot.
pub const BACKOFF: Contender = Contender {
    name: "backoff",
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

/// Its jitter is a ratio, one half by default. It cannot limit attempts.
#[must_use]
pub fn policy(first: Duration, jitter: f64, deadline: Option<Duration>) -> ExponentialBackoff {
    ExponentialBackoffBuilder::new()
        .with_initial_interval(first)
        .with_multiplier(2.0)
        .with_randomization_factor(jitter)
        .with_max_interval(LONGEST)
        .with_max_elapsed_time(deadline)
        .build()
}

#[allow(clippy::needless_pass_by_value, reason = "what `map_err` takes")]
fn error(failed: Error<Fault>) -> Fault {
    match failed {
        Error::Permanent(fault) | Error::Transient { err: fault, .. } => fault,
    }
}

fn blocking_outside(times: u64) -> u64 {
    let policy = policy(FIRST, 0.0, None);
    repeat(times, |number| {
        backoff::retry(policy.clone(), || succeed(number).map_err(Error::transient)).map_err(error)
    })
}

fn blocking_per_call(times: u64) -> u64 {
    repeat(times, |number| {
        backoff::retry(policy(FIRST, 0.0, None), || {
            succeed(number).map_err(Error::transient)
        })
        .map_err(error)
    })
}

fn awaited(times: u64) -> u64 {
    let policy = policy(FIRST, 0.0, None);
    repeat(times, |number| {
        finish(pin!(backoff::future::retry(policy.clone(), || async {
            succeed_async(number).await.map_err(Error::transient)
        })))
    })
}

struct Skip;

impl Sleeper for Skip {
    type Sleep = Ready<()>;

    fn sleep(&self, delay: Duration) -> Ready<()> {
        black_box(delay);
        ready(())
    }
}

struct Silent;

impl Notify<Fault> for Silent {
    fn notify(&mut self, _: Fault, _: Duration) {}
}

fn retries(times: u64, policy: &ExponentialBackoff) -> u64 {
    let calls = Cell::new(0);
    repeat(times, |_| {
        let operation = || async { fail_mostly_async(&calls).await.map_err(Error::transient) };
        finish(pin!(Retry::new(Skip, policy.clone(), Silent, operation)))
    })
}

fn retry_exact(times: u64) -> u64 {
    retries(times, &policy(first(), 0.0, None))
}

fn retry_jittered(times: u64) -> u64 {
    retries(times, &policy(first(), 0.5, None))
}

fn schedules(times: u64, policy: &ExponentialBackoff) -> u64 {
    let delays = delays();
    exhaust(times, |_| {
        let mut policy = policy.clone();
        iter::from_fn(move || policy.next_backoff()).take(delays as usize)
    })
}

fn delay_exact(times: u64) -> u64 {
    schedules(times, &policy(first(), 0.0, None))
}

fn delay_jittered(times: u64) -> u64 {
    schedules(times, &policy(first(), 0.5, None))
}

fn deadline(times: u64) -> u64 {
    let policy = policy(FIRST, 0.0, Some(DEADLINE));
    repeat(times, |number| {
        backoff::retry(policy.clone(), || succeed(number).map_err(Error::transient)).map_err(error)
    })
}
