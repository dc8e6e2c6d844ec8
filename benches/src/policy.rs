//! The policies that every contender follows, as plain values.

use std::{hint::black_box, time::Duration};

/// Calls in all, in a run that succeeds at once.
pub const ATTEMPTS: u32 = 3;

/// Calls in all, in a run that fails [`FAILURES`] times.
pub const LONG_ATTEMPTS: u32 = FAILURES + 1;

/// How often the operation of the cases `retry-*` fails before it succeeds.
pub const FAILURES: u32 = 4;

/// How many delays a schedule gives in the cases `delay-*`.
pub const DELAYS: u32 = 10;

/// The first delay of the exponential backoff, which doubles.
pub const FIRST: Duration = Duration::from_millis(100);

/// The longest delay.
pub const LONGEST: Duration = Duration::from_secs(30);

/// The time that a run may take, where it has a deadline.
pub const DEADLINE: Duration = Duration::from_mins(1);

// Where retries and delays are counted, the compiler knows neither the first delay nor the number,
// so that it can neither compute the delays nor unroll the loop over them.

/// [`FIRST`], unknown.
#[must_use]
pub fn first() -> Duration {
    black_box(FIRST)
}

/// [`LONG_ATTEMPTS`], unknown.
#[must_use]
pub fn long_attempts() -> u32 {
    black_box(LONG_ATTEMPTS)
}

/// [`DELAYS`], unknown.
#[must_use]
pub fn delays() -> u32 {
    black_box(DELAYS)
}
