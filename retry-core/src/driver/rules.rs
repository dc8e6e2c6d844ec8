use core::{num::NonZeroU64, time::Duration};

use super::{Decision, Driver, Next, StopReason, failing::Times, hint};
use crate::{
    outcome::Verdict,
    policy::{Policy, nanos, next_number, random},
};

/// The delays of a schedule of the user's own.
pub(crate) type Schedule<'a> = &'a mut dyn Iterator<Item = Duration>;

impl Driver {
    /// Decides what follows a failed attempt, and keeps count. Every run ends up here.
    ///
    /// `times` is `None` where nothing asks for the time; the policy then has neither deadline nor
    /// reset. `draw_seed` is called at most once between two resets.
    //
    // Neither generic nor inlined: one copy for all call sites, off the path of success. The verdict
    // is a reference because each retry would pay for a copy.
    #[cold]
    #[inline(never)]
    pub(crate) fn decide(
        &mut self,
        policy: &Policy,
        verdict: &Verdict,
        times: Option<Times>,
        draw_seed: &mut dyn FnMut() -> u64,
        schedule: Option<Schedule<'_>>,
    ) -> Decision {
        let failing = self.failing();
        let mut was_reset = false;
        let mut elapsed = 0;
        if let Some(times) = times {
            was_reset = policy.resets(times.ran());
            if was_reset {
                failing.reset(times.began);
            }
            elapsed = times.now.saturating_sub(failing.start);
        }

        let failed = failing.attempt;
        let attempts = failing.limit(policy.attempts);
        let seed = || {
            let seed = failing
                .seed
                .get_or_insert_with(|| NonZeroU64::new(draw_seed()).unwrap_or(NonZeroU64::MIN));
            seed.get()
        };
        let wait = rules(policy, attempts, failed, verdict, elapsed, seed, schedule);
        let is_skipped = failing.no_waits.is_some();
        if let Ok(wait) = wait {
            failing.attempt = next_number(failed);
            if is_skipped {
                // What would have been waited counts as elapsed.
                failing.start = failing.start.saturating_sub(wait);
            }
        }
        Decision {
            next: wait.map_or_else(Next::Stop, Next::Wait),
            failed,
            elapsed,
            was_reset,
            is_skipped,
        }
    }
}

/// The rules, in their order: how long to wait before the next attempt, or why there is none. Times
/// are nanoseconds.
#[inline]
fn rules(
    policy: &Policy,
    attempts: u32,
    attempt: u32,
    verdict: &Verdict,
    elapsed: u64,
    draw_seed: impl FnOnce() -> u64,
    schedule: Option<Schedule<'_>>,
) -> Result<u64, StopReason> {
    let hint = match *verdict {
        Verdict::Accept => return Err(StopReason::Accepted),
        Verdict::Stop => return Err(StopReason::NotRetryable),
        Verdict::Retry | Verdict::Throttled(None) => None,
        Verdict::RetryAfter(hint) | Verdict::Throttled(Some(hint)) => Some(hint),
    };
    if attempt >= attempts {
        return Err(StopReason::Attempts);
    }
    let left = policy.deadline.saturating_sub(elapsed);
    let seed = || policy.seed.unwrap_or_else(draw_seed);
    let wait = match (hint, schedule) {
        (None, None) => policy.delay(attempt, seed),
        (None, Some(schedule)) => by_schedule(policy, attempt, schedule, seed)?,
        (Some(hint), schedule) => by_hint(policy, attempt, hint, left, schedule, seed)?,
    };
    // A wait must end before the deadline, not at it.
    if policy.deadline != nanos::NONE && wait >= left {
        return Err(StopReason::Deadline);
    }
    Ok(wait)
}

#[cold]
fn by_schedule(
    policy: &Policy,
    attempt: u32,
    schedule: Schedule<'_>,
    seed: impl FnOnce() -> u64,
) -> Result<u64, StopReason> {
    let nominal = next_delay(policy, schedule)?;
    Ok(policy
        .jitter
        .spread(nominal, policy.backoff.max_delay, attempt, seed))
}

#[cold]
fn by_hint(
    policy: &Policy,
    attempt: u32,
    hint: Duration,
    left: u64,
    schedule: Option<Schedule<'_>>,
    seed: impl FnOnce() -> u64,
) -> Result<u64, StopReason> {
    let nominal = match schedule {
        Some(schedule) => next_delay(policy, schedule)?,
        None => policy.backoff.nominal(attempt),
    };
    let draw = |low, high| random::draw(seed(), attempt, low, high);
    hint::wait(policy, nanos::from_duration(hint), nominal, left, draw)
}

/// The next delay of a schedule. Only a cap that was set applies to it.
fn next_delay(policy: &Policy, schedule: Schedule<'_>) -> Result<u64, StopReason> {
    let delay = schedule.next().ok_or(StopReason::ScheduleEnded)?;
    Ok(nanos::from_duration(delay).min(policy.backoff.max_delay))
}
