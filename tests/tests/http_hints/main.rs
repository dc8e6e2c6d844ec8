//! How the hints of servers are read: never an error, never a retry earlier than asked, never a wait
//! without bound.

mod any_bytes;
mod lenient_forms;
mod provider_limits;
mod rate_limits;
mod retry_after;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::StatusCode;
use retry_core::http::Answer;
use retry_tests::headers;

/// Sunday, 6 November 2022, 08:49:37 UTC.
const NOW: u64 = 1_667_724_577;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

/// The wait that a 503 with these headers asks for.
fn asked(lines: &[(&str, &[u8])]) -> Option<Duration> {
    Answer::at(StatusCode::SERVICE_UNAVAILABLE, &headers(lines), now()).retry_after()
}

fn seconds(seconds: u64) -> Option<Duration> {
    Some(Duration::from_secs(seconds))
}
