use super::{breaker_state::BreakerState, circuit::Change};

/// A change of a breaker's state: what [`on_transition`](crate::Breaker::on_transition) gets.
///
/// ```
/// use retry_core::{Breaker, breaker::{BreakerState, Transition}};
/// use std::sync::atomic::{AtomicU32, Ordering};
///
/// static ISOLATED: AtomicU32 = AtomicU32::new(0);
/// static SEARCH: Breaker = Breaker::consecutive(5).named("search").on_transition(count);
///
/// fn count(transition: &Transition) {
///     assert_eq!(transition.name(), Some("search"));
///     if transition.to() == BreakerState::Isolated {
///         ISOLATED.fetch_add(1, Ordering::Relaxed);
///     }
/// }
///
/// SEARCH.isolate();
/// SEARCH.reset();
/// assert_eq!(ISOLATED.load(Ordering::Relaxed), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    name: Option<&'static str>,
    from: BreakerState,
    to: BreakerState,
}

impl Transition {
    pub(super) const fn new(name: Option<&'static str>, (from, to): Change) -> Self {
        Self {
            name,
            from: BreakerState::of(from),
            to: BreakerState::of(to),
        }
    }

    /// The name of the breaker, if it [has one](crate::Breaker::named).
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// The state before.
    #[must_use]
    pub const fn from(&self) -> BreakerState {
        self.from
    }

    /// The state after.
    #[must_use]
    pub const fn to(&self) -> BreakerState {
        self.to
    }
}
