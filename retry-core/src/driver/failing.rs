use core::num::NonZeroU64;

use super::run_mode::RunMode;
use crate::{limits::Charge, time::WaitState};

/// The state of a run once an attempt has failed: 24 bytes, kept small because every future has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failing {
    pub(super) seed: Option<NonZeroU64>,
    /// The [`shifted`] reading of the clock at the start of the run.
    pub(super) start: u64,
    /// The attempt under way, counted from 1.
    pub(super) attempt: u32,
    pub(super) mode: RunMode,
    /// What the last retry took from the budget.
    pub(super) paid: Option<Charge>,
    /// The wait before the attempt under way.
    //
    // Last, since it also holds the tag of `Phase`: another last field would take more room.
    pub(super) wait: WaitState,
}

/// When an attempt failed and when it began, as [`shifted`] readings of the run's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) now: u64,
    pub(super) began: u64,
}

/// A clock reading in nanoseconds, moved forward by 146 years. The no-waits mode moves the start of a
/// run back by each wait, which must work even if the clock reads zero.
pub(super) const fn shifted(nanos: u64) -> u64 {
    nanos.saturating_add(1 << 62)
}

impl Times {
    /// For an attempt that failed this long after the start of the run, and ran this long.
    pub(super) const fn from_elapsed(elapsed: u64, ran: u64) -> Self {
        let now = shifted(elapsed);
        Self {
            now,
            began: now.saturating_sub(ran),
        }
    }

    /// How long the attempt ran.
    pub(super) const fn ran(self) -> u64 {
        self.now.saturating_sub(self.began)
    }
}

impl Failing {
    /// The state at the failure of the first attempt, if nothing needs the time.
    pub(super) const fn untimed() -> Self {
        Self {
            seed: None,
            start: shifted(0),
            attempt: 1,
            mode: RunMode::USUAL,
            paid: None,
            wait: WaitState::Over,
        }
    }

    /// The same for a run that started at this reading of its clock, in nanoseconds.
    pub(super) const fn since(start: u64) -> Self {
        Self {
            start: shifted(start),
            ..Self::untimed()
        }
    }

    /// Starts the run over, with the attempt that began then. It also gets a new seed, so that the
    /// delays differ.
    pub(super) const fn reset(&mut self, began: u64) {
        self.start = began;
        self.attempt = 1;
        self.seed = None;
        self.paid = None;
    }
}
