use core::{error::Error, fmt, time::Duration};

use http::{Method, StatusCode};

use crate::{
    driver::{Facts, StopReason},
    http::failure::FailureKind,
    policy::nanos,
};

/// What a hook of [`HttpRetry`](crate::http::HttpRetry) gets: `on_retry` before each wait, `on_stop` once
/// when a failed request is given up, `on_end` once at every end.
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
    /// `None` for a hedge that the delay starts: no attempt has ended.
    pub(super) result: Option<&'a AttemptResult<'a>>,
    pub(super) facts: Facts,
}

/// How an attempt ended.
pub(super) type AttemptResult<'a> = Result<StatusCode, RequestFailure<'a>>;

/// An attempt without a response.
#[derive(Clone, Copy, Debug)]
pub(super) struct RequestFailure<'a> {
    pub(super) kind: FailureKind,
    pub(super) error: &'a (dyn Error + 'static),
}

impl RequestFailure<'_> {
    /// What is known about the request, in one word: the status of an answer, or the kind of the failure.
    pub(super) fn kind(&self) -> &str {
        match &self.kind {
            FailureKind::NeverSent => "never_sent",
            FailureKind::MaybeSent => "maybe_sent",
            FailureKind::ResponseCut => "response_cut",
            FailureKind::Answered(answer) => answer.status_text(),
            FailureKind::Other => "other",
        }
    }
}

impl fmt::Display for RequestFailure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.error, f)
    }
}

impl<'a> HttpEvent<'a> {
    /// The name from [`HttpRetry::name`](crate::http::HttpRetry::name) or
    /// [`PerRequest::name`](crate::http::PerRequest::name).
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        self.facts.name
    }

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

    /// The attempt that ended, counted from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.facts.attempt
    }

    /// The status, if the server answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self.result? {
            Ok(status) => Some(*status),
            Err(failure) => match failure.kind {
                FailureKind::Answered(answer) => Some(answer.status()),
                _ => None,
            },
        }
    }

    /// The client's error, if there is one.
    #[must_use]
    pub fn error(&self) -> Option<&'a (dyn Error + 'static)> {
        let failure = self.result?.as_ref().err()?;
        Some(failure.error)
    }

    /// What that error says about the request.
    #[must_use]
    pub fn kind(&self) -> Option<FailureKind> {
        let failure = self.result?.as_ref().err()?;
        Some(failure.kind)
    }

    /// The wait that follows, with jitter and hint; `None` at the end.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.facts.next.ok().map(nanos::to_duration)
    }

    /// The delay that the server asked for, if it did.
    #[must_use]
    pub fn hint(&self) -> Option<Duration> {
        self.facts.hint
    }

    /// Why the request ended, [`Accepted`](StopReason::Accepted) after a success; `None` before a wait.
    #[must_use]
    pub fn reason(&self) -> Option<StopReason> {
        self.facts.next.err()
    }

    /// Whether the request was accepted after at least one failed attempt. If it was
    /// [hedged](crate::http::HttpRetry::hedge), whether another attempt than the first won.
    #[must_use]
    pub fn recovered(&self) -> bool {
        self.facts.recovered()
    }

    /// Whether the attempt that follows is a hedge: another one is out when it starts.
    #[must_use]
    pub fn is_hedge(&self) -> bool {
        self.facts.is_hedge()
    }

    /// The number of the attempt whose answer was accepted; `None` if the request goes on or was given up.
    #[must_use]
    pub fn winner(&self) -> Option<u32> {
        self.facts.winner()
    }

    /// How many attempts were still out at the end, and were dropped: only with a
    /// [hedge](crate::http::HttpRetry::hedge).
    #[must_use]
    pub fn dropped(&self) -> u32 {
        self.facts.dropped()
    }

    /// The time from the start of the first attempt to the end of this one.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        nanos::to_duration(self.facts.elapsed)
    }
}
