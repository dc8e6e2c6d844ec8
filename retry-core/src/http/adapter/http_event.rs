use core::{error::Error, time::Duration};

use http::{Method, StatusCode};

use crate::{driver::StopReason, http::failure::FailureKind};

/// What a hook of [`HttpRetry`](crate::http::HttpRetry) gets: `on_retry` before each wait, `on_stop` once
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
    pub(super) result: AttemptResult<'a>,
    pub(super) attempt: u32,
    pub(super) elapsed: Duration,
    /// The wait that follows, or why the request is given up.
    pub(super) next: Result<Duration, StopReason>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum AttemptResult<'a> {
    Answered(StatusCode),
    Failed(FailureKind, &'a (dyn Error + 'static)),
}

impl<'a> HttpEvent<'a> {
    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The URL of the request, unchanged: with its query, which may contain secrets.
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
        match &self.result {
            AttemptResult::Answered(status) => Some(*status),
            AttemptResult::Failed(FailureKind::Answered(answer), _) => Some(answer.status()),
            AttemptResult::Failed(..) => None,
        }
    }

    /// The client's error, if there is one.
    #[must_use]
    pub fn error(&self) -> Option<&'a (dyn Error + 'static)> {
        match self.result {
            AttemptResult::Answered(_) => None,
            AttemptResult::Failed(_, error) => Some(error),
        }
    }

    /// What that error says about the request.
    #[must_use]
    pub fn kind(&self) -> Option<FailureKind> {
        match self.result {
            AttemptResult::Answered(_) => None,
            AttemptResult::Failed(kind, _) => Some(kind),
        }
    }

    /// The wait that follows, with jitter and hint; `None` when the request is given up.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.next.ok()
    }

    /// Why the request is given up; `None` when it is not.
    #[must_use]
    pub fn reason(&self) -> Option<StopReason> {
        self.next.err()
    }

    /// The time from the start of the first attempt to the end of this one.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
