//! What the tests share: constants, servers, clients, and what records a run.

#[cfg(feature = "http")]
mod action_timer;
#[cfg(any(feature = "reqwest", feature = "reqwest-012", feature = "ureq"))]
mod clients;
mod durations;
#[cfg(feature = "http")]
mod event_line;
mod event_log;
mod fail_if_it_hangs;
mod four_connection_server;
#[cfg(feature = "http")]
mod github_judge;
mod http2_server;
mod loopback;
#[cfg(feature = "http")]
mod messages;
mod metric_log;
mod one_connection_server;
mod panic_message;
mod policies;
#[cfg(feature = "http")]
mod recorder;
#[cfg(feature = "http")]
mod request_record;
mod runtimes;
mod scripted_server;
#[cfg(feature = "std")]
mod trace;

#[cfg(feature = "reqwest-012")]
pub use self::clients::reqwest_012_client;
#[cfg(feature = "reqwest")]
pub use self::clients::reqwest_client;
#[cfg(feature = "ureq")]
pub use self::clients::ureq_agent;
#[cfg(feature = "http")]
pub use self::policies::HTTP;
#[cfg(feature = "std")]
pub use self::trace::{NotesDrop, Trace};
#[cfg(feature = "http")]
pub use self::{
    action_timer::ActionTimer,
    github_judge::{GITHUB_LIMIT, assert_asked_before_the_rules, github_judge},
    messages::{BoxError, REPEATABLE, headers, response, status},
    recorder::Recorder,
    request_record::RequestRecord,
};
pub use self::{
    durations::{HOUR, MINUTE, NANO, SECOND, ZERO, millis, secs},
    event_log::{logged, logged_at},
    fail_if_it_hangs::fail_if_it_hangs,
    four_connection_server::FourConnectionServer,
    http2_server::{Http2Server, StreamReply},
    metric_log::recorded,
    one_connection_server::OneConnectionServer,
    panic_message::panic_message,
    policies::{EXACT, JITTERS, PATIENT},
    runtimes::{block_on, runtime_of_two_threads},
    scripted_server::{FAILURES, RefusingPort, Reply, ScriptedServer},
};
