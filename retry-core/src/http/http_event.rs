use core::{error::Error, time::Duration};

use http::{Method, StatusCode};

use super::{Answer, FailureKind};
use crate::{StopReason, event::Next};

/// What a hook of [`HttpRetry`](super::HttpRetry) is told: `on_retry` before each wait, `on_stop` once
/// when a failed request is given up.
///
/// ```
/// use retry_core::http::{HttpEvent, HttpPolicy, HttpRetry};
///
/// fn line(event: &HttpEvent<'_>) -> String {
///     let what = match (event.status(), event.error()) {
///         (Some(status), _) => status.to_string(),
///         (None, Some(error)) => error.to_string(),
///         (None, None) => String::new(),
///     };
///     format!("{} {}, attempt {}: {what}", event.method(), event.url(), event.attempt())
/// }
///
/// let retry = HttpRetry::new(HttpPolicy::new())
///     .on_retry(|event| eprintln!("{}, again in {:?}", line(event), event.delay()))
///     .on_stop(|event| eprintln!("{}, given up: {}", line(event), event.reason().unwrap()));
/// # let _ = retry;
/// ```
#[derive(Debug)]
pub struct HttpEvent<'a> {
    pub(super) method: &'a Method,
    pub(super) url: &'a str,
    pub(super) came: Came<'a>,
    pub(super) attempt: u32,
    pub(super) elapsed: Duration,
    pub(super) next: Next,
}

/// What an attempt came to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Came<'a> {
    Answer(StatusCode),
    Failure(FailureKind, &'a (dyn Error + 'static)),
}

impl<'a> HttpEvent<'a> {
    /// The request's method.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The request's URL, as it was given: with its query, and with what secrets that has.
    #[must_use]
    pub fn url(&self) -> &'a str {
        self.url
    }

    /// The attempt that failed, counted from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The status, if the server answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &self.came {
            Came::Answer(status) => Some(*status),
            Came::Failure(FailureKind::Answered(answer), _) => Some(Answer::status(answer)),
            Came::Failure(..) => None,
        }
    }

    /// The client's error, if there is one.
    #[must_use]
    pub fn error(&self) -> Option<&'a (dyn Error + 'static)> {
        match self.came {
            Came::Answer(_) => None,
            Came::Failure(_, error) => Some(error),
        }
    }

    /// What that error says of the request.
    #[must_use]
    pub fn kind(&self) -> Option<FailureKind> {
        match self.came {
            Came::Answer(_) => None,
            Came::Failure(kind, _) => Some(kind),
        }
    }

    /// The wait that follows, jitter and hint included; `None` when the request is given up.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        match self.next {
            Next::Retry { delay } => Some(delay),
            Next::Stop { .. } => None,
        }
    }

    /// Why the request is given up; `None` when it is not.
    #[must_use]
    pub fn reason(&self) -> Option<StopReason> {
        match self.next {
            Next::Retry { .. } => None,
            Next::Stop { reason } => Some(reason),
        }
    }

    /// The time from the start of the first attempt to the end of this one.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
