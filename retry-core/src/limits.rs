//! What runs share: budgets of retries, hedges that measure, and tokens that cancel waits.

#[cfg(feature = "std")]
mod cancel_token;
mod charge;
mod hedge;
#[cfg(not(target_has_atomic = "64"))]
mod no_budget;

#[cfg(target_has_atomic = "64")]
mod bucket;
#[cfg(target_has_atomic = "64")]
mod budget;
#[cfg(target_has_atomic = "64")]
mod budget_refusal;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod budgets;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
mod keyed;
#[cfg(target_has_atomic = "64")]
mod ledger;
#[cfg(target_has_atomic = "64")]
mod presets;
#[cfg(target_has_atomic = "64")]
mod ring;
#[cfg(target_has_atomic = "64")]
mod setters;
#[cfg(all(test, target_has_atomic = "64"))]
mod tests;
#[cfg(target_has_atomic = "64")]
mod tokens;

#[cfg(feature = "std")]
pub use self::cancel_token::CancelToken;
pub(crate) use self::charge::Charge;
#[cfg(target_has_atomic = "64")]
pub use self::hedge::Latencies;
pub use self::hedge::{Hedge, LendsHedge, Lent, Tracker};
#[cfg(not(target_has_atomic = "64"))]
pub use self::no_budget::Budget;

#[cfg(target_has_atomic = "64")]
pub use self::budget::Budget;
#[cfg(target_has_atomic = "64")]
pub(crate) use self::budget_refusal::BudgetRefusal;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub use self::budgets::Budgets;
#[cfg(all(feature = "std", target_has_atomic = "64"))]
pub(crate) use self::keyed::Keyed;

/// The atomics of the shared words. `tests/loom` compiles `bucket`, `ledger`, `ring` and
/// the `count` of a hedge with loom's.
#[cfg(target_has_atomic = "64")]
mod atomic {
    pub(super) use core::sync::atomic::{AtomicU64, Ordering};
}
