//! `retry`: a blocking function that takes an iterator of delays.

use std::time::Duration;

use retry::{
    delay::{Exponential, jitter},
    retry,
};

use crate::{
    case::{ANNOTATED, Case, RETRIES},
    contender::Contender,
    policy::{ATTEMPTS, FIRST, LONGEST, delays, first},
    work::{exhaust, repeat, succeed},
};

pub const RETRY: Contender = Contender {
    name: "retry",
    cases: &[
        (Case::BlockingOutside, blocking),
        (Case::BlockingPerCall, blocking),
        (Case::DelayExact, delay_exact),
        (Case::DelayJittered, delay_jittered),
    ],
    lacks: &[
        (&[Case::Awaited, Case::TwoPlaces], "blocking only"),
        (ANNOTATED, "no attribute"),
        (RETRIES, "its sleep is always the thread's"),
        (&[Case::Deadline], "no deadline"),
    ],
};

/// It has no cap of its own.
fn schedule(first: Duration, retries: u32) -> impl Iterator<Item = Duration> {
    Exponential::from(first)
        .map(|delay| delay.min(LONGEST))
        .take(retries as usize)
}

/// A call consumes its iterator, so each call makes one.
fn blocking(times: u64) -> u64 {
    repeat(times, |number| {
        retry(schedule(FIRST, ATTEMPTS - 1), || succeed(number)).map_err(|failed| failed.error)
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
