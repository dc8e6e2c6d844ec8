//! The operations that are retried, the same for all contenders, and the loops that run them.

use std::{cell::Cell, future::Future, hint::black_box, pin::pin, time::Duration};

use crate::{executor::finish, policy::FAILURES};

/// The error of every operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault(pub u64);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "fault {}", self.0)
    }
}

impl std::error::Error for Fault {}

/// What every operation returns.
pub type Outcome = Result<u64, Fault>;

/// Succeeds at once, without the compiler knowing. Never inlined: most operations are calls.
///
/// # Errors
///
/// Never, for the numbers that the cases count.
#[inline(never)]
pub fn succeed(number: u64) -> Outcome {
    answer(number)
}

/// The body of [`succeed`], which plain and annotated functions have as their own.
///
/// # Errors
///
/// Never, for the numbers that the cases count.
#[inline(always)]
#[allow(
    clippy::inline_always,
    reason = "it stands for a body that is written in place"
)]
pub fn answer(number: u64) -> Outcome {
    let number = black_box(number);
    if number == u64::MAX {
        Err(Fault(number))
    } else {
        Ok(number)
    }
}

/// [`succeed`], for code that awaits.
///
/// # Errors
///
/// Never, for the numbers that the cases count.
pub async fn succeed_async(number: u64) -> Outcome {
    succeed(number)
}

/// Fails [`FAILURES`] times, succeeds once, and starts over.
///
/// # Errors
///
/// At every call but each fifth.
#[inline(never)]
pub fn fail_mostly(calls: &Cell<u64>) -> Outcome {
    let call = calls.get() + 1;
    calls.set(call);
    if call.is_multiple_of(u64::from(FAILURES + 1)) {
        Ok(call)
    } else {
        Err(Fault(call))
    }
}

/// [`fail_mostly`], for code that awaits.
///
/// # Errors
///
/// At every call but each fifth.
pub async fn fail_mostly_async(calls: &Cell<u64>) -> Outcome {
    fail_mostly(calls)
}

/// The sleep of cases that do not wait.
pub fn skip(delay: Duration) {
    black_box(delay);
}

/// [`skip`], for code that awaits.
pub fn skip_async(delay: Duration) -> impl Future<Output = ()> {
    black_box(delay);
    std::future::ready(())
}

/// Makes `times` runs and counts those that were accepted.
#[inline(always)]
#[allow(
    clippy::inline_always,
    reason = "each case is measured in a loop of its own"
)]
pub fn repeat(times: u64, mut run: impl FnMut(u64) -> Outcome) -> u64 {
    let mut accepted = 0;
    for number in 0..times {
        accepted += u64::from(black_box(run(black_box(number))).is_ok());
    }
    accepted
}

/// [`repeat`] for a task that awaits the same future type in two places.
#[inline(always)]
#[allow(
    clippy::inline_always,
    reason = "each case is measured in a loop of its own"
)]
pub fn repeat_in_two_places<F>(times: u64, run: impl Fn(u64) -> F) -> u64
where
    F: Future<Output = Outcome>,
{
    repeat(times, |number| {
        finish(pin!(async {
            run(number).await?;
            run(number).await
        }))
    })
}

/// Makes `times` schedules, takes all delays of each, and counts them.
#[inline(always)]
#[allow(
    clippy::inline_always,
    reason = "each case is measured in a loop of its own"
)]
pub fn exhaust<S: Iterator<Item = Duration>>(
    times: u64,
    mut schedule: impl FnMut(u64) -> S,
) -> u64 {
    let mut delays = 0;
    for number in 0..times {
        for delay in schedule(black_box(number)) {
            black_box(delay);
            delays += 1;
        }
    }
    delays
}
