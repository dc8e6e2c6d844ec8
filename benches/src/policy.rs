//! The policies that every contender follows, as plain values.

use std::{hint::black_box, time::Duration};

/// The attempts that a run may make if it succeeds at once.
pub const ATTEMPTS: u32 = 3;

/// The attempts of a run that fails [`FAILURES`] times.
pub const LONG_ATTEMPTS: u32 = FAILURES + 1;

/// How often the operation of the cases `retry-*` fails before it succeeds.
pub const FAILURES: u32 = 4;

/// How many delays a schedule gives in the cases `delay-*`.
pub const DELAYS: u32 = 10;

/// The first delay of the exponential backoff, which doubles.
pub const FIRST: Duration = Duration::from_millis(100);

/// The longest delay.
pub const LONGEST: Duration = Duration::from_secs(30);

/// How many failures in a row open a breaker.
pub const FAILURES_TO_OPEN: u32 = 5;

/// The share of failures that opens a breaker with a rate.
pub const RATE_TO_OPEN: f64 = 0.5;

/// The calls that a breaker with a rate counts before it may open.
pub const CALLS_TO_OPEN: u32 = 20;

/// The window of a breaker with a rate.
pub const WINDOW: Duration = Duration::from_secs(30);

/// The time that a run may take, where it has a deadline.
pub const DEADLINE: Duration = Duration::from_mins(1);

// Where retries and delays are counted, the first delay and the number are hidden from the compiler:
// it would compute the delays, or unroll the loop.

/// [`FIRST`], hidden from the compiler.
#[must_use]
pub fn first() -> Duration {
    black_box(FIRST)
}

/// [`LONG_ATTEMPTS`], hidden from the compiler.
#[must_use]
pub fn long_attempts() -> u32 {
    black_box(LONG_ATTEMPTS)
}

/// [`DELAYS`], hidden from the compiler.
#[must_use]
pub fn delays() -> u32 {
    black_box(DELAYS)
}
