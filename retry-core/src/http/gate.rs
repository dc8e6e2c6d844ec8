//! Delays the next calls to a server with a rate limit.

mod closing;
mod closings;
mod gate;
mod gate_wait;
mod learning;

#[cfg(feature = "futures-timer")]
pub use self::gate_wait::DefaultGateWait;
pub use self::{gate::Gate, gate_wait::GateWait};

/// The atomics of the shared word. `tests/loom` compiles `closings` with loom's.
mod atomic {
    pub(super) use core::sync::atomic::{AtomicU64, Ordering};
}
