//! Hedging: a further attempt of an async operation while the first is still out. [`Hedge`](crate::Hedge) says
//! when, and [`Retry::hedge`](crate::Retry::hedge) has the rules.
//!
//! Here are the types that only a signature names.

mod failed;
mod further_attempt;
mod hedge_state;
mod hedged;
mod hedged_future;
mod hedged_options;
mod learning;
mod racing;
mod slots;

#[cfg(target_has_atomic = "64")]
pub use crate::limits::Latencies;
pub use crate::limits::LendsHedge;

#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
pub(crate) use self::further_attempt::FurtherAttempt;
// Bounds that compiler messages name: `__private` shows them.
#[doc(hidden)]
pub use self::{
    hedged::Hedgeable,
    hedged_options::{HedgedOptions, TakesHedge},
};
pub use self::{
    hedged::{Hedged, Hedging},
    hedged_future::HedgedFuture,
};
