use core::time::Duration;

use crate::{
    driver::{Race, StopReason},
    limits::Charge,
};

/// What a hedged run keeps besides its attempts.
#[derive(Clone, Copy, Debug)]
pub(super) struct HedgeState {
    pub(super) phase: Phase,
    pub(super) race: Race,
    /// Why no further attempt starts.
    pub(super) refused: Option<StopReason>,
    /// What the last attempt took from the budget.
    pub(super) paid: Option<Charge>,
    /// The delay before the last hedge.
    pub(super) delay: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    New,
    /// The next attempt is a hedge, when its delay is over.
    Racing,
    /// The next attempt is granted, for when its wait is over.
    Granted,
    Over,
}

impl HedgeState {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::New,
            race: Race::default(),
            refused: None,
            paid: None,
            delay: Duration::ZERO,
        }
    }
}
