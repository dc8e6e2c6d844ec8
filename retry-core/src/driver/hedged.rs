use core::time::Duration;

use super::{Driver, StopReason, rules::retried};
use crate::{
    outcome::Verdict,
    policy::{Backoff, Jitter, Policy, nanos},
};

impl Driver {
    /// Decides what follows a failed attempt of a hedged run after a further one was refused: no more are made.
    pub(crate) fn decide_refused(verdict: &Verdict, reason: StopReason) -> Result<u64, StopReason> {
        retried(verdict).and(Err(reason))
    }
}

impl Policy {
    /// The policy of a run that is hedged: its attempts follow each other at once, unless the callee asks for a
    /// delay, and do not start it over.
    pub(crate) const fn hedged(&self, at_most: u32) -> Self {
        let mut policy = *self;
        if policy.attempts > at_most {
            policy.attempts = at_most;
        }
        policy.backoff = Backoff::constant(Duration::ZERO);
        policy.jitter = Jitter::None;
        policy.throttled_delay = nanos::NONE;
        policy.reset_after = nanos::NONE;
        policy
    }
}
