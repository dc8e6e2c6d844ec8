use super::StopReason;
use crate::policy::{Policy, nanos};

/// How long to wait if the callee asked for `hint`. Times are nanoseconds; `left` is the time until
/// the deadline. A hint above `max_retry_after` ends the run.
///
/// The hint is the shortest wait. A random part is added, so that callers with the same hint do not
/// all return at the same moment: up to the nominal delay or a tenth of the hint, whichever is longer.
/// This part, not the hint, shrinks to fit the deadline.
pub(super) fn wait(
    policy: &Policy,
    hint: u64,
    nominal: u64,
    left: Option<u64>,
    draw: impl FnOnce(u64, u64) -> u64,
) -> Result<u64, StopReason> {
    if hint > policy.max_retry_after {
        return Err(StopReason::HintTooLong {
            asked: nanos::to_duration(hint),
            limit: nanos::to_duration(policy.max_retry_after),
        });
    }
    if policy.exact_hints {
        return Ok(hint);
    }
    if !policy.jitter.is_random() {
        return Ok(hint.max(nominal));
    }
    let longest = left.map_or(u64::MAX, |left| left.saturating_sub(1));
    let above = nominal.max(hint / 10).min(longest.saturating_sub(hint));
    Ok(match above {
        0 => hint,
        above => draw(hint, hint.saturating_add(above)),
    })
}
