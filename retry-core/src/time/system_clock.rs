use std::{sync::OnceLock, time::Instant};

use crate::nanos;

/// The reading of the clock at its origin, in nanoseconds: a century. A paused tokio clock may stand
/// before the moment at which the origin was taken, so readings do not count from zero.
const AT_ORIGIN: u64 = 100 * 365 * 24 * 60 * 60 * 1_000_000_000;

/// The system's monotonic clock in nanoseconds; inside of a tokio runtime, tokio's, paused or not.
pub(crate) fn system_nanos() -> u64 {
    #[cfg(feature = "tokio")]
    return since_origin(tokio::time::Instant::now().into_std());
    #[cfg(not(feature = "tokio"))]
    thread_nanos()
}

/// The system's monotonic clock. A thread that sleeps knows nothing of tokio's.
pub(crate) fn thread_nanos() -> u64 {
    since_origin(Instant::now())
}

fn since_origin(instant: Instant) -> u64 {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    let origin = *ORIGIN.get_or_init(|| instant);
    match instant.checked_duration_since(origin) {
        Some(after) => nanos::from_duration(after).saturating_add(AT_ORIGIN),
        None => AT_ORIGIN.saturating_sub(nanos::from_duration(origin - instant)),
    }
}
