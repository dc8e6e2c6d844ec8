use core::time::Duration;

use super::StopReason;
use crate::outcome::Verdict;

/// What the breaker of a run says after an attempt: it lets none through for so long.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub(crate) retry_after: Duration,
    /// Whether that attempt was not made, because the breaker refused it.
    pub(crate) was_refused: bool,
}

impl Held {
    /// The verdict with the time of the breaker as the shortest wait, like a hint.
    pub(super) const fn verdict(self, own: &Verdict) -> Verdict {
        match *own {
            Verdict::Retry => Verdict::RetryAfter(self.retry_after),
            Verdict::RetryAfter(hint) => Verdict::RetryAfter(self.at_least(hint)),
            Verdict::Throttled(None) => Verdict::Throttled(Some(self.retry_after)),
            Verdict::Throttled(Some(hint)) => Verdict::Throttled(Some(self.at_least(hint))),
            Verdict::Accept => Verdict::Accept,
            Verdict::Stop => Verdict::Stop,
        }
    }

    const fn at_least(self, hint: Duration) -> Duration {
        if hint.as_nanos() < self.retry_after.as_nanos() {
            self.retry_after
        } else {
            hint
        }
    }

    /// Whether the time of the breaker is the shortest wait, and not a longer one that the callee asked for.
    pub(super) fn prevails_over(self, own: &Verdict) -> bool {
        own.hint().is_none_or(|hint| hint <= self.retry_after)
    }

    /// Why the run stops: because of the breaker, if it refused the attempt or its time is what the limits do
    /// not allow. `ends_in_time` says whether that time is over before the deadline.
    pub(super) fn reason(
        self,
        reason: StopReason,
        own: &Verdict,
        ends_in_time: bool,
    ) -> StopReason {
        let is_cause = match reason {
            StopReason::HintTooLong { .. } => self.prevails_over(own),
            StopReason::Deadline => !ends_in_time,
            _ => false,
        };
        if is_cause {
            self.stop()
        } else {
            self.reason_of_limits(reason)
        }
    }

    /// The same where something else than its time was against the next attempt.
    pub(crate) const fn reason_of_limits(self, reason: StopReason) -> StopReason {
        if self.was_refused {
            self.stop()
        } else {
            reason
        }
    }

    const fn stop(self) -> StopReason {
        StopReason::BreakerOpen {
            retry_after: self.retry_after,
        }
    }
}
