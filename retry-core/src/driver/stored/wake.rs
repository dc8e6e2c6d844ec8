use core::time::Duration;

use super::{Later, Next};
use crate::{
    driver::{Attempt, StopReason, rules::ends_in_time},
    policy::{Policy, nanos},
};

impl Policy {
    /// Whether the attempt of a [stored run](crate::stored) may begin: call it when a worker takes the run from the
    /// queue, and again after a wait in place. `now` is the time since the Unix epoch.
    ///
    /// # Errors
    ///
    /// - [`Next::Stop`] with [`Deadline`](StopReason::Deadline) if the deadline has passed, since queues are late. This
    ///   holds for the first attempt too, if the run waited in the queue for that long.
    /// - [`Next::Here`] with the rest of the wait if it is early by at most `patience`: wait, and ask again.
    /// - [`Next::Later`] if it is earlier than that: store the run once more. Its hop has grown by one, since this is
    ///   another stored state. Give a patience of at least the resolution of the queue, or a run that a queue of whole
    ///   seconds delivers early goes back to it at once.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{Policy, StopReason, stored::{Later, Next}};
    ///
    /// const POLICY: Policy = Policy::new().deadline(Duration::from_secs(60));
    /// const PATIENCE: Duration = Duration::from_secs(1);
    ///
    /// let start = Duration::from_secs(1_800_000_000);
    /// let at = |seconds: f64| start + Duration::from_secs_f64(seconds);
    /// let mut later = Later::new(start, 7).resumed(2, 1, at(9.5));
    ///
    /// assert_eq!(POLICY.wake(&mut later, PATIENCE, at(9.0)), Err(Next::Here(Duration::from_millis(500))));
    /// let attempt = POLICY.wake(&mut later, PATIENCE, at(10.0)).unwrap();
    /// assert_eq!((attempt.number(), attempt.remaining()), (2, Some(Duration::from_secs(50))));
    ///
    /// let late = POLICY.wake(&mut later, PATIENCE, at(60.0));
    /// assert_eq!(late, Err(Next::Stop(StopReason::Deadline)));
    /// ```
    pub fn wake(
        &self,
        later: &mut Later,
        patience: Duration,
        now: Duration,
    ) -> Result<Attempt, Next> {
        let elapsed = later.elapsed(now);
        if !ends_in_time(self, nanos::from_duration(elapsed), 0) {
            return Err(Next::Stop(StopReason::Deadline));
        }
        let rest = later.due().saturating_sub(now);
        if rest.is_zero() {
            Ok(later.driver().snapshot(self, elapsed))
        } else {
            Err(later.put_off(rest, patience, now))
        }
    }
}
