use core::time::Duration;

/// An attempt timeout that is just the time until the deadline.
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

/// How long one async attempt may take: made from a `Duration`, an `Option<Duration>` (`None` is no
/// timeout) or [`Remaining`]. The time until the deadline limits it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptTimeout {
    /// `None` is no limit at all, not even the deadline's; `Duration::MAX` is only the deadline's.
    pub(super) limit: Option<Duration>,
}

impl From<Duration> for AttemptTimeout {
    fn from(limit: Duration) -> Self {
        Self { limit: Some(limit) }
    }
}

impl From<Option<Duration>> for AttemptTimeout {
    fn from(limit: Option<Duration>) -> Self {
        Self { limit }
    }
}

impl From<Remaining> for AttemptTimeout {
    fn from(_: Remaining) -> Self {
        Duration::MAX.into()
    }
}
