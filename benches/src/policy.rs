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
pub const DEADLINE: Duration = Duration::from_secs(60);

/// [`FIRST`], which the compiler cannot know: where delays are counted, they must be computed.
#[must_use]
pub fn first() -> Duration {
    black_box(FIRST)
}
