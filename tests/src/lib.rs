//! What the tests share.

#[cfg(feature = "http")]
mod event_line;
mod loopback;
#[cfg(feature = "http")]
mod meanwhile;
mod narrow_server;
mod one_place_server;
#[cfg(feature = "http")]
mod ran;
#[cfg(feature = "http")]
mod recorder;
mod scripted_server;
mod within;

use core::time::Duration;

#[cfg(feature = "http")]
use retry_core::{Backoff, Jitter, Policy, http::HttpPolicy};

#[cfg(feature = "http")]
pub use self::{meanwhile::Meanwhile, ran::Ran, recorder::Recorder};
pub use self::{
    narrow_server::NarrowServer,
    one_place_server::OnePlaceServer,
    scripted_server::{RefusingPort, Reply, ScriptedServer},
    within::within,
};

/// The usual statuses and methods, three attempts, and waits of exactly 100 ms.
#[cfg(feature = "http")]
pub const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(100)))
        .jitter(Jitter::None),
);

/// Runs a future on this thread, with tokio's sockets and timers.
///
/// # Panics
///
/// When the system gives no runtime what it needs.
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// Seconds, for tables of waits.
pub fn secs<const N: usize>(seconds: [u64; N]) -> Vec<Duration> {
    seconds.map(Duration::from_secs).to_vec()
}

/// Milliseconds, for tables of waits.
pub fn millis<const N: usize>(millis: [u64; N]) -> Vec<Duration> {
    millis.map(Duration::from_millis).to_vec()
}
