use core::time::Duration;
use std::time::SystemTime;

/// Reads the system's wall clock: the time since the Unix epoch, for [`Policy::defer`](crate::Policy::defer) and
/// [`Policy::wake`](crate::Policy::wake). A clock that is set before 1970 reads zero.
///
/// ```
/// use core::time::Duration;
/// use retry_core::stored::unix_time;
///
/// // In September 2020 it was 1.6 billion seconds.
/// assert!(unix_time() > Duration::from_secs(1_600_000_000));
/// ```
#[must_use]
pub fn unix_time() -> Duration {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or(Duration::ZERO)
}
