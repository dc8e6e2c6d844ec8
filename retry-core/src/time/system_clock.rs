use std::{sync::OnceLock, time::Instant};

use crate::policy::nanos;

/// The reading at the origin: a century in nanoseconds, since a paused tokio clock may be earlier than
/// the origin.
const AT_ORIGIN: u64 = 100 * 365 * 24 * 60 * 60 * 1_000_000_000;

/// Reads the system's monotonic clock or, inside a tokio runtime, tokio's, which may be paused.
#[inline]
pub(crate) fn system_instant() -> Instant {
    #[cfg(feature = "tokio")]
    return tokio::time::Instant::now().into_std();
    #[cfg(not(feature = "tokio"))]
    Instant::now()
}

/// An instant in nanoseconds.
//
// Not inlined: most runs need no time, which keeps this out of their call sites.
#[inline(never)]
pub(crate) fn since_origin(instant: Instant) -> u64 {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    let origin = *ORIGIN.get_or_init(|| instant);
    match instant.checked_duration_since(origin) {
        Some(after) => nanos::from_duration(after).saturating_add(AT_ORIGIN),
        None => AT_ORIGIN.saturating_sub(nanos::from_duration(origin - instant)),
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;

    #[test]
    fn instants_before_the_origin_are_as_far_apart_as_those_after_it() {
        const SECOND: Duration = Duration::from_secs(1);
        let before = Instant::now();
        let origin = before + SECOND;
        let at_origin = since_origin(origin);
        assert_eq!(at_origin - since_origin(before), 1_000_000_000);
        assert_eq!(since_origin(origin + SECOND) - at_origin, 1_000_000_000);
    }
}
