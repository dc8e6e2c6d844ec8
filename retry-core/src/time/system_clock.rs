use std::{sync::OnceLock, time::Duration, time::Instant};

/// The reading of the clock at its origin. A paused tokio clock may stand before the moment at which
/// the origin was taken, so readings count from the middle of the range, not from zero.
const AT_ORIGIN: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The system's monotonic clock; inside of a tokio runtime, tokio's, paused or not.
pub(crate) fn system_now() -> Duration {
    #[cfg(feature = "tokio")]
    return since_origin(tokio::time::Instant::now().into_std());
    #[cfg(not(feature = "tokio"))]
    thread_now()
}

/// The system's monotonic clock. A thread that sleeps knows nothing of tokio's.
pub(crate) fn thread_now() -> Duration {
    since_origin(Instant::now())
}

fn since_origin(instant: Instant) -> Duration {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    let origin = *ORIGIN.get_or_init(|| instant);
    match instant.checked_duration_since(origin) {
        Some(after) => AT_ORIGIN + after,
        None => AT_ORIGIN.saturating_sub(origin - instant),
    }
}
