//! `mettle`: builders for blocking and async code, each with a backoff that it consumes.

use std::{
    cell::Cell,
    future::IntoFuture,
    hint::black_box,
    iter,
    pin::pin,
    time::{Duration, Instant},
};

use mettle::{Backoff, ExponentialBackoff, ExponentialBackoffConfig, RetryError, blocking};

use crate::{
    case::{ANNOTATED, Case},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, DEADLINE, FIRST, LONGEST, delays, first, long_attempts},
    work::{exhaust, fail_mostly, repeat, succeed, succeed_async},
};

/// What it can do, and what it cannot.
pub const METTLE: Contender = Contender {
    name: "mettle",
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

/// Each run consumes a clone.
///
/// # Panics
///
/// If the first delay is above the cap. No case has such a delay.
#[must_use]
pub fn policy(first: Duration, attempts: u32) -> ExponentialBackoff {
    ExponentialBackoff::new(ExponentialBackoffConfig {
        factor: 2,
        base: first,
        max_retries: attempts - 1,
        max_delay: LONGEST,
    })
    .expect("a first delay below the cap")
}

fn blocking_outside(times: u64) -> u64 {
    let policy = policy(FIRST, ATTEMPTS);
    repeat(times, |number| {
        blocking::retry(|| succeed(number))
            .backoff(policy.clone())
            .call()
            .map_err(RetryError::into_error)
    })
}

fn blocking_per_call(times: u64) -> u64 {
    repeat(times, |number| {
        blocking::retry(|| succeed(number))
            .backoff(policy(FIRST, ATTEMPTS))
            .call()
            .map_err(RetryError::into_error)
    })
}

fn awaited(times: u64) -> u64 {
    let policy = policy(FIRST, ATTEMPTS);
    repeat(times, |number| {
        let run = mettle::retry(|| succeed_async(number)).backoff(policy.clone());
        finish(pin!(run.into_future())).map_err(RetryError::into_error)
    })
}

struct Skip(Instant);

impl blocking::Clock for Skip {
    fn now(&self) -> Instant {
        self.0
    }

    fn sleep(&self, delay: Duration) {
        black_box(delay);
    }
}

fn retries<B: Backoff>(times: u64, backoff: impl Fn() -> B) -> u64 {
    let calls = Cell::new(0);
    let clock = Skip(Instant::now());
    repeat(times, |_| {
        blocking::retry(|| fail_mostly(&calls))
            .backoff(backoff())
            .clock(&clock)
            .call()
            .map_err(RetryError::into_error)
    })
}

fn retry_exact(times: u64) -> u64 {
    let policy = policy(first(), long_attempts());
    retries(times, || policy.clone())
}

fn retry_jittered(times: u64) -> u64 {
    let policy = policy(first(), long_attempts());
    retries(times, || policy.clone().jittered())
}

fn schedule(mut backoff: impl Backoff) -> impl Iterator<Item = Duration> {
    iter::from_fn(move || backoff.next_delay())
}

fn delay_exact(times: u64) -> u64 {
    let policy = policy(first(), delays() + 1);
    exhaust(times, |_| schedule(policy.clone()))
}

fn delay_jittered(times: u64) -> u64 {
    let policy = policy(first(), delays() + 1);
    exhaust(times, |_| schedule(policy.clone().jittered()))
}

fn deadline(times: u64) -> u64 {
    let policy = policy(FIRST, ATTEMPTS);
    repeat(times, |number| {
        blocking::retry(|| succeed(number))
            .backoff(policy.clone())
            .max_elapsed(DEADLINE)
            .call()
            .map_err(RetryError::into_error)
    })
}
