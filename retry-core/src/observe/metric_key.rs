use core::{slice, time::Duration};
use std::vec;

use metrics::{Key, Label};

use crate::driver::StopReason;

/// The key of a metric: its labels are the name, if the run has one, and one more. Without a name nothing is
/// allocated.
pub(super) fn metric_key(
    metric: &'static str,
    name: Option<&'static str>,
    other: Option<&'static Label>,
) -> Key {
    let Some(name) = name else {
        return Key::from_static_labels(metric, other.map_or(&[], slice::from_ref));
    };
    let mut labels = vec![Label::from_static_parts("name", name)];
    labels.extend(other.cloned());
    Key::from_parts(metric, labels)
}

/// A label that is known while compiling.
macro_rules! label {
    ($key:literal: $value:expr) => {{
        static LABEL: Label = Label::from_static_parts($key, $value);
        &LABEL
    }};
}

pub(super) fn reason_label(reason: StopReason) -> &'static Label {
    match reason {
        StopReason::Accepted => label!("reason": StopReason::Accepted.label()),
        StopReason::NotRetryable => label!("reason": StopReason::NotRetryable.label()),
        StopReason::Attempts => label!("reason": StopReason::Attempts.label()),
        StopReason::Deadline => label!("reason": StopReason::Deadline.label()),
        StopReason::ScheduleEnded => label!("reason": StopReason::ScheduleEnded.label()),
        StopReason::Budget => label!("reason": StopReason::Budget.label()),
        StopReason::Nested => label!("reason": StopReason::Nested.label()),
        StopReason::Cancelled => label!("reason": StopReason::Cancelled.label()),
        StopReason::NotReplayable => label!("reason": StopReason::NotReplayable.label()),
        StopReason::HintTooLong { .. } => {
            const ANY: StopReason = StopReason::HintTooLong {
                asked: Duration::ZERO,
                limit: Duration::ZERO,
            };
            label!("reason": ANY.label())
        }
        StopReason::BreakerOpen { .. } => {
            const ANY: StopReason = StopReason::BreakerOpen {
                retry_after: Duration::ZERO,
            };
            label!("reason": ANY.label())
        }
    }
}

pub(super) fn hedge_label(has_won: bool) -> &'static Label {
    if has_won {
        label!("result": "won")
    } else {
        label!("result": "lost")
    }
}

pub(super) fn outcome_label(is_accepted: bool, is_retried: bool) -> &'static Label {
    match (is_accepted, is_retried) {
        (true, false) => label!("outcome": "ok_first"),
        (true, true) => label!("outcome": "ok_retried"),
        (false, false) => label!("outcome": "failed_first"),
        (false, true) => label!("outcome": "failed_retried"),
    }
}
