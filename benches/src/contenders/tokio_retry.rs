//! `tokio-retry`: a future that takes an iterator of delays.

use std::{pin::pin, time::Duration};

use tokio_retry::{
    Retry,
    strategy::{ExponentialBackoff, jitter},
};

use crate::{
    case::{ANNOTATED, BLOCKING, Case, RETRIES},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST, LONGEST, delays, first},
    work::{exhaust, repeat, succeed_async},
};

/// What it can do, and what it cannot.
pub const TOKIO_RETRY: Contender = Contender {
    name: "tokio-retry",
    cases: &[
        (Case::Awaited, awaited),
        (Case::DelayExact, delay_exact),
        (Case::DelayJittered, delay_jittered),
    ],
    lacks: &[
        (BLOCKING, "async only"),
        (ANNOTATED, "no attribute"),
        (RETRIES, "its sleep is always tokio's"),
    ],
};

/// Powers of two times a factor: half of the first delay.
pub fn schedule(first: Duration, retries: u32) -> impl Iterator<Item = Duration> {
    let half = u64::try_from(first.as_millis()).unwrap_or(u64::MAX) / 2;
    ExponentialBackoff::from_millis(2)
        .factor(half)
        .max_delay(LONGEST)
        .take(retries as usize)
}

fn awaited(times: u64) -> u64 {
    repeat(times, |number| {
        let run = Retry::start(schedule(FIRST, ATTEMPTS - 1), || succeed_async(number));
        finish(pin!(run))
    })
}

fn delay_exact(times: u64) -> u64 {
    let (first, delays) = (first(), delays());
    exhaust(times, |_| schedule(first, delays))
}

fn delay_jittered(times: u64) -> u64 {
    let (first, delays) = (first(), delays());
    exhaust(times, |_| schedule(first, delays).map(jitter))
}
