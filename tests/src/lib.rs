//! What the tests share: constants, servers, clients, and what records a run.

#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod clients;
mod durations;
#[cfg(feature = "http")]
mod event_line;
mod loopback;
#[cfg(feature = "http")]
mod meanwhile;
#[cfg(feature = "http")]
mod messages;
mod narrow_server;
mod one_place_server;
mod panic_message;
mod policies;
#[cfg(feature = "http")]
mod ran;
#[cfg(feature = "http")]
mod recorder;
mod runtimes;
mod scripted_server;
#[cfg(feature = "std")]
mod trace;
mod within;

#[cfg(feature = "reqwest")]
pub use self::clients::reqwest_client;
#[cfg(feature = "ureq")]
pub use self::clients::ureq_agent;
#[cfg(feature = "http")]
pub use self::policies::HTTP;
#[cfg(feature = "std")]
pub use self::trace::{NotesDrop, Trace};
pub use self::{
    durations::{HOUR, MINUTE, NANO, SECOND, ZERO, millis, secs},
    narrow_server::NarrowServer,
    one_place_server::OnePlaceServer,
    panic_message::panic_message,
    policies::{EXACT, JITTERS, PATIENT},
    runtimes::{block_on, runtime_of_two_threads},
    scripted_server::{FAILURES, RefusingPort, Reply, ScriptedServer},
    within::within,
};
#[cfg(feature = "http")]
pub use self::{
    meanwhile::Meanwhile,
    messages::{BoxError, REPEATABLE, headers, response, status},
    ran::Ran,
    recorder::Recorder,
};
