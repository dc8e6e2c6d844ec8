use core::time::Duration;

use super::{Race, StopReason};

/// What every form of run tells about a failed attempt, or about the end of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) name: Option<&'static str>,
    /// The attempt that ended, counted from 1.
    pub(crate) attempt: u32,
    /// The time since the start of the run, in nanoseconds.
    pub(crate) elapsed: u64,
    /// The delay that the callee asked for.
    pub(crate) hint: Option<Duration>,
    /// The wait in nanoseconds, or the end of the run.
    pub(crate) next: Result<u64, StopReason>,
    /// The attempts of a hedged run.
    pub(crate) race: Race,
}

impl Facts {
    /// Whether the attempt that follows is a hedge.
    pub(crate) const fn is_hedge(&self) -> bool {
        self.next.is_ok() && self.race.is_on()
    }

    /// The attempt whose outcome was accepted. Without a hedge that is the last one.
    pub(crate) fn winner(&self) -> Option<u32> {
        let is_accepted = self.next == Err(StopReason::Accepted);
        is_accepted.then(|| self.race.winner().unwrap_or(self.attempt))
    }

    /// Whether a run recovered: another attempt than the first was accepted.
    pub(crate) fn recovered(&self) -> bool {
        self.winner().is_some_and(|winner| winner > 1)
    }

    /// How many attempts are dropped at the end.
    pub(crate) const fn dropped(&self) -> u32 {
        match self.next {
            Ok(_) => 0,
            Err(_) => self.race.count_out(),
        }
    }
}
