//! Time inside the crate: 64-bit nanoseconds that saturate at 584 years.
//!
//! A `u64` is one register, a `Duration` two and a carry. Users see only `Duration`.

use core::time::Duration;

/// No limit. No duration converts to this value.
pub(crate) const NONE: u64 = u64::MAX;
const LONGEST: u64 = NONE - 1;

#[inline]
pub(crate) const fn from_duration(duration: Duration) -> u64 {
    let nanos = duration
        .as_secs()
        .saturating_mul(1_000_000_000)
        .saturating_add(duration.subsec_nanos() as u64);
    if nanos == NONE { LONGEST } else { nanos }
}

/// Whether this is so long that it was cut to fit, or means no limit.
pub(crate) const fn is_longest(nanos: u64) -> bool {
    nanos >= LONGEST
}

#[inline]
pub(crate) const fn to_duration(nanos: u64) -> Duration {
    Duration::from_nanos(nanos)
}

/// `None` for [`NONE`].
#[inline]
pub(crate) const fn limit(nanos: u64) -> Option<Duration> {
    if nanos == NONE {
        None
    } else {
        Some(to_duration(nanos))
    }
}

/// [`NONE`] for `None`.
pub(crate) const fn of_limit(limit: Option<Duration>) -> u64 {
    match limit {
        Some(limit) => from_duration(limit),
        None => NONE,
    }
}
