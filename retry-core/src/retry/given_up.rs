use core::{
    error::Error,
    fmt::{self, Display},
    time::Duration,
};

use crate::driver::StopReason;

/// A run that gave up, as an error: how often and how long it tried, why it stopped, and its last error,
/// which is the [source](Error::source). Made by [`Report::accepted`](crate::Report::accepted).
///
/// An outer run can recognise it among the causes of an error, with
/// [`CausedBy`](crate::CausedBy), and not retry what was retried already.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use retry_core::{GivenUp, retry, testing::ManualClock};
/// use std::{error::Error, io};
///
/// let clock = ManualClock::new();
/// let connect = || Err::<(), _>(io::Error::from(io::ErrorKind::ConnectionRefused));
/// let report = retry(connect).timer(&clock).jitter(retry_core::Jitter::None).report().call();
///
/// let gave_up: GivenUp<io::Error> = report.accepted().unwrap_err();
/// assert_eq!(
///     gave_up.to_string(),
///     "gave up after 3 attempts in 300 ms (no attempts left): connection refused",
/// );
/// assert!(gave_up.source().unwrap().is::<io::Error>());
/// assert_eq!(gave_up.into_inner().unwrap().kind(), io::ErrorKind::ConnectionRefused);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenUp<E> {
    pub(super) error: Option<E>,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
    pub(super) stop: StopReason,
}

impl<E> GivenUp<E> {
    /// How many attempts were made, the first included.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The time from the start of the first attempt to the end of the last.
    #[must_use]
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Why the run stopped.
    #[must_use]
    pub const fn reason(&self) -> StopReason {
        self.stop
    }

    /// The error of the last attempt. `None` if that returned a value, which was rejected.
    #[must_use]
    pub const fn error(&self) -> Option<&E> {
        self.error.as_ref()
    }

    /// The error of the last attempt, by value. `None` if that returned a value, which was rejected:
    /// [`Report::outcome`](crate::Report::outcome) has it, and [`exhausted`](crate::Retry::exhausted) makes an
    /// error of it.
    #[must_use]
    pub fn into_inner(self) -> Option<E> {
        self.error
    }
}

impl<E: Display> Display for GivenUp<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (attempts, plural) = (self.attempts, if self.attempts == 1 { "" } else { "s" });
        write!(f, "gave up after {attempts} attempt{plural} in ")?;
        if self.elapsed < Duration::from_secs(1) {
            write!(f, "{} ms", self.elapsed.as_millis())?;
        } else {
            write!(f, "{:.1} s", self.elapsed.as_secs_f64())?;
        }
        write!(f, " ({}): ", self.stop)?;
        match &self.error {
            Some(error) => error.fmt(f),
            None => f.write_str("the value was rejected"),
        }
    }
}

impl<E: Error + 'static> Error for GivenUp<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let error = self.error.as_ref()?;
        Some(error)
    }
}
