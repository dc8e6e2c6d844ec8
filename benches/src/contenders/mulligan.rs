//! `mulligan`: a builder that ends in a call, blocking or async.

use std::{iter, pin::pin};

use mulligan::{Backoff, Exponential, Full, Jitter, until_ok};

use crate::{
    case::{ANNOTATED, Case, RETRIES},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST, LONGEST, delays, first},
    work::{exhaust, repeat, succeed, succeed_async},
};

pub const MULLIGAN: Contender = Contender {
    name: "mulligan",
    cases: &[
        (Case::BlockingOutside, blocking),
        (Case::BlockingPerCall, blocking),
        (Case::Awaited, awaited),
        (Case::DelayExact, delay_exact),
        (Case::DelayJittered, delay_jittered),
    ],
    lacks: &[
        (ANNOTATED, "no attribute"),
        (RETRIES, "its sleep is always the thread's or tokio's"),
        (&[Case::Deadline], "no deadline"),
    ],
};

/// A call consumes its builder, so each call makes one.
fn blocking(times: u64) -> u64 {
    repeat(times, |number| {
        until_ok()
            .stop_after(ATTEMPTS - 1)
            .exponential(FIRST)
            .max_delay(LONGEST)
            .execute_sync(|| succeed(number))
    })
}

fn awaited(times: u64) -> u64 {
    repeat(times, |number| {
        let run = until_ok()
            .stop_after(ATTEMPTS - 1)
            .exponential(FIRST)
            .max_delay(LONGEST)
            .execute(async || succeed_async(number).await);
        finish(pin!(run))
    })
}

fn delay_exact(times: u64) -> u64 {
    let (first, delays) = (first(), delays());
    exhaust(times, |_| {
        let schedule = Exponential::base(first);
        let mut attempts = 0..delays;
        iter::from_fn(move || Some(schedule.delay(attempts.next()?).min(LONGEST)))
    })
}

fn delay_jittered(times: u64) -> u64 {
    let (first, delays) = (first(), delays());
    exhaust(times, |_| {
        let schedule = Exponential::base(first);
        let mut attempts = 0..delays;
        iter::from_fn(move || {
            let delay = schedule.delay(attempts.next()?);
            Some(Full.jitter(delay, Some(LONGEST)))
        })
    })
}
