use core::{fmt, time::Duration};

/// Why a run ended. `Display` gives a short text for logs.
///
/// ```
/// # use retry_core::StopReason;
/// assert_eq!(StopReason::Attempts.to_string(), "no attempts left");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopReason {
    /// The outcome was accepted.
    Accepted,
    /// The verdict was [`Verdict::Stop`](crate::Verdict::Stop).
    NotRetryable,
    /// All attempts were made.
    Attempts,
    /// The next attempt would begin at or after the deadline.
    Deadline,
    /// The [`schedule`](crate::Retry::schedule) had no further delay.
    ScheduleEnded,
    /// The [budget](crate::Budget) had nothing left for a retry.
    Budget,
    /// The run was inside an attempt of a run that [suppresses nested
    /// retries](crate::Policy::suppress_nested).
    Nested,
    /// Its [token](crate::CancelToken) cancelled the run while it waited.
    Cancelled,
    /// The request cannot be sent again: its body can be read only once.
    NotReplayable,
    /// The callee asked for a longer delay than `max_retry_after` allows.
    HintTooLong {
        /// The delay that the callee asked for.
        asked: Duration,
        /// The policy's `max_retry_after`.
        limit: Duration,
    },
    /// Its [breaker](crate::Breaker) lets no attempt through, for longer than the run may wait.
    BreakerOpen {
        /// How long the breaker refuses attempts, `Duration::MAX` if it is isolated.
        retry_after: Duration,
    },
}

impl StopReason {
    /// The reason as one word, for the label of a metric: the name of the variant in `snake_case`, without the
    /// values that it carries. These words do not change.
    ///
    /// ```
    /// # use retry_core::StopReason;
    /// assert_eq!(StopReason::NotRetryable.label(), "not_retryable");
    /// ```
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotRetryable => "not_retryable",
            Self::Attempts => "attempts",
            Self::Deadline => "deadline",
            Self::ScheduleEnded => "schedule_ended",
            Self::Budget => "budget",
            Self::Nested => "nested",
            Self::Cancelled => "cancelled",
            Self::NotReplayable => "not_replayable",
            Self::HintTooLong { .. } => "hint_too_long",
            Self::BreakerOpen { .. } => "breaker_open",
        }
    }
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("accepted"),
            Self::NotRetryable => f.write_str("not retryable"),
            Self::Attempts => f.write_str("no attempts left"),
            Self::Deadline => f.write_str("deadline reached"),
            Self::ScheduleEnded => f.write_str("schedule ended"),
            Self::Budget => f.write_str("retry budget empty"),
            Self::Nested => f.write_str("nested in another retry"),
            Self::Cancelled => f.write_str("cancelled"),
            Self::NotReplayable => f.write_str("request cannot be sent again"),
            Self::HintTooLong { asked, limit } => {
                write!(
                    f,
                    "asked to wait {asked:?}, more than the limit of {limit:?}"
                )
            }
            Self::BreakerOpen {
                retry_after: Duration::MAX,
            } => f.write_str("circuit breaker isolated"),
            Self::BreakerOpen { .. } => f.write_str("circuit breaker open"),
        }
    }
}
