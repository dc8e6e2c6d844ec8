//! Delays the next calls to a server with a rate limit.

mod closing;
#[allow(
    clippy::module_inception,
    reason = "a file is named after the type that it holds"
)]
mod gate;
mod gate_wait;
mod learning;

#[cfg(feature = "futures-timer")]
pub use self::gate_wait::DefaultGateWait;
pub use self::{gate::Gate, gate_wait::GateWait};
