//! What the tests share.

#[cfg(feature = "http")]
mod event_line;
mod narrow_server;
mod scripted_server;

use core::time::Duration;

#[cfg(feature = "http")]
pub use self::event_line::event_line;
pub use self::{
    narrow_server::NarrowServer,
    scripted_server::{RefusingPort, Reply, ScriptedServer},
};

/// Seconds, for tables of waits.
pub fn secs<const N: usize>(seconds: [u64; N]) -> Vec<Duration> {
    seconds.map(Duration::from_secs).to_vec()
}

/// Milliseconds, for tables of waits.
pub fn millis<const N: usize>(millis: [u64; N]) -> Vec<Duration> {
    millis.map(Duration::from_millis).to_vec()
}
