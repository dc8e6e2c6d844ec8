#[cfg(feature = "http")]
use core::time::Duration;

#[cfg(feature = "http")]
use retry_core::http::HttpPolicy;
use retry_core::{Backoff, Jitter, Policy};

use crate::{HOUR, SECOND};

/// Five attempts, with waits of exactly 1, 2, 4 and 8 s.
pub const EXACT: Policy = Policy::new()
    .attempts(5)
    .backoff(Backoff::exponential(SECOND))
    .jitter(Jitter::None);

/// Five attempts, with waits of exactly an hour.
pub const PATIENT: Policy = EXACT.backoff(Backoff::constant(HOUR));

/// The usual statuses and methods, three attempts, and waits of exactly 100 ms.
#[cfg(feature = "http")]
pub const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(100)))
        .jitter(Jitter::None),
);

/// Each kind of jitter that makes delays random.
pub const JITTERS: [Jitter; 4] = [
    Jitter::Full,
    Jitter::Equal,
    Jitter::Ratio(0.5),
    Jitter::Decorrelated,
];
