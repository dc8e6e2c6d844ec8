use core::time::Duration;

use super::{Driver, StopReason, Terms, rules::retried};
use crate::{
    outcome::Verdict,
    policy::{Backoff, Jitter, Policy, nanos},
    time::Clock,
};

impl Driver {
    /// Decides whether a hedged run makes a further attempt, and after which wait: because the delay of the hedge
    /// is over, whose verdict is a plain retry, or after a failure. `policy` is the [hedged](Policy::hedged) one.
    /// Once one attempt was `refused`, none follows.
    pub(crate) fn decide_hedged(
        &mut self,
        policy: &Policy,
        verdict: &Verdict,
        elapsed: u64,
        clock: &dyn Clock,
        terms: Terms<'_>,
        refused: Option<StopReason>,
    ) -> Result<u64, StopReason> {
        match refused {
            Some(reason) => retried(verdict).and(Err(reason)),
            None => self.decide(policy, verdict, elapsed, clock, terms),
        }
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
