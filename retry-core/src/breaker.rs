//! Circuit breakers: what stops calling something that is down. [`Breaker`] is where to start.

mod breaker;
mod breaker_open;
mod breaker_refusal;
mod breaker_state;
#[cfg(feature = "std")]
mod breakers;
mod circuit;
mod from_breaker_open;
mod setters;
#[cfg(test)]
mod tests;
mod ticket;
mod transition;
mod window;
mod word;

#[cfg(feature = "std")]
pub use self::breakers::Breakers;
#[doc(hidden)]
pub use self::from_breaker_open::FromBreakerOpen;
pub(crate) use self::ticket::Ticket;
pub use self::{
    breaker::Breaker, breaker_open::BreakerOpen, breaker_state::BreakerState,
    transition::Transition,
};

/// The atomics of the shared words. `tests/loom` compiles `circuit` and `window` with loom's.
mod atomic {
    pub(super) use core::sync::atomic::{AtomicU64, Ordering};
}
