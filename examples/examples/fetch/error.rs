use std::{fmt, time::Duration};

use retry_core::{Retryable, TimedOut, Verdict};

/// Why a page was not fetched: one error for both clients.
#[derive(Debug)]
pub(crate) enum FetchError {
    /// The server answered, but not with a page.
    Status {
        code: u16,
        /// How long the server asks us to wait.
        retry_after: Option<Duration>,
    },
    Reqwest(reqwest::Error),
    Ureq(ureq::Error),
    TimedOut(TimedOut),
}

impl FetchError {
    /// Fails for every status but success. `retry_after` is the header of that name.
    pub(crate) fn check(code: u16, retry_after: Option<&str>) -> Result<(), Self> {
        if (200..300).contains(&code) {
            return Ok(());
        }
        // The header can also be a date. Here that counts as none, and the policy's backoff applies.
        let seconds = retry_after.and_then(|seconds| seconds.trim().parse().ok());
        Err(Self::Status {
            code,
            retry_after: seconds.map(Duration::from_secs),
        })
    }

    /// Whether another attempt can help. All four ways of fetching use it.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::Status { code, retry_after } => match code {
                429 | 503 => Verdict::retry_after(*retry_after),
                408 | 500..=599 => Verdict::Retry,
                _ => Verdict::Stop,
            },
            // A request that could not be built will fail the same way next time.
            Self::Reqwest(error) => (!error.is_builder() && !error.is_redirect()).into(),
            Self::Ureq(ureq::Error::Io(error)) => error.verdict(),
            Self::Ureq(error) => {
                use ureq::Error::{ConnectionFailed, HostNotFound, Protocol, Timeout};
                matches!(
                    error,
                    ConnectionFailed | HostNotFound | Protocol(_) | Timeout(_)
                )
                .into()
            }
            Self::TimedOut(_) => Verdict::Retry,
        }
    }
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        Self::Reqwest(error)
    }
}

impl From<ureq::Error> for FetchError {
    fn from(error: ureq::Error) -> Self {
        Self::Ureq(error)
    }
}

/// What `attempt_timeout` needs.
impl From<TimedOut> for FetchError {
    fn from(timed_out: TimedOut) -> Self {
        Self::TimedOut(timed_out)
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { code, retry_after } => {
                write!(f, "status {code}")?;
                match retry_after {
                    Some(delay) => write!(f, ", retry after {delay:?}"),
                    None => Ok(()),
                }
            }
            Self::Reqwest(error) => match root_cause(error) {
                Some(cause) => write!(f, "{error}: {cause}"),
                None => error.fmt(f),
            },
            Self::Ureq(error) => error.fmt(f),
            Self::TimedOut(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FetchError {}

/// The innermost error: reqwest's own text does not say what went wrong.
fn root_cause(error: &dyn std::error::Error) -> Option<&dyn std::error::Error> {
    let mut cause = error.source()?;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Some(cause)
}
