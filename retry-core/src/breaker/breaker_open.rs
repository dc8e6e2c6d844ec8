use core::{error::Error, fmt, time::Duration};

use crate::{outcome::Verdict, policy::nanos};

/// The error of an attempt that a [`Breaker`](crate::Breaker) did not let through.
///
/// A run hands it back only if no attempt was made, or the last ones were refused; else it hands back the
/// outcome of the last attempt. The error type of the operation implements `From<BreakerOpen>`, as
/// `std::io::Error` and boxed errors do. For others, [`breaker_or`](crate::Retry::breaker_or) takes a
/// conversion.
///
/// ```
/// use retry_core::BreakerOpen;
///
/// #[derive(Debug)]
/// enum ApiError { Down { retry_after: std::time::Duration } }
///
/// impl From<BreakerOpen> for ApiError {
///     fn from(open: BreakerOpen) -> Self {
///         ApiError::Down { retry_after: open.retry_after() }
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerOpen {
    /// In nanoseconds. `None` if it is isolated.
    wait: Option<u64>,
    name: Option<&'static str>,
}

impl BreakerOpen {
    pub(crate) const fn new(wait: Option<u64>, name: Option<&'static str>) -> Self {
        Self { wait, name }
    }

    /// When it is worth asking again. For an open breaker, when it takes the next probe. For a half-open
    /// one, whose probes are under way, a tenth of the time that it was open, at least 1 ms. For one that is
    /// [isolated](crate::Breaker::isolate) `Duration::MAX`: nobody knows.
    #[must_use]
    pub const fn retry_after(&self) -> Duration {
        match self.wait {
            Some(wait) => nanos::to_duration(wait),
            None => Duration::MAX,
        }
    }

    /// The name of the breaker, if it [has one](crate::Breaker::named).
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// The verdict on an attempt that was refused: retry, but not before
    /// [`retry_after`](Self::retry_after). For a [loop by hand](crate::Run::ask).
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        Verdict::RetryAfter(self.retry_after())
    }
}

/// "circuit breaker `search` is open, retry after 5s", in whole milliseconds.
impl fmt::Display for BreakerOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("circuit breaker ")?;
        if let Some(name) = self.name {
            write!(f, "`{name}` ")?;
        }
        match self.wait {
            Some(wait) => {
                let wait = nanos::to_duration(wait.div_ceil(1_000_000).saturating_mul(1_000_000));
                write!(f, "is open, retry after {wait:?}")
            }
            None => f.write_str("is isolated"),
        }
    }
}

impl Error for BreakerOpen {}

#[cfg(feature = "std")]
impl From<BreakerOpen> for std::io::Error {
    /// Its kind is `Other`: each attempt that fails with it was refused without a call.
    fn from(open: BreakerOpen) -> Self {
        Self::other(open)
    }
}

/// The error of an `Option`.
impl From<BreakerOpen> for () {
    fn from(_: BreakerOpen) -> Self {}
}
