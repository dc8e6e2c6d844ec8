//! The loop that most people write: doubled delays, a cap, jitter from a thread-local generator.

use std::{
    cell::Cell,
    iter,
    pin::pin,
    thread,
    time::{Duration, Instant},
};

use crate::{
    case::{BREAKERS, Case},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, DEADLINE, FIRST, LONGEST, delays, first, long_attempts},
    work::{Outcome, answer, exhaust, fail_mostly, repeat, skip, succeed, succeed_async},
};

/// The loop written by hand.
pub const BY_HAND: Contender = Contender {
    name: "by hand",
    cases: &[
        (Case::BlockingOutside, blocking),
        (Case::BlockingPerCall, blocking),
        (Case::Awaited, awaited),
        (Case::AnnotatedBlocking, function),
        (Case::AnnotatedAsync, async_function),
        (Case::RetryExact, retry_exact),
        (Case::RetryJittered, retry_jittered),
        (Case::DelayExact, delay_exact),
        (Case::DelayJittered, delay_jittered),
        (Case::Deadline, deadline),
    ],
    lacks: &[(BREAKERS, "no breaker"), (&[Case::Hedged], "no hedge")],
};

fn doubled(delay: Duration) -> Duration {
    (delay * 2).min(LONGEST)
}

fn jittered(delay: Duration) -> Duration {
    delay.mul_f64(fastrand::f64())
}

fn blocking(times: u64) -> u64 {
    repeat(times, |number| {
        let mut attempt = 1;
        let mut delay = FIRST;
        loop {
            let outcome = succeed(number);
            if outcome.is_ok() || attempt == ATTEMPTS {
                return outcome;
            }
            thread::sleep(delay);
            delay = doubled(delay);
            attempt += 1;
        }
    })
}

fn awaited(times: u64) -> u64 {
    async fn run(number: u64) -> Outcome {
        let mut attempt = 1;
        let mut delay = FIRST;
        loop {
            let outcome = succeed_async(number).await;
            if outcome.is_ok() || attempt == ATTEMPTS {
                return outcome;
            }
            tokio::time::sleep(delay).await;
            delay = doubled(delay);
            attempt += 1;
        }
    }
    repeat(times, |number| finish(pin!(run(number))))
}

fn function(times: u64) -> u64 {
    #[inline(never)]
    fn looped(number: u64) -> Outcome {
        let mut attempt = 1;
        let mut delay = FIRST;
        loop {
            let outcome = answer(number);
            if outcome.is_ok() || attempt == ATTEMPTS {
                return outcome;
            }
            thread::sleep(jittered(delay));
            delay = doubled(delay);
            attempt += 1;
        }
    }
    repeat(times, looped)
}

fn async_function(times: u64) -> u64 {
    async fn looped(number: u64) -> Outcome {
        let mut attempt = 1;
        let mut delay = FIRST;
        loop {
            let outcome = answer(number);
            if outcome.is_ok() || attempt == ATTEMPTS {
                return outcome;
            }
            tokio::time::sleep(jittered(delay)).await;
            delay = doubled(delay);
            attempt += 1;
        }
    }
    repeat(times, |number| finish(pin!(looped(number))))
}

fn retry_exact(times: u64) -> u64 {
    let attempts = long_attempts();
    let calls = Cell::new(0);
    repeat(times, |_| {
        let mut attempt = 1;
        let mut delay = first();
        loop {
            let outcome = fail_mostly(&calls);
            if outcome.is_ok() || attempt == attempts {
                return outcome;
            }
            skip(delay);
            delay = doubled(delay);
            attempt += 1;
        }
    })
}

fn retry_jittered(times: u64) -> u64 {
    let attempts = long_attempts();
    let calls = Cell::new(0);
    repeat(times, |_| {
        let mut attempt = 1;
        let mut delay = first();
        loop {
            let outcome = fail_mostly(&calls);
            if outcome.is_ok() || attempt == attempts {
                return outcome;
            }
            skip(jittered(delay));
            delay = doubled(delay);
            attempt += 1;
        }
    })
}

fn nominal() -> impl Iterator<Item = Duration> {
    iter::successors(Some(first()), |&delay| Some(doubled(delay))).take(delays() as usize)
}

fn delay_exact(times: u64) -> u64 {
    exhaust(times, |_| nominal())
}

fn delay_jittered(times: u64) -> u64 {
    exhaust(times, |_| nominal().map(jittered))
}

fn deadline(times: u64) -> u64 {
    repeat(times, |number| {
        let start = Instant::now();
        let mut attempt = 1;
        let mut delay = FIRST;
        loop {
            let outcome = succeed(number);
            if outcome.is_ok() || attempt == ATTEMPTS || start.elapsed() + delay >= DEADLINE {
                return outcome;
            }
            thread::sleep(delay);
            delay = doubled(delay);
            attempt += 1;
        }
    })
}
