//! The work without any retry. Its cost is subtracted from every other figure.

use std::{cell::Cell, hint::black_box, pin::pin, time::Instant};

use crate::{
    case::Case,
    contender::Contender,
    executor::finish,
    policy::LONG_ATTEMPTS,
    work::{Outcome, answer, fail_mostly, repeat, succeed, succeed_async},
};

/// The work without any retry.
pub const DIRECT: Contender = Contender {
    name: "direct",
    cases: &[
        (Case::BlockingOutside, call),
        (Case::BlockingPerCall, call),
        (Case::Awaited, awaited),
        (Case::Hedged, awaited),
        (Case::AnnotatedBlocking, plain_blocking),
        (Case::AnnotatedAsync, plain_async),
        (Case::RetryExact, calls),
        (Case::RetryJittered, calls),
        (Case::Deadline, clock_and_call),
        (Case::BreakerBlocking, call),
        (Case::BreakerAwaited, awaited),
        (Case::BreakerRate, clock_and_call),
    ],
    lacks: &[],
};

fn call(times: u64) -> u64 {
    repeat(times, succeed)
}

fn awaited(times: u64) -> u64 {
    repeat(times, |number| finish(pin!(succeed_async(number))))
}

fn plain_blocking(times: u64) -> u64 {
    #[inline(never)]
    fn plain(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, plain)
}

fn plain_async(times: u64) -> u64 {
    async fn plain(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, |number| finish(pin!(plain(number))))
}

fn calls(times: u64) -> u64 {
    let calls = Cell::new(0);
    repeat(times, |_| {
        for _ in 1..LONG_ATTEMPTS {
            let _ = black_box(fail_mostly(&calls));
        }
        fail_mostly(&calls)
    })
}

fn clock_and_call(times: u64) -> u64 {
    repeat(times, |number| {
        black_box(Instant::now());
        succeed(number)
    })
}
