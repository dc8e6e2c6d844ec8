use super::StopReason;
use crate::policy::{Policy, nanos};

/// How long to wait where the callee asked for `hint`. Times are nanoseconds; `left` is what the
/// deadline leaves.
///
/// The hint is a floor: a draw of up to a tenth of it or the nominal delay, whichever is more, is
/// added, so that a fleet that was told the same second does not return in the same second. The draw,
/// not the hint, shrinks to fit the deadline.
///
/// A hint above `max_retry_after` ends the run.
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
