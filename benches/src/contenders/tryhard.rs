//! `tryhard`: a future with a builder.

use std::{iter, pin::pin};

use tryhard::{
    RetryFutureConfig,
    backoff_strategies::{BackoffStrategy, ExponentialBackoff},
    retry_fn,
};

use crate::{
    case::{ANNOTATED, BLOCKING, Case, RETRIES},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST, LONGEST, delays, first},
    work::{Fault, exhaust, repeat, succeed_async},
};

pub const TRYHARD: Contender = Contender {
    name: "tryhard",
    cases: &[(Case::Awaited, awaited), (Case::DelayExact, delay_exact)],
    lacks: &[
        (BLOCKING, "async only"),
        (ANNOTATED, "no attribute"),
        (RETRIES, "its sleep is always tokio's"),
        (&[Case::DelayJittered], "no jitter"),
    ],
};

fn awaited(times: u64) -> u64 {
    let policy = RetryFutureConfig::new(ATTEMPTS - 1)
        .exponential_backoff(FIRST)
        .max_delay(LONGEST);
    repeat(times, |number| {
        finish(pin!(retry_fn(|| succeed_async(number)).with_config(policy)))
    })
}

/// Without a cap: its schedules have none.
fn delay_exact(times: u64) -> u64 {
    let (first, delays) = (first(), delays());
    exhaust(times, |_| {
        let mut schedule = ExponentialBackoff::new(first);
        iter::from_fn(move || Some(schedule.delay(1, &Fault(1)))).take(delays as usize)
    })
}
