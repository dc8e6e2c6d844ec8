//! `tokio-retry2`: a future that takes an iterator of delays; the errors say whether to retry.

use std::{pin::pin, time::Duration};

use tokio_retry2::{
    Retry, RetryError,
    strategy::{ExponentialFactorBackoff, jitter},
};

use crate::{
    case::{ANNOTATED, BLOCKING, Case, RETRIES},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST, LONGEST, delays, first},
    work::{exhaust, repeat, succeed_async},
};

/// What it can do, and what it cannot.
pub const TOKIO_RETRY2: Contender = Contender {
    name: "tokio-retry2",
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

/// Doubled delays with a cap.
pub fn schedule(first: Duration, retries: u32) -> impl Iterator<Item = Duration> {
    let first = u64::try_from(first.as_millis()).unwrap_or(u64::MAX);
    ExponentialFactorBackoff::from_millis(first, 2.0)
        .max_delay(LONGEST)
        .take(retries as usize)
}

fn awaited(times: u64) -> u64 {
    repeat(times, |number| {
        let run = Retry::spawn(schedule(FIRST, ATTEMPTS - 1), async || {
            succeed_async(number).await.map_err(RetryError::transient)
        });
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
