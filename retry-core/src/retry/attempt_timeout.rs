use core::time::Duration;

/// As an attempt timeout: no limit of its own, only what the deadline leaves.
///
/// ```no_run
/// # #[cfg(feature = "futures-timer")] async fn f() -> std::io::Result<()> {
/// use core::time::Duration;
/// use retry_core::{Remaining, retry};
///
/// retry(|| async { Ok::<_, std::io::Error>(()) })
///     .deadline(Duration::from_secs(30))
///     .attempt_timeout(Remaining)
///     .await
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining;

/// The time that one async attempt may take: made from a `Duration`, an `Option<Duration>` or
/// [`Remaining`]. What a deadline leaves is always a limit too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptTimeout {
    /// `None`: no limit at all, not even the deadline's.
    pub(super) limit: Option<Duration>,
}

impl From<Duration> for AttemptTimeout {
    fn from(limit: Duration) -> Self {
        Self { limit: Some(limit) }
    }
}

/// `None` is no attempt timeout.
impl From<Option<Duration>> for AttemptTimeout {
    fn from(limit: Option<Duration>) -> Self {
        Self { limit }
    }
}

impl From<Remaining> for AttemptTimeout {
    fn from(_: Remaining) -> Self {
        Self {
            limit: Some(Duration::MAX),
        }
    }
}
